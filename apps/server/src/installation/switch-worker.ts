import type { Problem } from '@luban/manifest';
import type { InstallPlanObject } from '../catalogue/objects.ts';
import { dependantsOf, dependenciesOf } from './dependencies.ts';
import { type Engine, isReachable, versionOf } from './engine.ts';
import { isBeingRemoved, isInstalled, markOf, nameOf, wantsEnabled } from './plan.ts';
import { problem } from './problems.ts';
import { within } from './step-limits.ts';
import { switchHost, switchKinds } from './switch-kinds.ts';

/** What is in the way of turning an extension on or off. */
export function switchProblems(engine: Engine, plan: InstallPlanObject): Problem[] {
  const extension = nameOf(plan);
  const wanted = wantsEnabled(plan);
  if ((plan.status?.enabled ?? !wanted) === wanted || markOf(plan, 'ignoreDependencies') !== undefined) return [];
  if (!wanted) {
    // One that was never on is in nobody's way.
    if (plan.status?.enabled === undefined) return [];
    const dependants = dependantsOf(extension, engine.view).map(({ name }) => name);
    return dependants.length === 0 ? [] : [problem('LB7412', { dependants: dependants.join(', ') }, extension)];
  }
  const version = versionOf(engine, extension, plan.status?.version ?? '');
  return version === undefined ? [] : dependenciesOf(version, extension, engine.view).blocking;
}

/** Turns extensions on and off, whatever else is under way with them. */
export class SwitchWorker {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async work(extension: string): Promise<void> {
    const engine = this.#engine;
    const plan = await engine.plans.get(extension);
    if (plan === undefined || isBeingRemoved(plan) || !isInstalled(plan)) return;
    const wanted = wantsEnabled(plan);
    if (plan.status?.enabled !== wanted) {
      if (switchProblems(engine, plan).length > 0) return;
      await switchHost(engine, extension, wanted);
      await engine.plans.change(extension, (_draft, status) => {
        status.enabled = wanted;
      });
    }
    const statuses = Object.entries(plan.status?.clusterSchedulingStatuses ?? {});
    const installed = statuses.filter(([, { version }]) => version).map(([cluster]) => cluster);
    await Promise.all(installed.map((cluster) => this.#switchAgent(extension, cluster, wanted)));
  }

  /** A cluster that does not answer is caught up when it does. */
  async #switchAgent(extension: string, cluster: string, wanted: boolean): Promise<void> {
    const { clusters, store, clock, limits } = this.#engine;
    const handle = clusters.get(cluster);
    const journal = await store.read(extension);
    const isDone = journal?.agents?.[cluster]?.enabled === wanted;
    if (isDone || handle === undefined || !isReachable(handle)) return;
    const signal = new AbortController().signal;
    try {
      await within({ clock, step: 'enable', milliseconds: limits.enable, signal }, () =>
        switchKinds(handle.connection.client(), extension, wanted),
      );
    } catch {
      return;
    }
    await store.change(extension, (draft) => {
      draft.agents ??= {};
      draft.agents[cluster] = { ...draft.agents[cluster], enabled: wanted };
    });
  }
}
