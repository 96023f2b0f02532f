import { timestamp } from '@luban/kube';
import type { Problem } from '@luban/manifest';
import type { InstallPlanObject } from '../catalogue/objects.ts';
import type { ReleaseTarget, Remainder } from '../releases/releases.ts';
import { removalOf } from './agents.ts';
import { dependantsOf } from './dependencies.ts';
import { type Engine, isReachable } from './engine.ts';
import type { Journal, Run, Step } from './journal.ts';
import { agentTarget, defaultNamespace, hostTarget, markOf, nameOf, PROTECTION } from './plan.ts';
import { dropCondition, enterState, setCondition } from './plan-status.ts';
import { problem, reasonOf, sentenceOf } from './problems.ts';
import { uninstallRelease } from './release-state.ts';
import { closeRun, isDone, isSettled, markStep, newRun, stepOf } from './run.ts';
import { Ended, helmTimeout } from './step-limits.ts';
import { isOfConnection, StepFailure, StepRunner } from './step-runner.ts';
import { isOfHooks, isOfInstaller, sweep } from './sweep.ts';

/**
 * Takes away what a plan has brought, and lets the plan go: agents first, each by itself, then the interface, then the host
 * part. Needs nothing of the catalogue, so that what is gone from there can be removed like everything else.
 */
export class PlanRemoval {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async work(plan: InstallPlanObject): Promise<void> {
    const engine = this.#engine;
    const extension = nameOf(plan);
    if (!plan.metadata.finalizers?.includes(PROTECTION)) return;
    const isForced = markOf(plan, 'forceDelete') !== undefined;
    const journal = await engine.store.read(extension);
    const last = journal?.runs[0];
    const wants = removalOf(plan);
    if (last?.action === 'uninstall' && last.state === 'done') return this.#letGo(plan);
    const isUnderWay = last?.action === 'uninstall' && last.state === 'running' && last.wants === wants;
    if (!isUnderWay) {
      if (last?.action === 'uninstall' && last.wants === wants && last.state !== 'running') return;
      const blocked = isForced ? [] : this.#dependants(plan);
      if (blocked.length > 0) return this.#block(extension, blocked);
    }
    using activity = engine.activities.begin(extension);
    const run = isUnderWay ? last : await this.#begin(plan, wants);
    await this.#goOn(plan, run, isForced, activity.signal);
  }

  /** The plan is gone, perhaps by force of somebody else; so is what was known of it, but for what remains. */
  async tidyUp(extension: string): Promise<void> {
    const { store, logs, clock } = this.#engine;
    const journal = await store.read(extension);
    if (logs.tail(extension) !== undefined) await logs.end(extension);
    if (journal === undefined) return;
    if (journal.remains === undefined) return store.remove(extension);
    if (journal.runs[0]?.state !== 'running' && journal.history.length === 0) return;
    await store.change(extension, (draft) => {
      const [run] = draft.runs;
      if (run !== undefined) closeRun(run, 'cancelled', clock.now());
      forget(draft);
    });
  }

  #dependants(plan: InstallPlanObject): Problem[] {
    if (markOf(plan, 'ignoreDependencies') !== undefined) return [];
    const dependants = dependantsOf(nameOf(plan), this.#engine.view).map(({ name }) => name);
    return dependants.length === 0 ? [] : [problem('LB7411', { dependants: dependants.join(', ') }, nameOf(plan))];
  }

