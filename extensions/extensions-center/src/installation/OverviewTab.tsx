import { Link, useLocale, useT } from '@luban/sdk';
import { DescriptionList, Time } from '@luban/ui';
import type { Installation } from '../center-api.ts';
import { Conflicts } from '../conflicts/Conflicts.tsx';
import { DependencyState } from '../shared/DependencyState.tsx';
import { textIn } from '../texts.ts';
import { installationUrl } from '../urls.ts';
import { AgentTable } from './AgentTable.tsx';
import { NewestRun } from './NewestRun.tsx';
import { StrategySwitch } from './StrategySwitch.tsx';

/** What goes on or went on last, on which clusters it is, and who needs it. */
export function OverviewTab({ installation, title }: { installation: Installation; title: string }) {
  const t = useT();
  const locale = useLocale();
  const { runs, agents, dependants, targetNamespace, version, plannedVersion, origin, installationMode } = installation;
  const { declined } = installation;
  const newest = runs[0];
  // Runs of an earlier life are kept.
  const first = runs.find(({ action, state }) => action === 'install' && state === 'done');
  return (
    <div className="installation-overview">
      <div className="installation-main">
        {newest !== undefined && <NewestRun installation={installation} run={newest} title={title} />}
        {agents.length > 0 && (
          <section>
            <h2>{t('installed.agents')}</h2>
            <AgentTable agents={agents} />
          </section>
        )}
        <Conflicts installations={[installation]} only={installation.name} />
        <section>
          <h2>{t('installed.dependants')}</h2>
          {dependants.length === 0 ? (
            <p className="center-muted">{t('installed.dependants.none')}</p>
          ) : (
            <ul className="installation-dependants">
              {dependants.map((dependant) => (
                <li key={dependant.name}>
                  <Link className="lb-link" to={installationUrl(dependant.name)}>
                    {textIn(dependant.displayName, locale) || dependant.name}
                  </Link>
                  <span className="center-muted">{dependant.version}</span>
                  <DependencyState dependency={dependant} />
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      <aside className="installation-facts" aria-label={t('detail.facts')}>
        <DescriptionList
          items={[
            { term: t('installed.fact.version'), description: version ?? t('installed.fact.version.none') },
            ...(plannedVersion !== '' && plannedVersion !== version
              ? [{ term: t('installed.fact.planned'), description: plannedVersion }]
              : []),
            ...(declined === undefined
              ? []
              : [
                  {
                    term: t('installed.fact.declined'),
                    description: t('installed.fact.declined.rights', { version: declined }),
                  },
                ]),
            ...(targetNamespace === undefined
              ? []
              : [{ term: t('detail.fact.namespace'), description: <code>{targetNamespace}</code> }]),
            ...(origin === 'plan'
              ? [{ term: t('detail.fact.mode'), description: t(`detail.mode.${installationMode}`) }]
              : [{ term: t('installed.fact.origin'), description: t('installed.applied.help') }]),
            ...(first === undefined
              ? []
              : [
                  {
                    term: t('installed.fact.since'),
                    description: (
                      <>
                        <Time value={first.endedAt ?? first.startedAt} />
                        {first.by !== undefined && ` · ${first.by}`}
                      </>
                    ),
                  },
                ]),
          ]}
        />
        {origin === 'plan' && <StrategySwitch installation={installation} title={title} />}
      </aside>
    </div>
  );
}
