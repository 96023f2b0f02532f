import { useT } from '@luban/sdk';
import { Callout, LinkButton } from '@luban/ui';
import { useSearchParams } from 'react-router';
import type { Installation } from '../center-api.ts';
import { Quarantine } from '../conflicts/Quarantine.tsx';
import { isInstalled } from '../shared/installation-state.ts';
import { ProblemText } from '../shared/Refusal.tsx';
import { installUrl } from '../urls.ts';
import { ConsentPanel } from './ConsentPanel.tsx';
import { ProblemsPanel } from './ProblemsPanel.tsx';

/** What has to be known before anything else, and what waits for the person. */
export function Notices({ installation, title }: { installation: Installation; title: string }) {
  const t = useT();
  const [params] = useSearchParams();
  const goal = params.get('goal');
  const back = installation.healthDetail?.rolledBack;
  return (
    <>
      {goal !== null && isInstalled(installation) && installation.state === 'Installed' && (
        <div className="center-notice">
          <Callout
            tone="ok"
            role="status"
            title={t('installed.goal', { title })}
            actions={
              <LinkButton size="sm" variant="primary" href={installUrl(goal)}>
                {t('installed.goal.action', { name: goal })}
              </LinkButton>
            }
          />
        </div>
      )}
      {back !== undefined && (
        <div className="center-notice">
          <Callout tone="warning" title={t('installed.rolledBack', { from: back.from, to: back.to })}>
            <ProblemText problem={back.problem} />{' '}
            {t('installed.rolledBack.evidence', { failed: back.failed, sessions: back.sessions, version: back.from })}
          </Callout>
        </div>
      )}
      <ConsentPanel installation={installation} title={title} />
      <ProblemsPanel installation={installation} title={title} />
      <Quarantine installations={[installation]} only={installation.name} />
    </>
  );
}
