import { useT } from '@luban/sdk';
import { Button, Callout } from '@luban/ui';
import { useState } from 'react';
import { RunButton } from '../actions/RunButton.tsx';
import { useDecision } from '../actions/use-decision.ts';
import type { Installation } from '../center-api.ts';
import { ProblemList, Refusal } from '../shared/Refusal.tsx';
import { useCanManage } from '../shared/use-rights.ts';
import { problemsBeside } from './ConsentPanel.tsx';
import { UninstallDialog } from './UninstallDialog.tsx';

/** What is wrong, with the number, the cure, and the buttons that help. */
export function ProblemsPanel({ installation, title }: { installation: Installation; title: string }) {
  const t = useT();
  const mayManage = useCanManage() === true;
  const decision = useDecision(installation.name, title);
  const [removing, setRemoving] = useState(false);
  const { can, state } = installation;
  const problems = problemsBeside(installation);
  const failed = state.endsWith('Failed');
  const cancelled = failed && problems.length === 0 && installation.runs[0]?.state === 'cancelled';
  if (problems.length === 0 && !failed) return null;
  return (
    <div className="center-notice">
      <Callout
        tone={failed && !cancelled ? 'danger' : 'warning'}
        title={t(cancelled ? 'installed.cancelledState' : failed ? 'installed.failedState' : 'installed.hasProblems')}
        actions={
          mayManage &&
          (can.retry || can.forceRemove) && (
            <>
              {can.forceRemove && (
                <Button size="sm" icon="trash" onClick={() => setRemoving(true)}>
                  {t('installed.action.uninstall')}
                </Button>
              )}
              {can.retry && <RunButton action="retry" decision={decision} />}
            </>
          )
        }
      >
        <ProblemList problems={problems} />
        {decision.isError && <Refusal error={decision.error} title={t('installed.decision.failed')} />}
      </Callout>
      {removing && <UninstallDialog installation={installation} title={title} onClose={() => setRemoving(false)} />}
    </div>
  );
}
