import { useT } from '@luban/sdk';
import { Status, Table } from '@luban/ui';
import { type SharedRuntime, useOwnRuntime } from './runtime.ts';

const PARTS = ['react', 'router', 'queryClient', 'store', 'sdk'] as const;

interface Row {
  extension: string;
  runtime: SharedRuntime;
}

/** Compares the objects that each React extension got with those that this one got, by identity. */
export function RuntimeCheck({ reports }: { reports: Readonly<Record<string, SharedRuntime>> }) {
  const t = useT();
  const own = useOwnRuntime();
  const rows: Row[] = Object.entries(reports).map(([extension, runtime]) => ({ extension, runtime }));

  return (
    <section className="board-check" aria-label={t('check')}>
      <h2>{t('check')}</h2>
      <p>{t('check.help')}</p>
      <Table<Row>
        label={t('check')}
        rows={rows}
        rowKey={(row) => row.extension}
        columns={[
          { id: 'extension', header: t('check.extension'), cell: (row) => row.extension, mono: true },
          ...PARTS.map((part) => ({
            id: part,
            header: t(`check.${part}`),
            cell: (row: Row) =>
              row.runtime[part] === own[part] ? (
                <Status tone="ok">{t('check.same')}</Status>
              ) : (
                <Status tone="danger">{t('check.other')}</Status>
              ),
          })),
        ]}
      />
    </section>
  );
}
