import { useLocale, useT } from '@luban/sdk';
import { Table } from '@luban/ui';
import { recordAt, textAt } from '../json.ts';
import { quantityText } from './quantity-text.ts';

/** What a node has, and what of it pods may use. */
export function NodeCapacity({ node }: { node: unknown }) {
  const t = useT();
  const locale = useLocale();
  const amount = (of: 'allocatable' | 'capacity') => (name: string) => {
    const raw = textAt(node, 'status', of, name);
    return <span title={raw}>{quantityText(raw, name, locale)}</span>;
  };
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
            cell: amount('allocatable'),
          },
          {
            id: 'capacity',
            header: t('capacity.capacity'),
            align: 'end',
            cell: amount('capacity'),
          },
        ]}
      />
    </section>
  );
}
