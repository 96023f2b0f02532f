import { useExtension, useT } from '@luban/sdk';
import { Callout, Skeleton, Table, Time } from '@luban/ui';
import { useQuery } from '@tanstack/react-query';
import { ObjectLink } from '../detail/ObjectLink.tsx';
import { OwnerLinks } from '../detail/OwnerLinks.tsx';
import type { DetailTabProps } from '../detail/use-detail-tabs.tsx';
import { listAt, textAt } from '../json.ts';
import { useKinds } from '../kinds/use-kind.ts';
import { type OwnedObject, ownedKinds, ownedObjects } from './owned-objects.ts';
import { type Reference, referencesOf } from './references.ts';

/** What made the object, what it needs, and what it made. */
export default function RelatedTab(props: DetailTabProps) {
  const { kind, object, place } = props;
  const t = useT();
  const references = referencesOf(kind, object);
  const hasOwners = listAt(object, 'metadata', 'ownerReferences').length > 0;
  const owned = useOwned(props);
  return (
    <div className="res-summary-main">
      {hasOwners && (
        <section aria-labelledby="res-owners">
          <h2 id="res-owners">{t('related.owners')}</h2>
          <OwnerLinks object={object} place={place} />
        </section>
      )}
      <section aria-labelledby="res-owned">
        <h2 id="res-owned">{t('related.owned')}</h2>
        {owned.error ? (
          <Callout tone="danger" role="alert" title={t('related.failed')}>
            {owned.error.message}
          </Callout>
        ) : owned.data === undefined ? (
          <Skeleton shape="table" count={4} />
        ) : owned.data.length === 0 ? (
          <p className="res-aside">{t('related.none')}</p>
        ) : (
          <Table<OwnedObject>
            label={t('related.owned')}
            rows={owned.data}
            rowKey={({ uid }) => uid}
            columns={[
              {
                id: 'kind',
                header: t('kinds.kind'),
                width: 220,
                sort: (a, b) => a.kind.kind.localeCompare(b.kind.kind),
                cell: (row) => row.kind.kind,
              },
              {
                id: 'name',
                header: t('column.name'),
                cell: ({ kind: { group, resource }, namespace, name }) => (
                  <ObjectLink place={place} to={{ group, resource, namespace, name }} />
                ),
              },
              { id: 'age', header: t('column.age'), width: 80, cell: ({ created }) => <Time value={created} short /> },
            ]}
          />
        )}
      </section>
      {references.length > 0 && (
        <section aria-labelledby="res-needs">
          <h2 id="res-needs">{t('related.references')}</h2>
          <Table<Reference>
            label={t('related.references')}
            rows={references}
            rowKey={({ resource, name }) => `${resource} ${name}`}
            columns={[
              { id: 'as', header: t('related.relation'), width: 220, cell: (row) => t(`related.${row.as}`) },
              {
                id: 'kind',
                header: t('kinds.resource'),
                width: 220,
                mono: true,
                hideWhenNarrow: true,
                cell: (row) => row.resource,
              },
              { id: 'name', header: t('column.name'), cell: (row) => <ObjectLink place={place} to={row} /> },
            ]}
          />
        </section>
      )}
    </div>
  );
}

function useOwned({ kind, object, place }: DetailTabProps) {
  const { fetch } = useExtension();
  const kinds = useKinds(place.cluster);
  const uid = textAt(object, 'metadata', 'uid');
  const { cluster, namespace } = place;
  const query = useQuery({
    queryKey: ['resources', 'owned', cluster, uid],
    queryFn: ({ signal }) =>
      ownedObjects(fetch, { cluster, namespace, uid, kinds: ownedKinds(kinds.data ?? [], kind), signal }),
    enabled: kinds.data !== undefined,
    staleTime: 10_000,
    refetchOnMount: 'always',
  });
  return { data: query.data, error: query.error ?? kinds.error };
}
