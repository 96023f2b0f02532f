import { timestamp } from '@luban/kube';
import type { Problem } from '@luban/manifest';
import type { InstallPlanObject } from '../catalogue/objects.ts';
import type { Remainder } from '../releases/releases.ts';
import type { Engine } from './engine.ts';
import type { Journal, Run } from './journal.ts';
import { defaultNamespace, hostTarget, nameOf, wantsEnabled } from './plan.ts';
import { enterState, setCondition } from './plan-status.ts';
import { problem, reasonOf, sentenceOf } from './problems.ts';
import { restoreRelease } from './release-state.ts';
import { closeRun, isSettled, markStep, stepOf, wasBegun } from './run.ts';
import { Ended, helmTimeout } from './step-limits.ts';
import { isOfConnection, StepFailure, StepRunner } from './step-runner.ts';
import { isOfHooks, isOfInstaller, sweep } from './sweep.ts';
import { switchHost } from './switch-kinds.ts';

/** Tries of one server to bring back what was; then it is said that it cannot. */
const TRIES = 3;
const tries = new Map<string, number>();

/** Writes down that a run is to be undone, and why. From then on every server that finds it does so. */
export async function decideUndo(
  engine: Engine,
  extension: string,
  run: Run,
  as: 'cancelled' | 'failed',
  failure?: { step: Run['steps'][number]['name']; problem: Problem },
): Promise<Run> {
  const now = engine.clock.now();
  const changed = await new StepRunner(engine, extension, run.id).change((draft, journal) => {
    if (draft.undo !== undefined || draft.state !== 'running') return;
    for (const step of draft.steps) {
      if (failure !== undefined && step.cluster === undefined && step.name === failure.step) {
        markStep(step, 'failed', now, failure.problem);
      } else if (!isSettled(step)) markStep(step, 'cancelled', now);
    }
    draft.undo = { as };
    draft.steps.push({ name: 'restore', state: 'waiting' });
    if (draft.hostDone) {
      draft.hostDone = false;
      bringBackHistory(journal, draft, timestamp(now));
    }
  });
  return changed ?? run;
}

/** Brings back what was before a run, and says so in the plan. Can be repeated from wherever it was broken off. */
export async function undoRun(engine: Engine, plan: InstallPlanObject, run: Run, signal: AbortSignal): Promise<void> {
  const extension = nameOf(plan);
  const runner = new StepRunner(engine, extension, run.id);
  let left: Remainder[] = [];
  let failure: Problem | undefined;
  try {
    await runner.step({ name: 'restore', limit: 'release', signal }, async (inner) => {
      left = await bringBack(engine, plan, run, runner, inner);
    });
    tries.delete(run.id);
  } catch (error) {
    if (error instanceof Ended || isOfConnection(error) || !(error instanceof StepFailure)) throw error;
    const tried = (tries.get(run.id) ?? 0) + 1;
    tries.set(run.id, tried);
    runner.log(`restore: ${reasonOf(error.cause)}`);
    if (tried < TRIES) throw error.cause;
    tries.delete(run.id);
    failure = problem('LB7423', { reason: reasonOf(error.cause) }, extension);
  }
  await writeOutcome(engine, extension, run, failure);
  // Whoever reads along ends with the run, and has to have all of it then.
  await engine.logs.end(extension);
  const now = engine.clock.now();
  await runner.change((draft, journal) => {
    const as = draft.undo?.as ?? 'failed';
    const restore = stepOf(draft, 'restore');
    if (failure !== undefined && restore !== undefined) markStep(restore, 'failed', now, failure);
    closeRun(draft, as, now);
    journal.failed = { wants: draft.wants ?? '', restored: failure === undefined };
    if (left.length > 0) journal.remains = { at: timestamp(now), items: left };
  });
  await engine.store.forgetSnapshot(extension);
}

