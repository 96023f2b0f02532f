import { useT } from '@luban/sdk';
import { Callout, EmptyState, Status, Table, Time } from '@luban/ui';
import { StaleNotice } from '../list/StaleNotice.tsx';
import type { DetailTabProps } from './use-detail-tabs.tsx';
import { type ObjectEvent, useObjectEvents } from './use-events.ts';

/** What happened to the object lately. Clusters forget events after an hour or so. */
export function EventsTab(props: DetailTabProps) {
  const t = useT();
  const { list, events } = useObjectEvents(props);
  if (list.status === 'refused') {
    return <EmptyState kind="forbidden" title={t('events.forbidden')} description={t('events.forbidden.help')} />;
  }
  if (list.status === 'problem') {
    return (
      <Callout tone="danger" role="alert" title={t('events.failed')}>
        {list.problem && `${list.problem.code}: ${list.problem.message}`}
      </Callout>
    );
  }
  return (
    <>
      <StaleNotice list={list} />
      <Table<ObjectEvent>
        label={t('tab.events')}
        rows={events}
        rowKey={({ key }) => key}
        loading={list.status === 'loading'}
        columns={[
          {
            id: 'reason',
            header: t('events.reason'),
            // Narrow pages leave the message room to be read.
            width: 'min(200px, 34vw)',
            cell: ({ type, reason }) => (
              <Status tone={type === 'Warning' ? 'warning' : 'info'}>{reason || type}</Status>
            ),
          },
          {
            id: 'message',
            header: t('events.message'),
            cell: ({ message }) => <span className="res-wrap">{message}</span>,
          },
          {
            id: 'count',
            header: t('events.count'),
            width: 72,
            align: 'end',
            hideWhenNarrow: true,
            cell: ({ count }) => count,
          },
          { id: 'source', header: t('events.source'), width: 168, hideWhenNarrow: true, cell: ({ source }) => source },
          {
            id: 'last',
            header: t('events.last'),
            width: 'min(96px, 19vw)',
            cell: ({ last }) => last !== '' && <Time value={last} short />,
          },
        ]}
        empty={<EmptyState kind="nothing" title={t('events.none')} description={t('events.none.help')} />}
      />
    </>
  );
}
