import { Link, useT } from '@luban/sdk';
import { Badge, Callout, EmptyState, PageHeader, SearchField, Table } from '@luban/ui';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { listUrl, type Place } from '../place.ts';
import { apiVersionOf, type Kind } from './kind.ts';
import { useKinds } from './use-kind.ts';

/** Every kind that the cluster serves, custom ones included; each leads to its list. */
export default function KindsPage({ place }: { place: Place }) {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const search = params.get('q') ?? '';
  const kinds = useKinds(place.cluster);
  const { cluster, project } = place;
  const rows = useMemo(
    () => (kinds.data ?? []).filter((kind) => (project === undefined || kind.namespaced) && matches(kind, search)),
    [kinds.data, project, search],
  );
  const setSearch = (text: string) => setParams(text === '' ? {} : { q: text }, { replace: true });

  return (
    <>
      <PageHeader title={t('kinds.title')} description={t('kinds.description')} />
      <div className="res-bar">
        <span className="res-bar-search">
          <SearchField label={t('kinds.search')} value={search} onValueChange={setSearch} autoFocus />
        </span>
        <span className="res-bar-end res-count">{kinds.data && t('kinds.count', { count: rows.length })}</span>
      </div>
      {kinds.error ? (
        <div className="res-notice">
          <Callout tone="danger" role="alert" title={t('kinds.failed', { cluster })}>
            {kinds.error.message}
          </Callout>
        </div>
      ) : (
        <Table<Kind>
          label={t('kinds.title')}
          rows={rows}
          rowKey={(kind) => `${kind.group}/${kind.resource}`}
          loading={kinds.isPending}
          defaultSort={{ column: 'kind', direction: 'ascending' }}
          columns={[
            {
              id: 'kind',
              header: t('kinds.kind'),
              sort: (a, b) => a.kind.localeCompare(b.kind),
              cell: (kind) => (
                <Link className="res-name" to={listUrl({ cluster, project, kind })}>
                  {kind.kind}
                </Link>
              ),
            },
            {
              id: 'api',
              header: t('kinds.api'),
              mono: true,
              sort: (a, b) => a.group.localeCompare(b.group),
              cell: apiVersionOf,
            },
            { id: 'resource', header: t('kinds.resource'), mono: true, hideWhenNarrow: true, cell: resourceNames },
            {
              id: 'scope',
              header: t('kinds.scope'),
              hideWhenNarrow: true,
              cell: (kind) => <Badge>{t(kind.namespaced ? 'kinds.namespaced' : 'kinds.cluster')}</Badge>,
            },
          ]}
          empty={<EmptyState kind="no-match" title={t('empty.noMatch', { title: t('kinds.title') })} />}
        />
      )}
    </>
  );
}

function resourceNames({ resource, shortNames }: Kind): string {
  return [resource, ...shortNames].join(', ');
}

function matches(kind: Kind, search: string): boolean {
  const words = [kind.kind, kind.resource, kind.group || 'core', ...kind.shortNames, ...kind.categories];
  const text = words.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((term) => text.includes(term));
}
