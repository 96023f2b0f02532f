import { Link, type LiveRow, useResourceList, useT } from '@luban/sdk';
import { EmptyState, Table, Time } from '@luban/ui';
import { StatusText } from '../list/ResourceCell.tsx';
import { listUrl, objectUrl } from '../place.ts';
import { podsOf } from '../related/pods-of.ts';
import type { DetailTabProps } from './use-detail-tabs.tsx';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const MOST = 50;

/** The pods of a workload, a service or a node, as they change. */
export function PodsSection({ kind, object, place }: DetailTabProps) {
  const t = useT();
  const selection = podsOf(kind, object);
  const list = useResourceList(
    selection === undefined ? null : { cluster: place.cluster, ...PODS, ...selection.query },
    { limit: MOST },
  );
  if (selection === undefined) return null;
  const rows = Array.from({ length: Math.min(list.total, MOST) }, (_, index) => list.row(index)).filter(
    (row): row is LiveRow => row !== undefined,
  );
  const position = (name: string) => list.columns.findIndex((column) => column.name === name);
  const [ready, status, restarts, node] = ['Ready', 'Status', 'Restarts', 'Node'].map(position);
  const text = (row: LiveRow, index = -1) => cellText(row.cells[index]);
  return (
    <section aria-labelledby="res-pods">
      <h2 id="res-pods">
        {t('kind.pods')}
        {list.total > MOST && selection.query.labelSelector !== undefined && (
          <Link
            className="res-link"
            to={`${listUrl({ cluster: place.cluster, project: place.project, kind: PODS })}?${new URLSearchParams({ labels: selection.query.labelSelector })}`}
          >
            {t('pods.all', { count: list.total })}
          </Link>
        )}
      </h2>
      <Table<LiveRow>
        label={t('kind.pods')}
        rows={rows}
        rowKey={(row) => row.key}
        loading={list.status === 'loading'}
        columns={[
          {
            id: 'name',
            header: t('column.name'),
            cell: ({ name, namespace }) => (
              <Link
                className="res-name"
                title={name}
                to={objectUrl({ cluster: place.cluster, ...PODS, namespace, name }, place.project)}
              >
                {name}
              </Link>
            ),
          },
          {
            id: 'status',
            header: t('column.status'),
            width: 'clamp(120px, 40%, 200px)',
            cell: (row) => <StatusText text={text(row, status)} />,
          },
          {
            id: 'ready',
            header: t('column.ready'),
            width: 88,
            hideWhenNarrow: true,
            cell: (row) => text(row, ready),
          },
          {
            id: 'restarts',
            header: t('containers.restarts'),
            width: 96,
            hideWhenNarrow: true,
            cell: (row) => text(row, restarts),
          },
          // All pods of a node are on it, and may be anywhere else.
          selection.query.namespace === undefined
            ? {
                id: 'namespace',
                header: t('fact.namespace'),
                width: 168,
                hideWhenNarrow: true,
                cell: ({ namespace }) => namespace,
              }
            : { id: 'node', header: t('fact.node'), width: 168, hideWhenNarrow: true, cell: (row) => text(row, node) },
          {
            id: 'age',
            header: t('column.age'),
            width: 80,
            cell: ({ created }) => created !== '' && <Time value={created} short />,
          },
        ]}
        empty={<EmptyState kind="nothing" title={t('pods.none')} />}
      />
    </section>
  );
}

function cellText(cell: LiveRow['cells'][number] | undefined): string {
  if (typeof cell === 'object' && cell !== null) return cell.text ?? '';
  return cell === undefined || cell === null ? '' : String(cell);
}
