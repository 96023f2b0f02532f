import { useT } from '@luban/sdk';
import { Callout, EmptyState, LinkButton, PageHeader, Skeleton } from '@luban/ui';
import { lazy, Suspense } from 'react';
import { useLocation } from 'react-router';
import type { KindRef } from './kinds/kind.ts';
import { apiVersionOf } from './kinds/kind.ts';
import { useKind } from './kinds/use-kind.ts';
import { ListPage } from './list/ListPage.tsx';
import { kindsUrl, type Place, placeOf } from './place.ts';
import './list/list.css';

const DetailPage = lazy(() => import('./detail/DetailPage.tsx'));
const KindsPage = lazy(() => import('./kinds/KindsPage.tsx'));

/** The page of a kind or of an object: whichever the URL names. */
export default function ResourcePage() {
  const t = useT();
  const { pathname } = useLocation();
  const place = placeOf(pathname);
  if (place === undefined) return <EmptyState kind="unavailable" title={t('place.unknown')} />;
  if (place.kind === undefined) {
    return (
      <Suspense fallback={<Skeleton shape="table" />}>
        <KindsPage place={place} />
      </Suspense>
    );
  }
  return (
    <KindPage
      key={`${place.cluster} ${place.project} ${place.kind.group}/${place.kind.resource}`}
      place={place}
      kind={place.kind}
    />
  );
}

function KindPage({ place, kind }: { place: Place; kind: KindRef }) {
  const t = useT();
  const answer = useKind(place.cluster, kind);
  switch (answer.status) {
    case 'ready':
      return place.name === undefined ? (
        <ListPage place={place} kind={answer.kind} />
      ) : (
        <Suspense fallback={<Skeleton shape="detail" />}>
          <DetailPage key={`${place.namespace}/${place.name}`} place={place} kind={answer.kind} name={place.name} />
        </Suspense>
      );
    case 'loading':
      return <Skeleton shape={place.name === undefined ? 'table' : 'detail'} />;
    case 'absent':
      return (
        <EmptyState
          kind="unavailable"
          title={t('kind.absent', { resource: kind.resource, cluster: place.cluster })}
          description={t('kind.absent.help', { api: apiVersionOf(kind) })}
          action={<LinkButton href={kindsUrl(place)}>{t('kinds.title')}</LinkButton>}
        />
      );
    case 'problem':
      return (
        <>
          <PageHeader title={kind.resource} />
          <div className="res-notice">
            <Callout tone="danger" role="alert" title={t('kinds.failed', { cluster: place.cluster })}>
              {answer.error.message}
            </Callout>
          </div>
        </>
      );
  }
}
