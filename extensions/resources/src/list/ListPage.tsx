import { type LiveRow, useColumns, useResourceList, useT } from '@luban/sdk';
import { PageHeader, Skeleton } from '@luban/ui';
import { useCallback, useMemo, useRef } from 'react';
import { DeleteDialog } from '../delete/DeleteDialog.tsx';
import { useDeletion } from '../delete/use-deletion.ts';
import { resourceType } from '../kinds/kind.ts';
import type { KnownKind } from '../kinds/use-kind.ts';
import type { Place } from '../place.ts';
import { useVisibleNamespaces } from '../use-visible-namespaces.ts';
import { EmptyList } from './EmptyList.tsx';
import { gridColumns } from './grid-column.ts';
import { ListToolbar } from './ListToolbar.tsx';
import { useListView } from './list-view.ts';
import { ResourceGrid } from './ResourceGrid.tsx';
import { StaleNotice } from './StaleNotice.tsx';
import { useColumnChoice } from './use-column-choice.ts';
import { useListKeys } from './use-list-keys.ts';
import { useRowActions } from './use-row-actions.ts';
import { useSelection } from './use-selection.ts';

interface Props {
  readonly place: Place;
  readonly kind: KnownKind;
}

/** All objects of one kind in a cluster or project, as they change. */
export function ListPage({ place, kind }: Props) {
  const t = useT();
  const [view, setView] = useListView();
  const grid = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLSpanElement>(null);
  useListKeys({ grid, search });

  const namespace = place.project ?? view.namespace;
  /** Where rights are asked for: empty for all namespaces. */
  const scope = (kind.namespaced ? namespace : undefined) ?? '';
  const visible = useVisibleNamespaces({ cluster: place.cluster, ...refOf(kind), namespace });
  const list = useResourceList(
    kind.namespaced && visible === null
      ? null
      : {
          cluster: place.cluster,
          ...refOf(kind),
          namespace: kind.namespaced ? (visible ?? undefined) : undefined,
          workspace: kind.namespaced ? view.workspace : undefined,
          labelSelector: view.labels,
          search: view.search,
          sort: view.sort ?? (kind.resource === 'events' ? NEWEST : undefined),
        },
  );

  const type = resourceType(kind);
  const contributed = useColumns<{ resource: unknown }>(type);
  const namespaces = kind.namespaced && namespace === undefined;
  const all = useMemo(
    () => gridColumns({ columns: list.columns, kind, namespaces, t }),
    [list.columns, kind, namespaces, t],
  );
  const choice = useColumnChoice({ kind, all, chosen: view.columns, onChoose: (columns) => setView({ columns }) });
  const selection = useSelection();
  const deletion = useDeletion({ cluster: place.cluster, kind, namespace: scope });
  const { ask } = deletion;
  const deleteRow = useCallback((row: LiveRow) => ask([row]), [ask]);
  const actions = useRowActions({ place, kind, namespace: scope, onDelete: deletion.allowed ? deleteRow : undefined });
  const resourceOf = useMemo(() => (row: LiveRow) => partialObject(row, type), [type]);

  const { labels, workspace } = view;
  const filtered =
    view.search !== '' || labels !== undefined || workspace !== undefined || view.namespace !== undefined;
  const nothing =
    list.status === 'refused' ||
    list.status === 'problem' ||
    (list.total === 0 && list.status !== 'loading' && list.status !== 'idle');

  return (
    <div className="res-page">
      <PageHeader title={kind.title} description={kind.common ? undefined : type} />
      <ListToolbar
        place={place}
        kind={kind}
        list={list}
        view={view}
        onView={setView}
        choice={choice}
        selection={selection}
        searchRef={search}
        onDelete={deletion.allowed ? () => deletion.ask([...selection.rows.values()]) : undefined}
      />
      <StaleNotice list={list} />
      {nothing ? (
        <div className="res-empty">
          <EmptyList
            place={place}
            kind={kind}
            list={list}
            filtered={filtered}
            onClear={() => setView({ search: '', labels: undefined, namespace: undefined, workspace: undefined })}
            onNamespace={(next) => setView({ namespace: next })}
          />
        </div>
      ) : list.columns.length === 0 ? (
        <Skeleton shape="table" count={14} sentence={t('list.slow', { cluster: place.cluster })} />
      ) : (
        <ResourceGrid
          label={kind.title}
          list={list}
          columns={choice.shown}
          contributed={contributed}
          resourceOf={resourceOf}
          sort={view.sort}
          onSort={(sort) => setView({ sort })}
          selection={selection}
          selectable={deletion.allowed}
          gridRef={grid}
          {...actions}
        />
      )}
      {deletion.asked !== undefined && (
        <DeleteDialog deletion={deletion.asked} onClose={deletion.close} onDeleted={(keys) => selection.drop(keys)} />
      )}
    </div>
  );
}

/** Events are read from the latest on. A time is ordered by how long ago it is. */
const NEWEST = { column: 'Last Seen' };

function refOf({ group, version, resource }: KnownKind) {
  return { group, version, resource };
}

/** What a list knows of an object, in the shape of the object, for the columns of other extensions. */
function partialObject(row: LiveRow, type: string): unknown {
  const [group, version, kind] = type.split('/');
  return {
    apiVersion: group === 'core' ? version : `${group}/${version}`,
    kind,
    metadata: {
      name: row.name,
      namespace: row.namespace,
      uid: row.key,
      creationTimestamp: row.created,
      resourceVersion: row.version,
      labels: row.labels,
    },
  };
}
