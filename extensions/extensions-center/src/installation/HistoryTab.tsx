import { useT } from '@luban/sdk';
import { Button, EmptyState, Status, Time } from '@luban/ui';
import { useState } from 'react';
import type { Installation, Run } from '../center-api.ts';
import { durationText, took } from '../progress/duration.ts';
import { RunSteps } from '../progress/RunSteps.tsx';
import { RUN_TONES, runTitle } from '../progress/run-words.ts';
import { isUnderWay } from '../shared/installation-state.ts';
import { useCanManage } from '../shared/use-rights.ts';
import { RollbackDialog } from './RollbackDialog.tsx';

/** What was done with it, when and by whom, the newest first; and the way back to the version before. */
export function HistoryTab({ installation, title }: { installation: Installation; title: string }) {
  const t = useT();
  const mayManage = useCanManage() === true;
  const [asking, setAsking] = useState(false);
  const { runs, rollbackTo } = installation;
  if (runs.length === 0) {
    return (
      <EmptyState
        kind="nothing"
        icon="clock"
        title={t('installed.history.none')}
        description={t('installed.history.none.help')}
      />
    );
  }
  return (
    <div className="installation-history">
      {rollbackTo !== undefined && (
        <p className="installation-back">
          <span>
            {t('installed.history.before', { version: rollbackTo.version })} <Time value={rollbackTo.at} />
          </span>
          {mayManage && (
            <Button size="sm" icon="undo" disabled={isUnderWay(installation)} onClick={() => setAsking(true)}>
              {t('installed.action.rollback', { version: rollbackTo.version })}
            </Button>
          )}
        </p>
      )}
      <ol className="installation-runs">
        {runs.map((run) => (
          <li key={run.id}>
            <PastRun run={run} />
          </li>
        ))}
      </ol>
      {asking && rollbackTo !== undefined && (
        <RollbackDialog installation={installation} title={title} to={rollbackTo} onClose={() => setAsking(false)} />
      )}
    </div>
  );
}

function PastRun({ run }: { run: Run }) {
  const t = useT();
  const duration = took(run);
  return (
    <details className="installation-past">
      <summary>
        <span className="installation-past-title">{runTitle(t, run)}</span>
        <Status tone={RUN_TONES[run.state]}>{t(`progress.runState.${run.state}`)}</Status>
        <span className="center-muted">
          <Time value={run.startedAt} />
          {run.by !== undefined && ` · ${run.by}`}
          {duration !== undefined && ` · ${durationText(duration)}`}
        </span>
      </summary>
      <RunSteps run={run} />
    </details>
  );
}
