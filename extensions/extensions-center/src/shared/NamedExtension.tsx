import { useT } from '@luban/sdk';
import { EmptyState, LinkButton, PageHeader } from '@luban/ui';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import type { ExtensionDetail } from '../center-api.ts';
import { useExtensionDetail } from '../queries.ts';
import { MARKETPLACE } from '../urls.ts';
import { useCenterEvents } from '../use-center-events.ts';
import { PageState } from './PageState.tsx';
import './shared.css';

/** A page about the extension of the catalogue that the URL names, kept current; it says so when there is none. */
export function NamedExtension(props: {
  skeleton: 'detail' | 'form';
  children: (detail: ExtensionDetail) => ReactNode;
}) {
  useCenterEvents();
  const t = useT();
  const { name = '' } = useParams();
  return (
    <div className="center-page">
      <PageState
        query={useExtensionDetail(name)}
        failed={t('detail.failed', { name })}
        resource="kubesphere.io/extensions"
        skeleton={props.skeleton}
        head={<Head name={name} />}
        absent={<Absent name={name} />}
      >
        {props.children}
      </PageState>
    </div>
  );
}

function Head({ name }: { name: string }) {
  const t = useT();
  return (
    <PageHeader breadcrumbs={[{ label: t('marketplace.title'), href: MARKETPLACE }, { label: name }]} title={name} />
  );
}

function Absent({ name }: { name: string }) {
  const t = useT();
  return (
    <>
      <Head name={name} />
      <EmptyState
        kind="nothing"
        title={t('detail.absent', { name })}
        description={t('detail.absent.help')}
        action={<LinkButton href={MARKETPLACE}>{t('detail.absent.action')}</LinkButton>}
      />
    </>
  );
}