async function bringBack(
  engine: Engine,
  plan: InstallPlanObject,
  run: Run,
  { log }: StepRunner,
  signal: AbortSignal,
): Promise<Remainder[]> {
  const { before } = run;
  // Nothing was changed yet.
  if (before === undefined) return [];
  const extension = nameOf(plan);
  const target = hostTarget(
    extension,
    plan.status?.targetNamespace || defaultNamespace(extension),
    engine.clusters.host,
  );
  const options = { signal, log, timeout: helmTimeout(engine.limits) };
  if (run.usesHelm && wasBegun(stepOf(run, 'release'))) await restoreRelease(engine, target, before.revision, options);
  const snapshot = wasBegun(stepOf(run, 'interface')) ? await engine.store.snapshotOf(extension) : undefined;
  if (snapshot !== undefined) await engine.interfaces.restore(extension, snapshot);
  if (before.version !== undefined) {
    if (run.usesHelm && before.granted !== undefined) await engine.releases.prepare(target, before.granted);
    await switchHost(engine, extension, wantsEnabled(plan));
    return [];
  }
  return run.usesHelm && wasBegun(stepOf(run, 'prepare')) ? sweepFirst(engine, target, before.namespace) : [];
}

/** What a first installation that failed leaves behind: taken away, as far as it is nobody's data. */
function sweepFirst({ releases }: Engine, target: ReturnType<typeof hostTarget>, hadNamespace: boolean) {
  const isOwn = ({ why, inUse = 0 }: Remainder) => why === 'namespace' && !hadNamespace && inUse === 0;
  return sweep(releases, target, (one) => isOfInstaller(one) || isOfHooks(one) || isOwn(one));
}

/** The state that KubeSphere knows, and in its conditions what happened. */
async function writeOutcome(engine: Engine, extension: string, run: Run, failure: Problem | undefined): Promise<void> {
  const now = engine.clock.now();
  const cause = run.steps.find(({ state, problem: found }) => state === 'failed' && found !== undefined)?.problem;
  const { before } = run;
  const isCancelled = run.undo?.as === 'cancelled';
  await engine.plans.change(extension, (_draft, status) => {
    const isFresh = before === undefined ? !status.version : before.version === undefined;
    const why = isCancelled ? problem('LB7422', {}, extension) : cause;
    const taken = isFresh
      ? problem('LB7431', {}, extension)
      : problem('LB7430', { version: status.version ?? before?.version ?? '' }, extension);
    // A run that had not changed anything has nothing to take back.
    const outcome = failure ?? (before === undefined ? undefined : taken);
    const message = [why, outcome].flatMap((one) => (one === undefined ? [] : [sentenceOf(one)])).join(' ');
    const verb = isFresh ? 'Install' : 'Upgrade';
    const reason = `${verb}${isCancelled ? 'Cancelled' : 'Failed'}`;
    enterState(status, isFresh ? 'InstallFailed' : 'UpgradeFailed', now);
    setCondition(status, { type: isFresh ? 'Installed' : 'Upgraded', status: 'False', reason, message }, now);
    if (isFresh) {
      status.version = undefined;
      status.configHash = undefined;
      setCondition(status, { type: 'Ready', status: 'False', reason, message }, now);
    } else if (before?.version !== undefined) {
      status.version = before.version;
      status.configHash = before.configHash;
    }
  });
}

/** What was in force before comes first again. */
function bringBackHistory(journal: Journal, { version, before }: Run, at: string): void {
  const [current] = journal.history;
  const isOld = current !== undefined && current.version === before?.version && current.config === before.config;
  if (isOld) return;
  const rest = current?.version === version ? journal.history.slice(1) : journal.history;
  const [next] = rest;
  const isNext = next !== undefined && next.version === before?.version && next.config === before.config;
  if (before?.version === undefined || isNext) journal.history = rest;
  else journal.history = [{ version: before.version, config: before.config ?? '', at }, ...rest];
  if (before?.granted === undefined) journal.granted = undefined;
  else journal.granted = before.granted;
}
