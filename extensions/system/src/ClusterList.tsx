import { useT } from '@luban/sdk';
import { Badge, Status, Table, Time } from '@luban/ui';
import type { SystemCluster } from './system.ts';

const TONES = { ready: 'ok', unknown: 'neutral', unreachable: 'danger', refused: 'danger' } as const;

/** The clusters that the gateway stands in front of. */
export function ClusterList({ clusters }: { clusters: readonly SystemCluster[] }) {
  const t = useT();
  return (
    <Table
      label={t('clusters.title')}
      rows={clusters}
      rowKey={({ name }) => name}
      columns={[
        {
          id: 'name',
          header: t('clusters.name'),
          cell: ({ displayName, isHost }) => (
            <>
              {displayName} {isHost && <Badge>{t('clusters.host')}</Badge>}
            </>
          ),
        },
        {
          id: 'state',
          header: t('clusters.state'),
          cell: ({ state, reason }) => (
            <Status tone={TONES[state]} title={reason}>
              {t(`clusters.state.${state}`)}
            </Status>
          ),
        },
        {
          id: 'since',
          header: t('clusters.since'),
          width: 120,
          hideWhenNarrow: true,
          cell: ({ since }) => (since > 0 ? <Time value={since} /> : null),
        },
      ]}
    />
  );
}
