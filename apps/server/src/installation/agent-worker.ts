import type { InstallationState, InstallationStatus, InstallPlanObject } from '../catalogue/objects.ts';
import type { ClusterHandle } from '../clusters/cluster-registry.ts';
import { Refusal } from '../refusal.ts';
import type { ReleaseTarget, RunOptions } from '../releases/releases.ts';
import { partsOf } from './activities.ts';
import { isCurrent, isWanted, removalOf, type WantedAgent, wantedAgent } from './agents.ts';
import { type Engine, versionOf } from './engine.ts';
import type { AgentRecord, Run } from './journal.ts';
import { agentTarget, defaultNamespace, isBeingRemoved, markOf, wantsEnabled } from './plan.ts';
import { enterState, setCondition } from './plan-status.ts';
import { problem, problemOf, sentenceOf } from './problems.ts';
import { restoreRelease, settledState, uninstallRelease } from './release-state.ts';
import { isSettled, markStep, stepOf } from './run.ts';
import { Ended, helmTimeout, within } from './step-limits.ts';
import { isOfConnection, StepFailure, StepRunner } from './step-runner.ts';
import { isOfInstaller, sweep } from './sweep.ts';
import { switchKinds } from './switch-kinds.ts';
import { configHash } from './values.ts';

interface Work {
  plan: InstallPlanObject;
  extension: string;
  cluster: string;
  handle: ClusterHandle;
  target: ReleaseTarget;
  runner: StepRunner;
  signal: AbortSignal;
}

/** Makes the steps of runs that are for one cluster's agent. Each agent is on its own: none waits for another. */
export class AgentWorker {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** @param key of `keyOf`, with a cluster */
  async work(key: string): Promise<void> {
    const { extension, cluster } = partsOf(key);
    const engine = this.#engine;
    const [plan, journal] = [await engine.plans.get(extension), await engine.store.read(extension)];
    const run = journal?.runs[0];
    const step = run?.steps.find((one) => one.cluster === cluster && !isSettled(one));
    if (plan === undefined || run?.state !== 'running' || step === undefined) return;
    const runner = new StepRunner(engine, extension, run.id);
    const handle = engine.clusters.get(cluster);
    if (handle === undefined) {
      await runner.skip(step.name, cluster);
      return engine.soon(extension);
    }
    using activity = engine.activities.begin(extension, cluster);
    const namespace = plan.status?.targetNamespace || defaultNamespace(extension);
    const target = agentTarget(extension, namespace, handle);
    const work: Work = { plan, extension, cluster, handle, target, runner, signal: activity.signal };
    try {
      if (step.name === 'remove-release') await this.#remove(work, run);
      else await this.#install(work);
    } catch (error) {
      // The plan's own worker closes the run.
      if (!(error instanceof Ended) || error.reason !== 'removed') throw error;
    }
    engine.soon(extension);
  }

