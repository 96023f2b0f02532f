import type { Problem } from '@luban/sdk';
import type { InstallationState, Run } from '../center-api.ts';

/** How a run has ended; `gone`: with the installation itself. */
export type RunEnd =
  | { state: 'done' | 'cancelled'; version: string }
  | { state: 'failed'; version: string; problem: Problem | undefined }
  | { state: 'gone'; left: number };

/** Undefined: it has not begun, or is not over. */
export function runEnd(
  { action, after }: { action: Run['action']; after?: string | undefined },
  runs: readonly Run[],
  state: InstallationState,
): RunEnd | undefined {
  // Others may have begun something since: what counts is the first after the one that was there.
  // Runs of an earlier life are kept: an installation follows the newest removal.
  const known = runs.findIndex((run) => run.id === after || (action === 'install' && run.action === 'uninstall'));
  const later = known < 0 ? runs : runs.slice(0, known);
  const run = later.findLast((each) => each.action === action);
  if (run === undefined || run.state === 'running') return undefined;
  const { version } = run;
  if (run.state === 'failed') return { state: 'failed', version, problem: problemOf(run) };
  // The installation is there until its object has gone.
  if (run.action === 'uninstall' && run.state === 'done' && state !== 'Uninstalled') return undefined;
  return { state: run.state, version };
}

/** What made a run fail. */
export function problemOf({ steps }: Run): Problem | undefined {
  return steps.find(({ state, problem }) => state === 'failed' && problem !== undefined)?.problem;
}
