import { type Problem, useT } from '@luban/sdk';
import { Badge, EmptyState, Table, Time } from '@luban/ui';
import type { Health, Installation, VersionHealth } from '../center-api.ts';
import { ProblemText } from '../shared/Refusal.tsx';

type Failure = Health['failures'][number];

/** What the tabs of people report: how often it failed, with which numbers, and how fast it was. */
export function HealthTab({ installation: { name, healthDetail } }: { installation: Installation }) {
  const t = useT();
  if (healthDetail === undefined) {
    return (
      <EmptyState
        kind="nothing"
        icon="activity"
        title={t('installed.health.none')}
        description={t('installed.health.none.help')}
      />
    );
  }
  const { current, previous, failures } = healthDetail;
  const versions = [current, ...(previous === undefined ? [] : [previous])];
  return (
    <div className="installation-health">
      <Table<VersionHealth>
        label={t('installed.tab.health')}
        rows={versions}
        rowKey={({ version }) => version}
        columns={[
          {
            id: 'version',
            header: t('installed.column.version'),
            cell: ({ version }) => (
              <span className="installed-version">
                {version} {version === current.version && <Badge>{t('installed.health.current')}</Badge>}
              </span>
            ),
          },
          { id: 'sessions', header: t('installed.health.sessions'), align: 'end', cell: ({ sessions }) => sessions },
          {
            id: 'failed',
            header: t('installed.health.failures'),
            align: 'end',
            cell: ({ failed, sessions }) =>
              sessions === 0 ? failed : `${failed} (${Math.round((failed / sessions) * 100)} %)`,
          },
          {
            id: 'p50',
            header: t('installed.health.p50'),
            align: 'end',
            cell: ({ activation }) => (activation === undefined ? '–' : `${Math.round(activation.p50)} ms`),
          },
          {
            id: 'p95',
            header: t('installed.health.p95'),
            align: 'end',
            cell: ({ activation }) => (activation === undefined ? '–' : `${Math.round(activation.p95)} ms`),
          },
        ]}
      />
      <section>
        <h2>{t('installed.health.byNumber')}</h2>
        {failures.length === 0 ? (
          <p className="center-muted">{t('installed.health.noFailures')}</p>
        ) : (
          <Table<Failure>
            label={t('installed.health.byNumber')}
            rows={failures}
            rowKey={({ code, version, params }) => `${code} ${version} ${JSON.stringify(params)}`}
            columns={[
              {
                id: 'what',
                header: t('installed.column.problems'),
                cell: (failure) => (
                  <span className="installation-agent">
                    <ProblemText problem={problemOf(name, failure)} />
                  </span>
                ),
              },
              {
                id: 'version',
                header: t('installed.column.version'),
                width: 110,
                hideWhenNarrow: true,
                cell: ({ version }) => version,
              },
              { id: 'count', header: t('installed.health.count'), width: 90, align: 'end', cell: ({ count }) => count },
              {
                id: 'last',
                header: t('installed.health.last'),
                width: 140,
                hideWhenNarrow: true,
                cell: ({ lastAt }) => <Time value={lastAt} />,
              },
            ]}
          />
        )}
      </section>
    </div>
  );
}

/** Whose it is stands beside it in the problem, and is part of its sentence. */
const problemOf = (extension: string, { code, version, params }: Failure): Problem => ({
  ...{ code, params, extension, version },
});
