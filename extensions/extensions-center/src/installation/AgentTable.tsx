import { useT } from '@luban/sdk';
import { Status, Table } from '@luban/ui';
import type { Agent } from '../center-api.ts';
import { stateWord } from '../shared/installation-state.ts';
import { ProblemText } from '../shared/Refusal.tsx';

/** How its agents are, cluster by cluster. None waits for another. */
export function AgentTable({ agents }: { agents: readonly Agent[] }) {
  const t = useT();
  return (
    <Table<Agent>
      label={t('installed.agents')}
      rows={agents}
      rowKey={({ cluster }) => cluster}
      columns={[
        { id: 'cluster', header: t('installed.agents.cluster'), width: 180, cell: ({ cluster }) => cluster },
        {
          id: 'state',
          header: t('installed.column.state'),
          cell: ({ state, problem, reachable }) => {
            const word = stateWord({ state, enabled: true });
            return (
              <span className="installation-agent">
                {word === undefined ? (
                  <Status tone="neutral">{t('installed.agents.none')}</Status>
                ) : (
                  <Status tone={word.tone}>{t(word.key)}</Status>
                )}
                {!reachable && <span className="center-muted">{t('installed.agents.caughtUp')}</span>}
                {problem !== undefined && <ProblemText problem={problem} />}
              </span>
            );
          },
        },
        {
          id: 'reachable',
          header: t('installed.agents.reachable'),
          width: 130,
          hideWhenNarrow: true,
          cell: ({ reachable }) =>
            reachable ? (
              <Status tone="ok">{t('installed.agents.yes')}</Status>
            ) : (
              <Status tone="warning">{t('installed.agents.no')}</Status>
            ),
        },
        {
          id: 'version',
          header: t('installed.column.version'),
          width: 110,
          hideWhenNarrow: true,
          cell: ({ version }) => version ?? '–',
        },
      ]}
    />
  );
}
