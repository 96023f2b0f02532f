import type { PackagePermissions } from '@luban/extension-package';
import type { Problem } from '@luban/manifest';
import type { InstallPlanObject } from '../catalogue/objects.ts';
import { type AgentPlan, planAgents } from './agents.ts';
import { automaticUpgrade } from './automatic-upgrade.ts';
import { type Check, checkPlan, configProblems, standingWarnings } from './checks.ts';
import { type Engine, versionOf } from './engine.ts';
import { HostRun } from './host-run.ts';
import type { Journal, Run, RunAction } from './journal.ts';
import { isBeingRemoved, isInstalled, isNewer, markOf, nameOf, PROTECTION } from './plan.ts';
import { PlanRemoval } from './plan-removal.ts';
import { dropCondition, enterState, setCondition } from './plan-status.ts';
import { problem, sentenceOf } from './problems.ts';
import { closeRun, HOST_STEPS, hostIsUnderWay, isSettled, newRun } from './run.ts';
import { Ended, within } from './step-limits.ts';
import { StepFailure, StepRunner } from './step-runner.ts';
import { switchProblems } from './switch-worker.ts';
import { decideUndo, undoRun } from './undo-run.ts';
import { configHash, digestOf } from './values.ts';
import { Waiting } from './waiting.ts';

/** Names of extensions are values of labels. */
const LONGEST_NAME = 63;

