import { randomUUID } from 'node:crypto';
import { timestamp } from '@luban/kube';
import type { Problem } from '@luban/manifest';
import type { Journal, Run, RunAction, Step, StepName } from './journal.ts';

/** Steps of the host part, in their order. */
export const HOST_STEPS = ['check', 'fetch', 'dry-run', 'prepare', 'release', 'interface', 'enable'] as const;

export interface NewRun {
  action: RunAction;
  version: string;
  from?: string;
  generation: number;
  by?: string;
  wants?: string;
  steps: { name: StepName; cluster?: string }[];
  /** Milliseconds of the epoch; for people to read. */
  now: number;
}

export function newRun({ now, steps, from, by, wants, ...rest }: NewRun): Run {
  return {
    id: randomUUID(),
    ...rest,
    ...(from !== undefined && { from }),
    ...(by !== undefined && { by }),
    ...(wants !== undefined && { wants }),
    state: 'running',
    startedAt: timestamp(now),
    steps: steps.map((step) => ({ ...step, state: 'waiting' })),
  };
}

export function stepOf(run: Run | undefined, name: StepName, cluster?: string): Step | undefined {
  return run?.steps.find((step) => step.name === name && step.cluster === cluster);
}

export const isSettled = ({ state }: Step) => state !== 'waiting' && state !== 'running';

export const isDone = (step: Step | undefined) => step?.state === 'done' || step?.state === 'skipped';

/** Whether a step may have changed something. */
export const wasBegun = (step: Step | undefined) =>
  step !== undefined && step.state !== 'waiting' && step.state !== 'skipped';

export const isHostRun = ({ action }: Run) => action !== 'clusters' && action !== 'uninstall';

/** Whether a run of the host part has still something to do there. */
export const hostIsUnderWay = (run: Run | undefined): run is Run =>
  run?.state === 'running' && isHostRun(run) && (run.hostDone !== true || run.undo !== undefined);

export function runOf(journal: Journal | undefined, id: string): Run | undefined {
  return journal?.runs.find((run) => run.id === id);
}

export function markStep(step: Step, state: Step['state'], now: number, problem?: Problem): void {
  step.state = state;
  if (state === 'running') {
    step.startedAt ??= timestamp(now);
    step.endedAt = undefined;
  } else if (state !== 'waiting') step.endedAt = timestamp(now);
  step.problem = problem;
}

/** Ends the run in a draft of its journal. What was not begun is not begun any more. */
export function closeRun(run: Run, state: 'done' | 'failed' | 'cancelled', now: number): void {
  if (run.state !== 'running') return;
  for (const step of run.steps) {
    if (isSettled(step)) continue;
    markStep(step, state === 'done' ? 'skipped' : 'cancelled', now, step.problem);
  }
  run.state = state;
  run.undo = undefined;
  run.endedAt = timestamp(now);
}
