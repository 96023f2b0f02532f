import { useT } from '@luban/sdk';
import { Status, Time } from '@luban/ui';
import { RunButton } from '../actions/RunButton.tsx';
import { useDecision } from '../actions/use-decision.ts';
import type { Installation, Run } from '../center-api.ts';
import { durationText, took } from '../progress/duration.ts';
import { Elapsed, RunSteps } from '../progress/RunSteps.tsx';
import { RUN_TONES, runTitle } from '../progress/run-words.ts';
import { Refusal } from '../shared/Refusal.tsx';
import { useCanManage } from '../shared/use-rights.ts';

/** What is being done or was done last, live, with what can be done about it. */
export function NewestRun({ installation, run, title }: { installation: Installation; run: Run; title: string }) {
  const t = useT();
  const mayManage = useCanManage() === true;
  const decision = useDecision(installation.name, title);
  const { can, problems, state } = installation;
  // Where something is wrong, the way out is offered with it.
  const offered = problems.length > 0 || state.endsWith('Failed');
  const duration = took(run);
  return (
    <section className="installation-run" aria-label={runTitle(t, run)}>
      <header className="installation-run-head">
        <h2>{runTitle(t, run)}</h2>
        <span role="status">
          <Status tone={RUN_TONES[run.state]}>{t(`progress.runState.${run.state}`)}</Status>
        </span>
        <span className="center-muted">
          <Time value={run.startedAt} />
          {run.by !== undefined && ` · ${run.by}`}
          {run.state === 'running' ? ' · ' : duration !== undefined && ` · ${durationText(duration)}`}
          {run.state === 'running' && <Elapsed since={run.startedAt} />}
        </span>
        {mayManage && (
          <span className="installation-run-actions">
            {can.cancel && <RunButton action="cancel" decision={decision} />}
            {can.retry && !offered && <RunButton action="retry" decision={decision} />}
          </span>
        )}
      </header>
      {decision.isError && <Refusal error={decision.error} title={t('installed.decision.failed')} />}
      <RunSteps run={run} />
    </section>
  );
}