/** Compares each plan with what is, and brings about what is missing: what was begun first, then what is new. */
export class PlanWorker {
  readonly #engine: Engine;
  readonly #removal: PlanRemoval;
  readonly #waiting: Waiting;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#removal = new PlanRemoval(engine);
    this.#waiting = new Waiting(engine);
  }

  async work(extension: string): Promise<void> {
    const { plans, store } = this.#engine;
    const found = await plans.get(extension);
    if (extension.length > LONGEST_NAME) return this.#dismiss(found);
    if (found === undefined) return this.#removal.tidyUp(extension);
    if (isBeingRemoved(found)) return this.#removal.work(found);
    const plan = await this.#protect(found);
    if (plan === undefined || isBeingRemoved(plan)) return this.#engine.soon(extension);
    const journal = await this.#adopt(plan, await store.read(extension));
    const run = journal?.runs[0];
    if (hostIsUnderWay(run)) return this.#goOn(plan, run);
    const decided = await this.#hostProblems(plan, journal);
    if (decided.run !== undefined) return this.#goOn(plan, decided.run);
    await this.#rest(plan, decided.problems);
  }

  /** A plan that no extension can have: nothing is kept of it, and nothing holds it when it goes. */
  async #dismiss(plan: InstallPlanObject | undefined): Promise<void> {
    if (plan === undefined) return;
    const { version = '' } = plan.spec?.extension ?? {};
    const message = sentenceOf(problem('LB7401', { version, available: '–' }, nameOf(plan)));
    const now = this.#engine.clock.now();
    await this.#engine.plans.change(nameOf(plan), ({ metadata }, status) => {
      metadata.finalizers = metadata.finalizers?.filter((one) => one !== PROTECTION);
      setCondition(status, { type: 'Initialized', status: 'False', reason: 'Blocked', message }, now);
    });
  }

  /** Agents, and what else there is to do when the host part is as it should be, or cannot be made so. */
  async #rest(plan: InstallPlanObject, problems: Problem[]): Promise<void> {
    const engine = this.#engine;
    const extension = nameOf(plan);
    const journal = await engine.store.read(extension);
    if (journal?.runs[0]?.state === 'running' && journal.runs[0].action === 'uninstall')
      await this.#close(extension, 'cancelled');
    const agents = configProblems(plan).length > 0 ? undefined : this.#agentsOf(plan, journal);
    if (agents !== undefined) {
      problems.push(...agents.problems);
      await this.#schedule(plan, journal, agents);
    }
    await this.#settle(extension, plan);
    if (isInstalled(plan)) {
      problems.push(...switchProblems(engine, plan));
      engine.soonSwitch(extension);
      const waits = await automaticUpgrade(engine, plan, await engine.store.read(extension));
      if (waits.problem !== undefined) problems.push(waits.problem);
      if (isInForce(plan)) await this.#await(extension, waits.awaitingConsent);
    }
    await this.#say(extension, problems);
  }

  #agentsOf(plan: InstallPlanObject, journal: Journal | undefined): AgentPlan {
    return planAgents(this.#engine, plan, journal);
  }

  async #protect(plan: InstallPlanObject): Promise<InstallPlanObject | undefined> {
    const { finalizers = [] } = plan.metadata;
    if (finalizers.includes(PROTECTION)) return plan;
    return this.#engine.plans.change(nameOf(plan), ({ metadata }) => {
      if (metadata.deletionTimestamp === undefined) metadata.finalizers = [...(metadata.finalizers ?? []), PROTECTION];
    });
  }

  /** Takes what the plan says of its version for true when the journal knows nothing of it: somebody else installed it. */
  async #adopt(plan: InstallPlanObject, journal: Journal | undefined): Promise<Journal | undefined> {
    const { status, spec } = plan;
    if (journal?.runs[0]?.state === 'running' || status?.state !== 'Installed' || !status.version) return journal;
    if (journal?.history[0]?.version === status.version) return journal;
    const { version } = status;
    const granted = await this.#rightsOf(nameOf(plan), version);
    const planned = spec?.config ?? '';
    const isPlanned = !status.configHash || status.configHash === configHash(planned);
    return this.#engine.store.change(nameOf(plan), (draft) => {
      const at = plan.metadata.creationTimestamp ?? '';
      draft.history = [{ version, config: isPlanned ? planned : '', at }, ...draft.history];
      draft.namespace = status.targetNamespace;
      draft.granted = granted;
    });
  }

  /** What a version that is there already asks for; one that cannot be read: nothing, so that its successors are looked at. */
  async #rightsOf(extension: string, version: string): Promise<PackagePermissions> {
    const found = versionOf(this.#engine, extension, version);
    const { clock, limits, packages } = this.#engine;
    const options = { clock, step: 'fetch', milliseconds: limits.fetch, signal: new AbortController().signal };
    const read = found && (await within(options, (signal) => packages.read(found, signal)).catch(() => undefined));
    return read?.permissions ?? { role: [], clusterRole: [] };
  }

  /** Goes on with a run of the host part, to its end or back to its beginning. */
  async #goOn(plan: InstallPlanObject, begun: Run): Promise<void> {
    const engine = this.#engine;
    const extension = nameOf(plan);
    using activity = engine.activities.begin(extension);
    if (engine.logs.tail(extension) === undefined) engine.logs.begin(extension, await this.#logSoFar(extension));
    let run = begun;
    // Whoever planned something else meanwhile does not want this one any more.
    const isOutdated = run.wants !== undefined && run.wants !== wishOf(plan);
    const isCancelled = markOf(plan, 'cancel') === run.id || isOutdated;
    try {
      if (run.undo === undefined && isCancelled) run = await decideUndo(engine, extension, run, 'cancelled');
      if (run.undo === undefined) await new HostRun(engine, plan, run, activity.signal).perform();
      else await undoRun(engine, plan, run, activity.signal);
    } catch (error) {
      const undone = await this.#undoneBy(extension, run, error);
      if (!undone) throw error;
    }
    engine.soon(extension);
  }

  /** Whether the run ended in a way that is written down now. The next look at the plan goes on from there. */
  async #undoneBy(extension: string, run: Run, error: unknown): Promise<boolean> {
    const engine = this.#engine;
    if (error instanceof StepFailure) {
      const runner = new StepRunner(engine, extension, run.id);
      const found = runner.problemOf(error);
      runner.log(sentenceOf(found));
      await decideUndo(engine, extension, run, 'failed', { step: error.step, problem: found });
      return true;
    }
    if (!(error instanceof Ended) || error.reason === 'stopped') return false;
    if (error.reason === 'cancelled') await decideUndo(engine, extension, run, 'cancelled');
    return true;
  }

  async #logSoFar(extension: string) {
    const saved = await this.#engine.store.logOf(extension);
    return saved === undefined
      ? undefined
      : { lines: saved.text === '' ? [] : saved.text.split('\n'), from: saved.from };
  }

  /** @returns a run that is to be made, or what is in the way of one */
  async #hostProblems(
    plan: InstallPlanObject,
    journal: Journal | undefined,
  ): Promise<{ run?: Run; problems: Problem[] }> {
    const extension = nameOf(plan);
    const { version } = plan.spec!.extension;
    const config = plan.spec?.config ?? '';
    const inForce = isInstalled(plan) ? journal?.history[0] : undefined;
    const isThere = inForce?.version === version && inForce.config === config;
    const wants = wishOf(plan);
    if (isThere && (plan.status?.state === 'Installed' || journal?.failed?.restored === true)) {
      await this.#confirm(plan, journal);
      return { problems: standingWarnings(this.#engine, plan) };
    }
    if (journal?.failed?.wants === wants) {
      await this.#unblock(plan);
      return { problems: failureOf(journal) };
    }
    const check = await checkPlan(this.#engine, plan, journal);
    const late = this.#waiting.late(extension, check.waitingFor);
    if (check.blocking.length > 0 || check.waitingFor.length > 0) {
      const waits = check.waitingFor.map((dependency) =>
        problem(late ? 'LB7410' : 'LB7409', { dependency }, extension),
      );
      const blocking = [...check.blocking, ...waits];
      await this.#block(plan, check, blocking, late);
      return { problems: [...blocking, ...check.warnings] };
    }
    await this.#unblock(plan);
    return { run: await this.#begin(plan, journal, wants), problems: check.warnings };
  }

  async #begin(plan: InstallPlanObject, journal: Journal | undefined, wants: string): Promise<Run> {
    const engine = this.#engine;
    const extension = nameOf(plan);
    const { version } = plan.spec!.extension;
    const now = engine.clock.now();
    const from = isInstalled(plan) ? plan.status!.version : undefined;
    const run = newRun({
      ...{ action: actionOf(plan, journal), version, from, wants, now, by: markOf(plan, 'by') },
      generation: plan.metadata.generation ?? 0,
      steps: HOST_STEPS.map((name) => ({ name })),
    });
    engine.activities.end(extension, 'cancelled');
    engine.logs.begin(extension);
    const changed = await engine.store.change(extension, (draft) => {
      const [last] = draft.runs;
      // Agents that it still waits for follow the new one.
      if (last?.state === 'running') closeRun(last, last.hostDone ? 'done' : 'cancelled', now);
      draft.runs = [run, ...draft.runs];
      draft.problems = [];
      draft.awaitingConsent = undefined;
    });
    await engine.store.saveLog(extension, '', 0);
    return changed.runs[0]!;
  }

  /** The plan asks for what is there already. */
  async #confirm(plan: InstallPlanObject, journal: Journal | undefined): Promise<void> {
    const extension = nameOf(plan);
    await this.#unblock(plan);
    const now = this.#engine.clock.now();
    await this.#engine.plans.change(extension, (_draft, status) => enterState(status, 'Installed', now));
    if (journal?.failed !== undefined) {
      await this.#engine.store.change(extension, (draft) => {
        draft.failed = undefined;
      });
    }
  }

  /** Everything stays as it was; the reason stands in the plan. */
  async #block(plan: InstallPlanObject, check: Check, blocking: readonly Problem[], late: boolean): Promise<void> {
    const extension = nameOf(plan);
    const now = this.#engine.clock.now();
    const message = blocking.map(sentenceOf).join(' ');
    await this.#engine.plans.change(extension, (_draft, status) => {
      const type = status.version ? 'Upgraded' : 'Initialized';
      const reason = late ? 'DependencyNotReady' : 'Blocked';
      if (check.awaitingConsent === undefined) dropCondition(status, 'Consented');
      else setCondition(status, { type: 'Consented', status: 'False', reason: 'MoreRightsAsked', message }, now);
      setCondition(status, { type, status: 'False', reason, message }, now);
      if (late && !status.version) enterState(status, 'InstallFailed', now);
    });
    // Where the planned version is in force, what may be waited for is an automatic upgrade.
    if (!isInForce(plan)) await this.#await(extension, check.awaitingConsent);
  }

  async #unblock(plan: InstallPlanObject): Promise<void> {
    const extension = nameOf(plan);
    this.#waiting.forget(extension);
    await this.#engine.plans.change(extension, (_draft, status) => {
      const isBlocked = (type: string) =>
        status.conditions?.some(
          (one) => one.type === type && ['Blocked', 'DependencyNotReady'].includes(one.reason ?? ''),
        );
      for (const type of ['Initialized', 'Upgraded']) if (isBlocked(type)) dropCondition(status, type);
      dropCondition(status, 'Consented');
    });
    if (!isInForce(plan)) await this.#await(extension, undefined);
  }

  /** Writes down what somebody has to agree to, if that is not known already. */
  async #await(extension: string, awaiting: Journal['awaitingConsent']): Promise<void> {
    const known = (await this.#engine.store.read(extension))?.awaitingConsent;
    if (known?.version === awaiting?.version && known?.digest === awaiting?.digest) return;
    await this.#engine.store.change(extension, (draft) => {
      draft.awaitingConsent = awaiting;
    });
  }

  /** Has agents brought about by their own workers, as steps of the run that is under way or of a new one. */
  async #schedule(plan: InstallPlanObject, journal: Journal | undefined, agents: AgentPlan): Promise<void> {
    const engine = this.#engine;
    const extension = nameOf(plan);
    const steps = [
      ...agents.install.map(({ cluster }) => ({ name: 'release' as const, cluster })),
      ...agents.remove.map((cluster) => ({ name: 'remove-release' as const, cluster })),
    ];
    if (agents.gone.length > 0) await this.#forgetGone(extension, agents.gone);
    const run = journal?.runs[0];
    const isPlanned = ({ name, cluster }: (typeof steps)[number]) =>
      run?.state === 'running' &&
      run.steps.some((step) => step.name === name && step.cluster === cluster && !isSettled(step));
    const missing = steps.filter((step) => !isPlanned(step));
    for (const { cluster } of agents.install) await engine.pendingRemovals.drop(extension, cluster);
    if (missing.length > 0) await this.#addSteps(plan, missing);
    if (steps.length > 0 && engine.logs.tail(extension) === undefined) {
      engine.logs.begin(extension, await this.#logSoFar(extension));
    }
    // Also those that another server began.
    const begun = run?.state === 'running' ? run.steps.filter((step) => !isSettled(step)) : [];
    for (const { cluster } of [...steps, ...begun]) if (cluster !== undefined) engine.soonAgent(extension, cluster);
  }

  async #addSteps(plan: InstallPlanObject, missing: { name: 'release' | 'remove-release'; cluster: string }[]) {
    const engine = this.#engine;
    const extension = nameOf(plan);
    const now = engine.clock.now();
    let isNew = false;
    await engine.store.change(extension, (draft) => {
      const [last] = draft.runs;
      isNew = last?.state !== 'running' || last.action === 'uninstall';
      if (!isNew) {
        last!.steps = last!.steps.filter(
          (step) => !missing.some((one) => one.name === step.name && one.cluster === step.cluster),
        );
        last!.steps.push(...missing.map((step) => ({ ...step, state: 'waiting' as const })));
        return;
      }
      const version = plan.status?.version ?? plan.spec!.extension.version;
      const generation = plan.metadata.generation ?? 0;
      draft.runs.unshift(
        newRun({ action: 'clusters', version, generation, by: markOf(plan, 'by'), steps: missing, now }),
      );
    });
    if (isNew) engine.logs.begin(extension);
  }

  async #forgetGone(extension: string, gone: readonly string[]): Promise<void> {
    await this.#engine.plans.change(extension, (_draft, status) => {
      for (const cluster of gone) delete status.clusterSchedulingStatuses?.[cluster];
    });
  }

  /** Ends the run when nothing of it is left to do; cancels what of it is under way on clusters. */
  async #settle(extension: string, plan: InstallPlanObject): Promise<void> {
    const { store, logs } = this.#engine;
    const run = (await store.read(extension))?.runs[0];
    if (run?.state !== 'running') {
      if (logs.tail(extension) !== undefined) await logs.end(extension);
      return;
    }
    if (markOf(plan, 'cancel') === run.id) return this.#cancelAgents(extension, run);
    if (!run.steps.every(isSettled)) return;
    const failed = run.action === 'clusters' && run.steps.some(({ state }) => state === 'failed');
    await this.#close(extension, failed ? 'failed' : 'done');
  }

  /** The host part goes back as well, if it was this run that made it; agents follow it. */
  async #cancelAgents(extension: string, run: Run): Promise<void> {
    const engine = this.#engine;
    engine.activities.end(extension, 'cancelled');
    if (run.action === 'clusters') return this.#close(extension, 'cancelled');
    await decideUndo(engine, extension, run, 'cancelled');
    engine.soon(extension);
  }

  async #close(extension: string, state: 'done' | 'failed' | 'cancelled'): Promise<void> {
    const { store, logs, clock } = this.#engine;
    await logs.end(extension);
    await store.change(extension, ({ runs: [run] }) => {
      if (run !== undefined) closeRun(run, state, clock.now());
    });
    await store.forgetSnapshot(extension);
  }

  async #say(extension: string, problems: Problem[]): Promise<void> {
    const journal = await this.#engine.store.read(extension);
    const isSame = JSON.stringify(journal?.problems ?? []) === JSON.stringify(problems);
    if (isSame) return;
    await this.#engine.store.change(extension, (draft) => {
      draft.problems = problems;
    });
  }
}

/** Tells what a plan asks for on the host apart from what it asked before. */
export function wishOf(plan: InstallPlanObject): string {
  const { spec } = plan;
  return digestOf(spec?.extension.version, spec?.config ?? '', markOf(plan, 'retry'));
}

const isInForce = ({ spec, status }: InstallPlanObject) => status?.version === spec?.extension.version;

function actionOf(plan: InstallPlanObject, journal: Journal | undefined): RunAction {
  const { version } = plan.spec!.extension;
  if (!isInstalled(plan)) return 'install';
  const inForce = plan.status!.version!;
  const previous = journal?.history[1];
  const goesBack =
    previous !== undefined && previous.version === version && previous.config === (plan.spec?.config ?? '');
  if (goesBack) return 'rollback';
  if (inForce === version) return 'configure';
  return isNewer(inForce, version) ? 'rollback' : 'upgrade';
}

/** What the last run of the host part failed with, and whether what was before is back. */
function failureOf(journal: Journal): Problem[] {
  const run = journal.runs.find(({ wants }) => wants === journal.failed?.wants);
  return (run?.steps ?? []).flatMap(({ state, problem: found }) => (state === 'failed' && found ? [found] : []));
}
