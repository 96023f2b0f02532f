import { type LiveRow, useResourceList, useT } from '@luban/sdk';
import { EmptyState, Status, Table, Time } from '@luban/ui';
import { COMMON_KINDS } from '../common-kinds.ts';
import { ObjectLink } from '../detail/ObjectLink.tsx';
import { useKinds } from '../kinds/use-kind.ts';
import type { Place } from '../place.ts';

const SHOWN = 10;

const COLUMNS = [
  { name: 'Type', jsonPath: '.type' },
  { name: 'Reason', jsonPath: '.reason' },
  { name: 'Message', jsonPath: '.message' },
  { name: 'Kind', jsonPath: '.involvedObject.kind' },
  { name: 'Object', jsonPath: '.involvedObject.name' },
  { name: 'Version', jsonPath: '.involvedObject.apiVersion' },
  { name: 'Last', jsonPath: '.lastTimestamp', type: 'date' },
];

/** What the cluster's parts complained about last. */
export function LatestWarnings({ place }: { place: Place }) {
  const t = useT();
  const list = useResourceList(
    {
      cluster: place.cluster,
      group: '',
      version: 'v1',
      resource: 'events',
      namespace: place.project,
      columns: COLUMNS,
      search: 'type:warning',
      sort: { column: 'Last' },
    },
    { limit: SHOWN },
  );
  const rows = Array.from({ length: Math.min(SHOWN, list.total) }, (_, index) => list.row(index)).filter(
    (row): row is LiveRow => row !== undefined,
  );
  return (
    <Table<LiveRow>
      label={t('overview.warnings')}
      rows={rows}
      rowKey={({ key }) => key}
      loading={list.status === 'loading'}
      columns={[
        {
          id: 'reason',
          header: t('events.reason'),
          width: 200,
          cell: (row) => <Status tone="warning">{text(row, 1)}</Status>,
        },
        { id: 'object', header: t('fact.about'), width: 280, cell: (row) => <About row={row} place={place} /> },
        {
          id: 'message',
          header: t('events.message'),
          hideWhenNarrow: true,
          cell: (row) => <span title={text(row, 2)}>{text(row, 2)}</span>,
        },
        {
          id: 'last',
          header: t('events.last'),
          width: 96,
          cell: (row) => <Time value={momentOf(row.cells[6]) ?? row.created} short />,
        },
      ]}
      empty={<EmptyState kind="nothing" title={t('overview.noWarnings')} description={t('events.none.help')} />}
    />
  );
}

function About({ row, place }: { row: LiveRow; place: Place }) {
  const kindName = text(row, 3);
  const name = text(row, 4);
  const [, group = ''] = text(row, 5).split('/').reverse();
  const match = (kind: { group: string; kind: string }) => kind.group === group && kind.kind === kindName;
  const common = COMMON_KINDS.find(match);
  const kinds = useKinds(place.cluster, common === undefined);
  const kind = common ?? kinds.data?.find(match);
  if (kind === undefined) return `${kindName} ${name}`;
  const namespace = kind.namespaced ? row.namespace : undefined;
  return (
    <ObjectLink place={place} to={{ group, resource: kind.resource, namespace, name }}>
      {`${kindName} ${name}`}
    </ObjectLink>
  );
}

function text(row: LiveRow, index: number): string {
  const cell = row.cells[index];
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '';
}

function momentOf(cell: LiveRow['cells'][number] | undefined): number | undefined {
  return typeof cell === 'object' && cell !== null ? cell.at : undefined;
}
