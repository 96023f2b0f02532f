import { useNow, useT } from '@luban/sdk';
import { Badge, Icon, Spinner, toneIcon } from '@luban/ui';
import type { Run, Step } from '../center-api.ts';
import { ProblemText } from '../shared/Refusal.tsx';
import { durationText, took } from './duration.ts';
import './progress.css';
import { STEP_TONES } from './run-words.ts';

/** What a run does, step by step: how each is, on which cluster, how long it took, and what went wrong. */
export function RunSteps({ run }: { run: Run }) {
  const t = useT();
  return (
    <ol className="run-steps" aria-label={t('progress.steps')}>
      {run.steps.map((step) => (
        <li
          key={`${step.name} ${step.cluster ?? ''}`}
          className="run-step"
          data-state={step.state}
          aria-current={step.state === 'running' ? 'step' : undefined}
        >
          <span className="run-step-mark" data-tone={STEP_TONES[step.state]}>
            <StepMark state={step.state} />
          </span>
          <span className="run-step-text">
            <span className="run-step-line">
              <span>{t(`progress.step.${step.name}`)}</span>
              {step.cluster !== undefined && <Badge>{step.cluster}</Badge>}
              <span className="run-step-word">{t(`progress.state.${step.state}`)}</span>
              <StepTime step={step} />
            </span>
            {step.problem !== undefined && (
              <span className="run-step-problem">
                <ProblemText problem={step.problem} />
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

function StepMark({ state }: { state: Step['state'] }) {
  if (state === 'running') return <Spinner size={14} />;
  return <Icon name={state === 'waiting' ? 'circle' : toneIcon[STEP_TONES[state]]} size={14} />;
}

/** How long it took; while it goes on, how long it has been going on. */
function StepTime({ step }: { step: Step }) {
  const duration = took(step);
  if (step.state === 'running' && step.startedAt !== undefined) return <Elapsed since={step.startedAt} />;
  return duration === undefined ? null : <span className="run-step-time">{durationText(duration)}</span>;
}

/** Clocks of the server and of this browser may differ by some seconds: it is never less than nothing. */
export function Elapsed({ since }: { since: string }) {
  const now = useNow(1_000);
  const milliseconds = now - Date.parse(since);
  return Number.isNaN(milliseconds) ? null : (
    <span className="run-step-time">{durationText(Math.floor(Math.max(0, milliseconds) / 1_000) * 1_000)}</span>
  );
}