  async #block(extension: string, problems: Problem[]): Promise<void> {
    const now = this.#engine.clock.now();
    const message = problems.map(sentenceOf).join(' ');
    await this.#engine.plans.change(extension, (_draft, status) => {
      setCondition(status, { type: 'Uninstalled', status: 'False', reason: 'Blocked', message }, now);
    });
    await this.#engine.store.change(extension, (draft) => {
      draft.problems = problems;
    });
  }

  async #begin(plan: InstallPlanObject, wants: string): Promise<Run> {
    const { store, clock, clusters, logs, pendingRemovals, plans } = this.#engine;
    const extension = nameOf(plan);
    const now = clock.now();
    const namespace = plan.status?.targetNamespace || defaultNamespace(extension);
    const agents = Object.keys(plan.status?.clusterSchedulingStatuses ?? {});
    const steps = [
      ...agents.map((cluster) => ({ name: 'remove-release' as const, cluster })),
      ...(['remove-interface', 'remove-release', 'report'] as const).map((name) => ({ name })),
    ];
    const version = plan.status?.version ?? plan.spec?.extension.version ?? '';
    const run = newRun({
      ...{ action: 'uninstall', version, wants, steps, now, by: markOf(plan, 'by') },
      generation: plan.metadata.generation ?? 0,
    });
    for (const cluster of agents) {
      const handle = clusters.get(cluster);
      if (handle !== undefined && isReachable(handle)) continue;
      await pendingRemovals.add({ extension, cluster, namespace });
      const reason = handle?.health.reason ?? '';
      markStep(
        stepOf(run, 'remove-release', cluster)!,
        'skipped',
        now,
        problem('LB7420', { cluster, reason }, extension),
      );
    }
    logs.begin(extension);
    await store.change(extension, (draft) => {
      const [last] = draft.runs;
      if (last !== undefined) closeRun(last, 'cancelled', now);
      draft.runs = [run, ...draft.runs];
      draft.problems = [];
      draft.namespace = namespace;
    });
    await store.saveLog(extension, '', 0);
    await plans.change(extension, (_draft, status) => {
      enterState(status, 'Uninstalling', now);
      dropCondition(status, 'Uninstalled');
    });
    return run;
  }

  async #goOn(plan: InstallPlanObject, run: Run, isForced: boolean, signal: AbortSignal): Promise<void> {
    const engine = this.#engine;
    const extension = nameOf(plan);
    if (engine.logs.tail(extension) === undefined) engine.logs.begin(extension);
    const agents = run.steps.filter(({ cluster }) => cluster !== undefined);
    const waiting = agents.filter((step) => !isSettled(step));
    for (const { cluster } of waiting) engine.soonAgent(extension, cluster!);
    // Their workers lead here again.
    if (waiting.length > 0) return;
    const failed = agents.find(({ state }) => state === 'failed');
    if (failed !== undefined && !isForced) return this.#failed(plan, run, failed.problem);
    if (markOf(plan, 'cancel') === run.id) return this.#failed(plan, run, problem('LB7422', {}, extension));
    const runner = new StepRunner(engine, extension, run.id);
    try {
      await this.#hostSteps(plan, run, runner, isForced, signal);
    } catch (error) {
      if (error instanceof StepFailure) return this.#failed(plan, run, runner.problemOf(error), error);
      const isCancelled = error instanceof Ended && error.reason === 'cancelled';
      if (isCancelled) return this.#failed(plan, run, problem('LB7422', {}, extension));
      // Removed by force now: begun anew.
      if (error instanceof Ended && error.reason === 'removed') return engine.soon(extension);
      throw error;
    }
    await this.#letGo(plan);
  }

  async #hostSteps(
    plan: InstallPlanObject,
    run: Run,
    runner: StepRunner,
    isForced: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const { interfaces, clusters, clock } = this.#engine;
    const extension = nameOf(plan);
    const namespace = plan.status?.targetNamespace || defaultNamespace(extension);
    const target = hostTarget(extension, namespace, clusters.host);
    /** By force, what fails is written down, and left. */
    const step = async (
      name: Step['name'],
      limit: 'interface' | 'release',
      work: (inner: AbortSignal) => Promise<void>,
    ) => {
      if (isDone(stepOf(run, name))) return;
      await runner.step({ name, limit, signal }, async (inner) => {
        try {
          await work(inner);
        } catch (error) {
          if (!isForced || isOfConnection(error) || signal.aborted) throw error;
          runner.log(reasonOf(error));
        }
      });
    };
    await step('remove-interface', 'interface', () => interfaces.remove(extension));
    await step('remove-release', 'release', (inner) => this.#removeRelease(target, runner, isForced, inner));
    if (!isDone(stepOf(run, 'report'))) await this.#report(plan, runner, target, signal);
    await runner.change((draft, journal) => {
      closeRun(draft, 'done', clock.now());
      forget(journal);
    });
  }

  async #removeRelease(target: ReleaseTarget, runner: StepRunner, force: boolean, signal: AbortSignal): Promise<void> {
    const { releases, store, limits } = this.#engine;
    const options = { signal, log: runner.log, timeout: helmTimeout(limits) };
    if ((await releases.state(target)) === undefined) return;
    const granted = (await store.read(target.extension))?.granted;
    // Somebody may have taken the rights away with which it is removed.
    if (granted !== undefined && !force) await releases.prepare(target, granted);
    await uninstallRelease(this.#engine, target, { ...options, force });
  }

  /** What helm leaves, in every cluster that answers, less the rights of the installer. Nothing of it is in the way of the end. */
  async #report(plan: InstallPlanObject, runner: StepRunner, host: ReleaseTarget, signal: AbortSignal): Promise<void> {
    const { clusters, releases, clock, store } = this.#engine;
    const extension = nameOf(plan);
    const steps = (await store.read(extension))?.runs[0]?.steps ?? [];
    const agents = steps.flatMap(({ cluster, state }) =>
      cluster === undefined || state !== 'done' ? [] : (clusters.get(cluster) ?? []),
    );
    // Hooks of an installation that never was whole may run on for ever.
    const wasWhole = Boolean(plan.status?.version);
    const goes = (one: Remainder) => isOfInstaller(one) || (!wasWhole && isOfHooks(one));
    const targets = [host, ...agents.map((handle) => agentTarget(extension, host.namespace, handle))];
    const look = async () => {
      const found = await Promise.all(targets.map((target) => sweep(releases, target, goes).catch(() => [])));
      const items = unique(found.flat());
      // Written down before the step counts as done.
      await runner.change((_run, journal) => {
        journal.remains = items.length > 0 ? { at: timestamp(clock.now()), items } : undefined;
      });
    };
    await runner.step({ name: 'report', limit: 'report', signal }, look).catch(async (error: unknown) => {
      if (!(error instanceof StepFailure)) throw error;
      await runner.skip('report');
    });
  }

  async #failed(plan: InstallPlanObject, run: Run, found: Problem | undefined, failure?: StepFailure): Promise<void> {
    const { plans, store, clock, logs } = this.#engine;
    const extension = nameOf(plan);
    const now = clock.now();
    const message = found === undefined ? '' : sentenceOf(found);
    logs.write(extension, message);
    await plans.change(extension, (_draft, status) => {
      enterState(status, 'UninstallFailed', now);
      setCondition(status, { type: 'Uninstalled', status: 'False', reason: 'UninstallFailed', message }, now);
    });
    await logs.end(extension);
    await store.change(extension, (draft) => {
      const mine = draft.runs.find(({ id }) => id === run.id);
      if (mine === undefined) return;
      const step = failure === undefined ? undefined : stepOf(mine, failure.step);
      if (step !== undefined) markStep(step, 'failed', now, found);
      closeRun(mine, found?.code === 'LB7422' ? 'cancelled' : 'failed', now);
      draft.problems = found === undefined ? [] : [found];
    });
  }

  async #letGo(plan: InstallPlanObject): Promise<void> {
    const { plans, store, clock, logs } = this.#engine;
    const extension = nameOf(plan);
    await logs.end(extension);
    await plans.change(extension, (draft, status) => {
      enterState(status, 'Uninstalled', clock.now());
      status.version = undefined;
      status.enabled = false;
      draft.metadata.finalizers = draft.metadata.finalizers?.filter((one) => one !== PROTECTION);
    });
    if ((await store.read(extension))?.remains === undefined) await store.remove(extension);
    else await store.forgetSnapshot(extension);
  }
}

/** All that was known of an installation that is no more. */
function forget(journal: Journal): void {
  journal.history = [];
  journal.problems = [];
  journal.granted = journal.awaitingConsent = journal.failed = journal.agents = journal.avoided = undefined;
}

function unique(items: readonly Remainder[]): Remainder[] {
  const keyOf = ({ cluster, apiVersion, kind, namespace = '', name }: Remainder) =>
    [cluster, apiVersion, kind, namespace, name].join(' ');
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
