import { useActions, useResource, useT } from '@luban/sdk';
import { Button, Callout, EmptyState, LinkButton, PageHeader, Skeleton, Status, Tabs } from '@luban/ui';
import { Suspense, useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { DeleteDialog } from '../delete/DeleteDialog.tsx';
import { useDeletion } from '../delete/use-deletion.ts';
import { textAt } from '../json.ts';
import { resourceKey, resourceType } from '../kinds/kind.ts';
import type { KnownKind } from '../kinds/use-kind.ts';
import { StaleNotice } from '../list/StaleNotice.tsx';
import { listUrl, type Place } from '../place.ts';
import { objectStatus } from '../status/object-status.ts';
import './detail.css';
import { useDetailTabs } from './use-detail-tabs.tsx';

interface Props {
  readonly place: Place;
  readonly kind: KnownKind;
  readonly name: string;
}

/** One object: how it is, why, what happened to it, what belongs to it. The open tab is in the URL. */
export default function DetailPage({ place, kind, name }: Props) {
  const { cluster, project, namespace } = place;
  const { group, version, resource } = kind;
  const t = useT();
  const live = useResource({ cluster, group, version, resource, namespace, name });
  const [params, setParams] = useSearchParams();
  const deletion = useDeletion({ cluster, kind, namespace });
  const actions = useActions<{ resource: unknown }>(resourceType(kind));

  // What was there when it was deleted stays in sight.
  const [seen, setSeen] = useState<unknown>();
  useEffect(() => {
    if (live.object !== undefined) setSeen(live.object);
  }, [live.object]);
  const object: unknown = live.object ?? seen;
  const gone = live.status === 'ready' && live.object === undefined;

  const tabs = useDetailTabs({ place, kind, name, object });
  const tab = tabs.find(({ value }) => value === params.get('tab')) ?? tabs[0];
  const choose = (value: string) => {
    setParams(value === tabs[0]?.value ? {} : { tab: value }, { replace: true });
  };
  const status = object === undefined || gone ? undefined : objectStatus(kind, object);
  const uid = textAt(object, 'metadata', 'uid');
  const list = listUrl({ cluster, project, kind });

  return (
    <div className="res-page">
      <PageHeader
        breadcrumbs={[
          { label: kind.title, href: list },
          ...(namespace !== undefined && project === undefined
            ? [{ label: namespace, href: `${list}?namespace=${encodeURIComponent(namespace)}` }]
            : []),
          { label: name },
        ]}
        title={<bdi className="res-title">{name}</bdi>}
        status={
          gone && seen !== undefined ? (
            <Status tone="neutral">{t('detail.gone.word')}</Status>
          ) : (
            status && <Status tone={status.tone}>{status.word}</Status>
          )
        }
        actions={
          object !== undefined &&
          !gone && (
            <>
              {actions.map((action) => (
                <Button key={action.key} onClick={() => void action.run({ resource: object })}>
                  {action.title}
                </Button>
              ))}
              {deletion.allowed && (
                <Button icon="trash" onClick={() => deletion.ask([{ key: uid, name, namespace }])}>
                  {t('action.delete')}
                </Button>
              )}
            </>
          )
        }
        tabs={
          object === undefined ? (
            tabsRoom(live)
          ) : (
            <Tabs
              label={t('detail.tabs', { name })}
              value={tab?.value ?? ''}
              onValueChange={choose}
              tabs={tabs.map(({ value, label }) => ({ value, label }))}
            />
          )
        }
      />
      <StaleNotice list={live} />
      {gone && seen !== undefined && (
        <div className="res-notice">
          <Callout tone="info" role="status" title={t('detail.gone', { name })}>
            {t('detail.gone.help')}
          </Callout>
        </div>
      )}
      <div className="res-detail" data-fill={tab?.fill || undefined}>
        {object !== undefined ? (
          <Suspense fallback={<Skeleton shape="detail" />}>{tab?.content()}</Suspense>
        ) : (
          <Absent live={live} kind={kind} name={name} cluster={cluster} list={list} />
        )}
      </div>
      {deletion.asked && (
        <DeleteDialog deletion={deletion.asked} onClose={deletion.close} onDeleted={() => undefined} />
      )}
    </div>
  );
}

/** The room of the tabs, so that nothing moves when it is known which there are. */
function tabsRoom({ status }: ReturnType<typeof useResource>) {
  return status === 'loading' ? <div className="res-tabs-room" /> : undefined;
}

interface AbsentProps {
  readonly live: ReturnType<typeof useResource>;
  readonly kind: KnownKind;
  readonly name: string;
  readonly cluster: string;
  /** URL of all objects of the kind. */
  readonly list: string;
}

/** Why there is no object to show. */
function Absent({ live, kind, name, cluster, list }: AbsentProps) {
  const t = useT();
  switch (live.status) {
    case 'ready':
      return (
        <EmptyState
          kind="nothing"
          title={t('detail.none', { kind: kind.kind, name })}
          description={t('detail.none.help', { cluster })}
          action={<LinkButton href={list}>{t('detail.none.list', { title: kind.title })}</LinkButton>}
        />
      );
    case 'refused':
      return (
        <EmptyState
          kind="forbidden"
          title={t('empty.forbidden', { title: `${kind.kind} ${name}` })}
          description={t('empty.forbidden.get', { resource: resourceKey(kind), cluster })}
        />
      );
    case 'problem':
      return (
        <Callout tone="danger" role="alert" title={t('empty.problem', { title: `${kind.kind} ${name}` })}>
          {live.problem && `${live.problem.code}: ${live.problem.message} ${live.problem.cure ?? ''}`}
        </Callout>
      );
    default:
      return <Skeleton shape="detail" sentence={t('list.slow', { cluster })} />;
  }
}
