/**
 * How many pods each ReplicaSet of a Deployment should have next. Source: pkg/controller/deployment of Kubernetes
 * (rolling.go, sync.go, util/deployment_util.go). Nothing here reads or writes anything.
 */
import type { Deployment } from '@luban/kube/kinds';
import { fractionOf } from '../../support/fraction.ts';
import { compareText } from '../../support/objects.ts';

export interface RolloutSet {
  name: string;
  /** Pods asked for by its spec. */
  desired: number;
  /** Pods ready for long enough, by its status. */
  available: number;
  /** When it was created, in a form that sorts. */
  created: string;
  /** Annotation `max-replicas`: how many pods the Deployment was allowed when the set was last scaled. */
  maxReplicas?: number;
  /** Annotation `desired-replicas`: the Deployment's size when the set was last scaled. */
  desiredReplicas?: number;
}

export interface Rollout {
  replicas: number;
  /** Pods allowed above `replicas`. */
  maxSurge: number;
  /** Pods that may be missing from `replicas`. */
  maxUnavailable: number;
  /** The set of the newest template. */
  current: RolloutSet | undefined;
  old: readonly RolloutSet[];
}

export interface Scaling {
  name: string;
  replicas: number;
}

/** The bounds in pods. One of them is always above zero, or nothing could ever move. */
export function rolloutBounds({ spec }: Deployment): { maxSurge: number; maxUnavailable: number } {
  const replicas = spec.replicas ?? 1;
  if ((spec.strategy?.type ?? 'RollingUpdate') !== 'RollingUpdate') return { maxSurge: 0, maxUnavailable: 0 };
  const { maxSurge, maxUnavailable } = spec.strategy?.rollingUpdate ?? {};
  const surge = fractionOf(maxSurge ?? '25%', replicas, 'up') ?? 0;
  const unavailable = fractionOf(maxUnavailable ?? '25%', replicas, 'down') ?? 0;
  const atLeastOne = surge === 0 && unavailable === 0 ? 1 : unavailable;
  return { maxSurge: surge, maxUnavailable: Math.min(atLeastOne, replicas) };
}

/** Size of the newest set within what the others leave. */
export function currentSetSize({ replicas, maxSurge, current, old }: Rollout): number {
  const desired = current?.desired ?? 0;
  if (desired >= replicas) return replicas;
  const room = replicas + maxSurge - desired - total(old);
  return room <= 0 ? desired : desired + Math.min(room, replicas - desired);
}

/** The next step of a rolling update: the newest set grows first, and old ones shrink when it cannot. */
export function planRollingUpdate(rollout: Rollout): Scaling[] {
  const { current } = rollout;
  const size = currentSetSize(rollout);
  if (current !== undefined && size !== current.desired) return [{ name: current.name, replicas: size }];
  return planOldSets(rollout);
}

function planOldSets({ replicas, maxUnavailable, current, old }: Rollout): Scaling[] {
  const minAvailable = replicas - maxUnavailable;
  const notYetAvailable = (current?.desired ?? 0) - (current?.available ?? 0);
  const removable = total(old) + (current?.desired ?? 0) - minAvailable - notYetAvailable;
  if (total(old) === 0 || removable <= 0) return [];
  const sizes = new Map(old.map(({ name, desired }) => [name, desired]));
  const oldestFirst = [...old].sort((a, b) => compareText(a.created, b.created) || compareText(a.name, b.name));

  // Pods that serve nobody go first, so that a broken template does not hold up the next one.
  let left = removable;
  for (const { name, desired, available } of oldestFirst) {
    const removed = Math.max(0, Math.min(left, desired - available));
    sizes.set(name, desired - removed);
    left -= removed;
  }
  const availablePods = old.reduce((sum, set) => sum + set.available, current?.available ?? 0);
  let spare = availablePods - minAvailable;
  for (const { name } of oldestFirst) {
    const size = sizes.get(name) ?? 0;
    const removed = Math.max(0, Math.min(spare, size));
    sizes.set(name, size - removed);
    spare -= removed;
  }
  return changes(old, sizes);
}

/** What a changed size of the Deployment means for its sets, when no step of an update is due. */
export function planScaling({ replicas, maxSurge, current, old }: Rollout, rolling: boolean): Scaling[] {
  const all = current === undefined ? [...old] : [current, ...old];
  const active = all.filter(({ desired }) => desired > 0);
  if (active.length <= 1) {
    const only = active[0] ?? current ?? [...old].sort((a, b) => compareText(b.created, a.created))[0];
    return only === undefined || only.desired === replicas ? [] : [{ name: only.name, replicas }];
  }
  const saturated =
    current?.desired === replicas && current.desiredReplicas === replicas && current.available === replicas;
  if (saturated) {
    return old.filter(({ desired }) => desired > 0).map(({ name }) => ({ name, replicas: 0 }));
  }
  return rolling ? planProportionally(active, replicas, maxSurge) : [];
}

/** During an update every set takes its share, so that a broken new template does not get all new pods. */
function planProportionally(active: readonly RolloutSet[], replicas: number, maxSurge: number): Scaling[] {
  const allowed = replicas > 0 ? replicas + maxSurge : 0;
  const toAdd = allowed - total(active);
  const direction = toAdd > 0 ? -1 : 1;
  const largestFirst = [...active].sort(
    (a, b) => b.desired - a.desired || direction * compareText(a.created, b.created) || compareText(a.name, b.name),
  );
  const sizes = new Map<string, number>();
  let added = 0;
  for (const set of largestFirst) {
    const share = toAdd === 0 ? 0 : shareOf(set, replicas, maxSurge);
    const left = toAdd - added;
    const taken = toAdd > 0 ? Math.min(share, left) : Math.max(share, left);
    sizes.set(set.name, set.desired + taken);
    added += taken;
  }
  const largest = largestFirst[0];
  if (largest !== undefined) {
    sizes.set(largest.name, Math.max(0, (sizes.get(largest.name) ?? 0) + toAdd - added));
  }
  return changes(active, sizes);
}

function shareOf({ desired, maxReplicas }: RolloutSet, replicas: number, maxSurge: number): number {
  if (replicas === 0) return -desired;
  const before = maxReplicas ?? replicas + maxSurge;
  return before <= 0 ? 0 : Math.round((desired * (replicas + maxSurge)) / before) - desired;
}

function changes(sets: readonly RolloutSet[], sizes: ReadonlyMap<string, number>): Scaling[] {
  return sets
    .map(({ name, desired }) => ({ name, desired, replicas: sizes.get(name) ?? desired }))
    .filter(({ desired, replicas }) => desired !== replicas)
    .map(({ name, replicas }) => ({ name, replicas }));
}

function total(sets: readonly RolloutSet[]): number {
  return sets.reduce((sum, { desired }) => sum + desired, 0);
}
