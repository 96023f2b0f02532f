import { useT } from '@luban/sdk';
import { Table } from '@luban/ui';
import { recordAt, textAt } from '../json.ts';

/** What a node has, and what of it pods may use. */
export function NodeCapacity({ node }: { node: unknown }) {
  const t = useT();
  const names = Object.keys(recordAt(node, 'status', 'capacity'));
  return (
    <section aria-labelledby="res-capacity">
      <h2 id="res-capacity">{t('capacity.title')}</h2>
      <Table<string>
        label={t('capacity.title')}
        rows={names}
        rowKey={(name) => name}
        columns={[
          { id: 'name', header: t('capacity.resource'), mono: true, cell: (name) => name },
          {
            id: 'allocatable',
            header: t('capacity.allocatable'),
            align: 'end',
            cell: (name) => textAt(node, 'status', 'allocatable', name),
          },
          {
            id: 'capacity',
            header: t('capacity.capacity'),
            align: 'end',
            cell: (name) => textAt(node, 'status', 'capacity', name),
          },
        ]}
      />
    </section>
  );
}
