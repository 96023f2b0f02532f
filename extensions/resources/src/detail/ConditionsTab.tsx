import { useT } from '@luban/sdk';
import { EmptyState, Status, Table, Time } from '@luban/ui';
import { type Condition, conditionsOf, toneOfCondition } from '../status/condition.ts';
import type { DetailTabProps } from './use-detail-tabs.tsx';

/** What the object's controllers say about it, point by point. */
export function ConditionsTab({ object }: DetailTabProps) {
  const t = useT();
  return (
    <Table<Condition>
      label={t('tab.conditions')}
      rows={conditionsOf(object)}
      rowKey={({ type }) => type}
      columns={[
        {
          id: 'type',
          header: t('conditions.type'),
          width: 'clamp(150px, 40%, 240px)',
          sort: (a, b) => a.type.localeCompare(b.type),
          cell: (condition) => (
            <span className="res-condition">
              <Status tone={toneOfCondition(condition)}>{condition.type}</Status>
              <span className="res-narrow res-aside">{condition.message || condition.reason}</span>
            </span>
          ),
        },
        { id: 'status', header: t('conditions.status'), width: 88, cell: ({ status }) => status },
        {
          id: 'reason',
          header: t('conditions.reason'),
          width: 200,
          hideWhenNarrow: true,
          cell: ({ reason }) => reason,
        },
        {
          id: 'message',
          header: t('conditions.message'),
          hideWhenNarrow: true,
          cell: ({ message }) => <span className="res-wrap">{message}</span>,
        },
        {
          id: 'changed',
          header: t('conditions.changed'),
          width: 104,
          cell: ({ changed }) => changed !== '' && <Time value={changed} short />,
        },
      ]}
      empty={<EmptyState kind="nothing" title={t('conditions.none')} />}
    />
  );
}
