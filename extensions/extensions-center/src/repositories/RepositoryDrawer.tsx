import { useT } from '@luban/sdk';
import { Callout, DescriptionList, Drawer, Icon, LinkButton, Time } from '@luban/ui';
import type { Repository } from '../center-api.ts';
import { ProblemText } from '../shared/Refusal.tsx';
import { MARKETPLACE } from '../urls.ts';
import { INTERVALS } from './RepositoryFields.tsx';
import { RepositoryState } from './RepositoryState.tsx';

/** So many reasons are read at once; more are opened one by one. */
const FEW = 3;

/** One repository: how it is reached, how the last sync went, and why each chart that is missing was left out. */
export function RepositoryDrawer({ repository, onClose }: { repository: Repository | undefined; onClose: () => void }) {
  const t = useT();
  if (repository === undefined) return null;
  const { name, url, description, username, hasPassword, hasCaBundle, insecure, depth, interval } = repository;
  const { signature, lastSync, problem, extensions, versions, chartProblems } = repository;
  return (
    <Drawer
      open
      width={560}
      onOpenChange={(open) => open || onClose()}
      title={name}
      description={description}
      footer={
        <LinkButton href={`${MARKETPLACE}?repository=${encodeURIComponent(name)}`}>{t('repositories.show')}</LinkButton>
      }
    >
      <div className="repo-drawer">
        {problem !== undefined && (
          <Callout tone="danger" title={t('repositories.state.failed')}>
            <ProblemText problem={problem} />
          </Callout>
        )}
        <DescriptionList
          items={[
            { id: 'url', term: t('repositories.field.url'), description: <code>{url}</code> },
            {
              id: 'state',
              term: t('repositories.column.state'),
              description: <RepositoryState repository={repository} />,
            },
            {
              id: 'lastSync',
              term: t('repositories.column.lastSync'),
              description: lastSync === undefined ? t('repositories.never') : <Time value={lastSync} absolute />,
            },
            {
              id: 'contents',
              term: t('repositories.contents'),
              description: t('repositories.contents.text', { extensions, versions }),
            },
            {
              id: 'auth',
              term: t('repositories.auth'),
              description: username
                ? t(hasPassword ? 'repositories.auth.user' : 'repositories.auth.noPassword', { username })
                : t('repositories.auth.none'),
            },
            {
              id: 'tls',
              term: t('repositories.tls'),
              description: t(
                insecure
                  ? 'repositories.tls.insecure'
                  : hasCaBundle
                    ? 'repositories.tls.own'
                    : 'repositories.tls.public',
              ),
            },
            {
              id: 'interval',
              term: t('repositories.field.interval'),
              description: INTERVALS.includes(interval) ? t(`repositories.interval.${interval}`) : interval,
            },
            {
              id: 'depth',
              term: t('repositories.field.depth'),
              description: depth === 0 ? t('repositories.depth.all') : depth,
            },
            {
              id: 'signature',
              term: t('repositories.signature'),
              description: t(signature.required ? 'repositories.signature.required' : 'repositories.signature.free'),
            },
          ]}
        />
        {chartProblems.length > 0 && (
          <section className="repo-problems">
            <h3>{t('repositories.leftOut', { count: chartProblems.length })}</h3>
            <ul>
              {chartProblems.map((entry) => (
                <li key={`${entry.chart} ${entry.version} ${entry.problem.code}`}>
                  <details open={chartProblems.length <= FEW}>
                    <summary>
                      <Icon name="chevron-right" size={14} />
                      <code className="repo-chart">{[entry.chart, entry.version].filter(Boolean).join(' ')}</code>
                      <code className="center-number">{entry.problem.code}</code>
                    </summary>
                    <ProblemText problem={entry.problem} />
                  </details>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Drawer>
  );
}