  async #install(work: Work): Promise<void> {
    const { plan, extension, cluster, runner } = work;
    const journal = await this.#engine.store.read(extension);
    const agent = isWanted(this.#engine, plan, journal, cluster) ? wantedAgent(plan, journal, cluster) : undefined;
    if (agent === undefined) return void (await runner.skip('release', cluster));
    const before = plan.status?.clusterSchedulingStatuses?.[cluster];
    // The server ended between the two writes that say so.
    if (isCurrent(before, agent)) return void (await runner.finish('release', cluster));
    await this.#write(work, (status, now) => {
      enterState(status, before?.version ? 'Upgrading' : 'Preparing', now);
      status.targetNamespace = work.target.namespace;
      status.releaseName = work.target.name;
    });
    try {
      await runner.step({ name: 'release', cluster, limit: 'release', signal: work.signal }, async (signal) => {
        await this.#apply(work, agent, signal);
        await this.#installed(work, agent, before);
      });
    } catch (error) {
      await this.#failed(work, agent, before, error);
    }
  }

  /** Before the step counts as done: whoever looks then must not find it missing. */
  async #installed(work: Work, agent: WantedAgent, before: InstallationStatus | undefined): Promise<void> {
    await this.#write(work, (status, now) => {
      enterState(status, 'Installed', now);
      status.version = agent.version;
      status.configHash = configHash(agent.values);
      const [type, reason] = before?.version ? ['Upgraded', 'UpgradeSuccessful'] : ['Installed', 'InstallSuccessful'];
      setCondition(status, { type, status: 'True', reason, message: '' }, now);
      setCondition(status, { type: 'Ready', status: 'True', reason: 'Ready', message: '' }, now);
    });
    await this.#record(work.extension, work.cluster, (record) => {
      record.failed = record.problem = record.begun = undefined;
      record.enabled = wantsEnabled(work.plan);
    });
  }

  async #apply(work: Work, agent: WantedAgent, signal: AbortSignal): Promise<void> {
    const { extension, cluster, handle, target, runner, plan } = work;
    const { packages, releases, limits } = this.#engine;
    const version = versionOf(this.#engine, extension, agent.version);
    if (version === undefined) throw new Refusal(404, 'LB7432', { version: agent.version });
    const [archive, found] = [await packages.archive(version, signal), await packages.read(version, signal)];
    const options: RunOptions = {
      signal,
      log: (line) => runner.log(`[${cluster}] ${line}`),
      timeout: helmTimeout(limits),
    };
    const state = await settledState(this.#engine, target, options);
    const record = (await this.#engine.store.read(extension))?.agents?.[cluster];
    const isSame = record?.begun?.wants === agent.wants;
    if (!isSame) {
      const revision = state?.status === 'deployed' ? state.revision : state?.lastGood?.revision;
      await this.#record(extension, cluster, (draft) => {
        draft.begun = { wants: agent.wants, ...(revision !== undefined && { revision }) };
      });
    }
    const since = isSame ? (record?.begun?.revision ?? 0) : Number.POSITIVE_INFINITY;
    // What is newer than before is this very attempt's, whose server ended while helm was done.
    const isThere =
      state?.status === 'deployed' && state.revision > since && (state.version ?? agent.version) === agent.version;
    if (!isThere) {
      await releases.prepare(target, found.permissions);
      await this.#write(work, (status, now) => {
        if (status.state === 'Preparing') enterState(status, 'Installing', now);
        setCondition(status, { type: 'Initialized', status: 'True', reason: 'Initialized' }, now);
      });
      await releases.apply(
        { ...target, part: 'agent', package: found, archive: archive.path, values: agent.values },
        options,
      );
    }
    await switchKinds(handle.connection.client(), extension, wantsEnabled(plan));
  }

  /** Back to what was there before; or, when the cluster does not answer any more, later. */
  async #failed(work: Work, agent: WantedAgent, before: InstallationStatus | undefined, error: unknown): Promise<void> {
    const { extension, cluster, runner, signal } = work;
    const cancelled = error instanceof Ended && error.reason === 'cancelled';
    if (error instanceof Ended && !cancelled) throw error;
    if (this.#isLost(work, error)) return this.#postpone(work, { state: before?.state ?? '' });
    if (!cancelled && !(error instanceof StepFailure)) throw error;
    const found = cancelled ? problem('LB7422', {}, extension) : runner.problemOf(error as StepFailure);
    try {
      const outer = cancelled ? new AbortController().signal : signal;
      const { clock, limits } = this.#engine;
      const record = (await this.#engine.store.read(extension))?.agents?.[cluster];
      if (record?.begun?.wants === agent.wants) {
        await within({ clock, step: 'restore', milliseconds: limits.release, signal: outer }, (inner) =>
          restoreRelease(this.#engine, work.target, record.begun?.revision, {
            ...{ signal: inner, log: runner.log, timeout: helmTimeout(limits) },
          }),
        );
      }
    } catch (failure) {
      if (failure instanceof Ended) throw failure;
      if (this.#isLost(work, failure)) return this.#postpone(work, { state: before?.state ?? '' });
      runner.log(`[${cluster}] ${sentenceOf(problemOf(failure, 'restore', extension))}`);
    }
    await this.#write(work, (status, now) => {
      const isFresh = !before?.version;
      const verb = isFresh ? 'Install' : 'Upgrade';
      enterState(status, `${verb}Failed`, now);
      const reason = cancelled ? `${verb}Cancelled` : `${verb}Failed`;
      const condition = { status: 'False', reason, message: sentenceOf(found) } as const;
      setCondition(status, { type: isFresh ? 'Installed' : 'Upgraded', ...condition }, now);
    });
    await this.#record(extension, cluster, (record) => {
      record.failed = agent.wants;
      record.problem = { ...found, params: { ...found.params, cluster } };
      record.begun = undefined;
    });
    await runner.change((run) => {
      const step = stepOf(run, 'release', cluster);
      if (step && !isSettled(step)) markStep(step, cancelled ? 'cancelled' : 'failed', this.#engine.clock.now(), found);
    });
  }

  async #remove(work: Work, run: Run): Promise<void> {
    const { plan, extension, cluster, runner, target, signal } = work;
    const force = markOf(plan, 'forceDelete') !== undefined && isBeingRemoved(plan);
    const { limits } = this.#engine;
    await this.#write(work, (status, now) => enterState(status, 'Uninstalling', now));
    try {
      await runner.step({ name: 'remove-release', cluster, limit: 'release', signal }, async (inner) => {
        const options = {
          signal: inner,
          log: (line: string) => runner.log(`[${cluster}] ${line}`),
          timeout: helmTimeout(limits),
        };
        await uninstallRelease(this.#engine, target, { ...options, force });
        // The end of a whole removal sees to it for all clusters.
        if (!isBeingRemoved(plan)) await sweep(this.#engine.releases, target, isOfInstaller).catch(() => []);
        await this.#forget(extension, cluster);
      });
    } catch (error) {
      if (error instanceof Ended && error.reason !== 'cancelled') throw error;
      const isOver = this.#isLost(work, error) || force;
      if (isOver) return this.#postpone(work, isBeingRemoved(plan) ? 'removal' : { state: 'Uninstalling' });
      if (!(error instanceof StepFailure) && !(error instanceof Ended)) throw error;
      return this.#removalFailed(work, run, error);
    }
  }

  async #removalFailed(work: Work, { id }: Run, error: StepFailure | Ended): Promise<void> {
    const { plan, extension, cluster, runner } = work;
    const found = error instanceof StepFailure ? runner.problemOf(error) : problem('LB7422', {}, extension);
    await this.#write(work, (status, now) => {
      enterState(status, 'UninstallFailed', now);
      const condition = { status: 'False', reason: 'UninstallFailed', message: sentenceOf(found) } as const;
      setCondition(status, { type: 'Uninstalled', ...condition }, now);
    });
    await this.#record(extension, cluster, (record) => {
      record.failed = removalOf(plan);
      record.problem = { ...found, params: { ...found.params, cluster } };
    });
    await new StepRunner(this.#engine, extension, id).change((run) => {
      const step = stepOf(run, 'remove-release', cluster);
      if (step && !isSettled(step)) markStep(step, 'failed', this.#engine.clock.now(), found);
    });
  }

  /** The cluster does not answer: it is caught up when it does, and nobody waits for it. */
  async #postpone(work: Work, what: 'removal' | { state: InstallationState }): Promise<void> {
    const { extension, cluster, runner, handle, target } = work;
    const reason = handle.health.reason ?? '';
    const found = problem(what === 'removal' ? 'LB7420' : 'LB7419', { cluster, reason }, extension);
    if (what === 'removal') {
      await this.#engine.pendingRemovals.add({ extension, cluster, namespace: target.namespace });
      await this.#forget(extension, cluster);
    } else {
      await this.#write(work, (status, now) => {
        enterState(status, what.state, now);
        const condition = { status: 'False', reason: 'ClusterUnreachable', message: sentenceOf(found) } as const;
        setCondition(status, { type: 'Ready', ...condition }, now);
      });
    }
    await runner.change((run) => {
      const step = run.steps.find((one) => one.cluster === cluster && !isSettled(one));
      if (step !== undefined) markStep(step, 'skipped', this.#engine.clock.now(), found);
    });
  }

  /** Whether the failure is the cluster's silence, rather than helm's refusal. */
  #isLost({ handle }: Work, error: unknown): boolean {
    const cause = error instanceof StepFailure ? error.cause : error;
    if (isOfConnection(error) || isOfConnection(cause)) return true;
    const state = this.#engine.clusters.get(handle.name)?.health.state;
    return state === 'unreachable' || state === 'refused';
  }

  async #write({ extension, cluster }: Work, change: (status: InstallationStatus, now: number) => void): Promise<void> {
    await this.#engine.plans.change(extension, (_draft, status) => {
      status.clusterSchedulingStatuses ??= {};
      status.clusterSchedulingStatuses[cluster] ??= {};
      change(status.clusterSchedulingStatuses[cluster], this.#engine.clock.now());
    });
  }

  async #record(extension: string, cluster: string, change: (record: AgentRecord) => void): Promise<void> {
    await this.#engine.store.change(extension, (draft) => {
      draft.agents ??= {};
      draft.agents[cluster] ??= {};
      change(draft.agents[cluster]);
    });
  }

  async #forget(extension: string, cluster: string): Promise<void> {
    await this.#engine.plans.change(extension, (_draft, status) => {
      delete status.clusterSchedulingStatuses?.[cluster];
    });
    await this.#engine.store.change(extension, (draft) => {
      delete draft.agents?.[cluster];
    });
  }
}
