import { Link, useCan, useT } from '@luban/sdk';
import { Badge, Button, Callout, EmptyState, IconButton, Menu, PageHeader, Table, Time } from '@luban/ui';
import { lazy, Suspense, useState } from 'react';
import { useSearchParams } from 'react-router';
import { ClusterState } from './ClusterState.tsx';
import './clusters.css';
import { type Cluster, useClusters } from './use-clusters.ts';

const ImportDialog = lazy(() => import('./ImportDialog.tsx'));
const RenewDialog = lazy(() => import('./RenewDialog.tsx'));
const RemoveDialog = lazy(() => import('./RemoveDialog.tsx'));

const CLUSTERS = { group: 'cluster.kubesphere.io', resource: 'clusters', cluster: 'host', namespace: '' };

/** All clusters and how they are; others can be imported. The import is part of the URL, so that it can be linked to. */
export default function ClustersPage() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const { list, clusters } = useClusters();
  const [acting, setActing] = useState<{ kind: 'renew' | 'remove'; cluster: Cluster }>();
  const canImport = useCan({ verb: 'create', ...CLUSTERS }) !== false;
  const canRenew = useCan({ verb: 'update', ...CLUSTERS }) !== false;
  const canRemove = useCan({ verb: 'delete', ...CLUSTERS }) !== false;
  const importing = params.has('import');
  const setImporting = (on: boolean) => setParams(on ? { import: '' } : {});
  const importButton = canImport && (
    <Button variant="primary" icon="plus" onClick={() => setImporting(true)}>
      {t('import.action')}
    </Button>
  );

  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={importButton} />
      {list.status === 'stale' && (
        <div className="clusters-notice">
          <Callout tone="warning" role="status" title={t('stale')}>
            {list.problem?.message} {list.asOf !== undefined && <Time value={list.asOf} absolute />}
          </Callout>
        </div>
      )}
      {list.status === 'refused' ? (
        <EmptyState kind="forbidden" title={t('forbidden')} description={t('forbidden.help')} />
      ) : list.status === 'problem' ? (
        <div className="clusters-notice">
          <Callout tone="danger" role="alert" title={t('failed')}>
            {list.problem && `${list.problem.code}: ${list.problem.message}`}
          </Callout>
        </div>
      ) : (
        <Table<Cluster>
          className="clusters-table"
          label={t('title')}
          rows={clusters}
          rowKey={({ uid }) => uid}
          loading={list.status === 'loading'}
          columns={[
            {
              id: 'name',
              header: t('column.name'),
              sort: (a, b) => a.title.localeCompare(b.title),
              cell: ({ name, title, host }) => (
                <span className="clusters-name">
                  <Link to={`/clusters/${encodeURIComponent(name)}/nodes`}>{title}</Link>
                  {title !== name && <code>{name}</code>}
                  {host && <Badge>{t('host')}</Badge>}
                </span>
              ),
            },
            {
              id: 'state',
              header: t('column.state'),
              width: 'clamp(112px, 24vw, 320px)',
              cell: (cluster) => <ClusterState cluster={cluster} />,
            },
            {
              id: 'version',
              header: t('column.version'),
              width: 112,
              hideWhenNarrow: true,
              cell: ({ version }) => version,
            },
            {
              id: 'nodes',
              header: t('column.nodes'),
              width: 80,
              align: 'end',
              hideWhenNarrow: true,
              cell: ({ nodes }) => nodes || '–',
            },
            {
              id: 'server',
              header: t('column.server'),
              hideWhenNarrow: true,
              mono: true,
              cell: ({ server }) => server,
            },
            {
              id: 'actions',
              header: <span className="lb-hidden">{t('column.actions')}</span>,
              width: 56,
              align: 'end',
              cell: (cluster) => (
                <Menu
                  align="end"
                  trigger={<IconButton size="sm" icon="more" label={t('actions', { name: cluster.title })} />}
                  items={[
                    {
                      kind: 'link',
                      label: t('open'),
                      icon: 'eye',
                      href: `/clusters/${encodeURIComponent(cluster.name)}/nodes`,
                    },
                    ...(cluster.host
                      ? []
                      : [
                          ...(canRenew
                            ? [
                                {
                                  label: t('renew.action'),
                                  icon: 'key' as const,
                                  onSelect: () => setActing({ kind: 'renew', cluster }),
                                },
                              ]
                            : []),
                          ...(canRemove
                            ? [
                                { kind: 'separator' as const },
                                {
                                  label: t('remove.action'),
                                  icon: 'trash' as const,
                                  danger: true,
                                  onSelect: () => setActing({ kind: 'remove', cluster }),
                                },
                              ]
                            : []),
                        ]),
                  ]}
                />
              ),
            },
          ]}
          empty={<EmptyState kind="nothing" title={t('none')} description={t('none.help')} action={importButton} />}
        />
      )}
      <Suspense>
        {importing && canImport && (
          <ImportDialog taken={clusters.map(({ name }) => name)} onClose={() => setImporting(false)} />
        )}
        {acting?.kind === 'renew' && <RenewDialog cluster={acting.cluster} onClose={() => setActing(undefined)} />}
        {acting?.kind === 'remove' && <RemoveDialog cluster={acting.cluster} onClose={() => setActing(undefined)} />}
      </Suspense>
    </>
  );
}
