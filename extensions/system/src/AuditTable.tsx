import { useT } from '@luban/sdk';
import { EmptyState, Status, Table, type TableColumn, Time } from '@luban/ui';
import { type AuditEvent, keyOf, kindOf, objectOf } from './audit-event.ts';

/** Who changed what, newest first. */
export function AuditTable({ events, filtered }: { events: readonly AuditEvent[] | undefined; filtered: boolean }) {
  const t = useT();
  const columns: TableColumn<AuditEvent>[] = [
    { id: 'time', header: t('audit.time'), width: 130, cell: (event) => <Time value={event.time} /> },
    { id: 'user', header: t('audit.user'), width: 150, cell: (event) => <Who event={event} /> },
    { id: 'verb', header: t('audit.verb'), width: 100, cell: ({ verb }) => verb },
    { id: 'kind', header: t('audit.kind'), mono: true, cell: kindOf },
    { id: 'object', header: t('audit.object'), mono: true, cell: objectOf },
    { id: 'cluster', header: t('audit.cluster'), width: 110, hideWhenNarrow: true, cell: ({ cluster }) => cluster },
    { id: 'result', header: t('audit.result'), width: 120, cell: (event) => <Result event={event} /> },
    {
      id: 'address',
      header: t('audit.address'),
      width: 130,
      mono: true,
      hideWhenNarrow: true,
      cell: ({ address }) => address,
    },
  ];
  return (
    <Table
      label={t('audit.title')}
      rows={events ?? []}
      loading={events === undefined}
      rowKey={keyOf}
      columns={columns}
      empty={
        <EmptyState
          kind={filtered ? 'no-match' : 'nothing'}
          title={t(filtered ? 'audit.noMatch' : 'audit.none')}
          description={t(filtered ? 'audit.noMatch.help' : 'audit.none.help')}
        />
      }
    />
  );
}

function Who({ event: { user, kind, groups } }: { event: AuditEvent }) {
  const t = useT();
  const title = groups?.join(', ');
  return <span title={title}>{user ?? t(kind === 'stranger' ? 'audit.stranger' : 'audit.nobody')}</span>;
}

function Result({ event: { code, dryRun, duration, id } }: { event: AuditEvent }) {
  const t = useT();
  const tone = code < 400 ? 'ok' : code < 500 ? 'warning' : 'danger';
  const text = dryRun ? t('audit.dryRun', { code }) : String(code);
  return (
    <Status tone={tone} title={t('audit.details', { id, duration })}>
      {text}
    </Status>
  );
}
