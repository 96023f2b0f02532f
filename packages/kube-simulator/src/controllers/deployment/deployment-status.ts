/** The status of a Deployment. Source: pkg/controller/deployment (progress.go, sync.go) of Kubernetes. */
import { timestamp } from '@luban/kube';
import type { Condition, ConditionStatus, Deployment, DeploymentStatus, ReplicaSet } from '@luban/kube/kinds';
import { conditionOf, withoutCondition } from '../../support/conditions.ts';
import { timeOf } from '../../support/objects.ts';
import { rolloutBounds } from './rollout-plan.ts';

export interface SetsOfDeployment {
  current: ReplicaSet | undefined;
  old: readonly ReplicaSet[];
}

/** A deadline of this many seconds means none. */
const NO_DEADLINE = 2 ** 31 - 1;

/** Counts, and the condition Available. */
export function countStatus(deployment: Deployment, { current, old }: SetsOfDeployment, now: number): DeploymentStatus {
  const sets = current === undefined ? [...old] : [current, ...old];
  const sum = (count: (set: ReplicaSet) => number | undefined) => sets.reduce((all, set) => all + (count(set) ?? 0), 0);
  const replicas = sum(({ status }) => status?.replicas);
  const available = sum(({ status }) => status?.availableReplicas);
  const { collisionCount, conditions } = deployment.status ?? {};
  const enough = available >= (deployment.spec.replicas ?? 1) - rolloutBounds(deployment).maxUnavailable;
  return {
    observedGeneration: deployment.metadata.generation,
    ...nonZero({
      replicas,
      updatedReplicas: current?.status?.replicas ?? 0,
      readyReplicas: sum(({ status }) => status?.readyReplicas),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, sum(({ spec }) => spec.replicas) - available),
    }),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions: setCondition(
      conditions,
      enough
        ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
        : condition(
            'Available',
            'False',
            'MinimumReplicasUnavailable',
            'Deployment does not have minimum availability.',
          ),
      now,
    ),
  };
}

/** The same with the conditions Progressing and ReplicaFailure. */
export function rolloutStatus(deployment: Deployment, sets: SetsOfDeployment, now: number): DeploymentStatus {
  const status = countStatus(deployment, sets, now);
  status.conditions = hasDeadline(deployment)
    ? progress(deployment, status, sets.current, now)
    : withoutCondition(status.conditions, 'Progressing');
  const failure = [sets.current, ...sets.old]
    .map((set) => conditionOf(set?.status?.conditions, 'ReplicaFailure'))
    .find((found) => found !== undefined);
  status.conditions =
    failure === undefined
      ? withoutCondition(status.conditions, 'ReplicaFailure')
      : setCondition(
          status.conditions,
          condition('ReplicaFailure', failure.status, failure.reason ?? '', failure.message ?? ''),
          now,
        );
  return status;
}

function progress(
  deployment: Deployment,
  status: DeploymentStatus,
  current: ReplicaSet | undefined,
  now: number,
): Condition[] {
  const { conditions = [] } = status;
  const known = conditionOf(conditions, 'Progressing');
  const settled =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && known?.reason === 'NewReplicaSetAvailable';
  if (settled) return conditions;
  const subject =
    current === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${current.metadata.name}"`;
  if (isComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`;
    return setCondition(conditions, condition('Progressing', 'True', 'NewReplicaSetAvailable', message), now);
  }
  if (hasProgressed(deployment.status ?? {}, status)) {
    const next = condition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`);
    const since = known?.status === 'True' ? known.lastTransitionTime : undefined;
    const fresh = setCondition(withoutCondition(conditions, 'Progressing'), next, now);
    return fresh.map((entry) =>
      entry.type === 'Progressing' && since !== undefined ? { ...entry, lastTransitionTime: since } : entry,
    );
  }
  if (timedOutIn(deployment, status.conditions, now) <= 0) {
    const message = `${subject} has timed out progressing.`;
    return setCondition(conditions, condition('Progressing', 'False', 'ProgressDeadlineExceeded', message), now);
  }
  return conditions;
}

/** Milliseconds until the deadline passes; Infinity when it cannot. */
export function timedOutIn(deployment: Deployment, conditions: readonly Condition[] | undefined, now: number): number {
  const known = conditionOf(conditions, 'Progressing');
  if (!hasDeadline(deployment) || known === undefined || known.reason === 'NewReplicaSetAvailable') {
    return Number.POSITIVE_INFINITY;
  }
  if (known.reason === 'ProgressDeadlineExceeded') return 0;
  if (known.status === 'Unknown') return Number.POSITIVE_INFINITY;
  const from = timeOf(known.lastUpdateTime) ?? now;
  return from + (deployment.spec.progressDeadlineSeconds ?? 600) * 1000 - now;
}

export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const replicas = deployment.spec.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.replicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

export function hasDeadline({ spec }: Deployment): boolean {
  return (spec.progressDeadlineSeconds ?? 600) !== NO_DEADLINE;
}

/** Nothing changes while status and reason stay; the time of transition stays while the status does. */
export function setCondition(conditions: readonly Condition[] = [], next: Condition, now: number): Condition[] {
  const known = conditionOf(conditions, next.type);
  if (known?.status === next.status && known.reason === next.reason) return [...conditions];
  const time = timestamp(now);
  const lastTransitionTime = known?.status === next.status ? known.lastTransitionTime : time;
  return [...withoutCondition(conditions, next.type), { ...next, lastUpdateTime: time, lastTransitionTime }];
}

function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const outdated = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus) => replicas - updatedReplicas;
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    outdated(after) < outdated(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

export function condition(type: string, status: ConditionStatus, reason: string, message: string): Condition {
  return { type, status, reason, message };
}

/** Zero counts are left out, as Go does. */
function nonZero<T extends Record<string, number>>(counts: T): Partial<T> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)) as Partial<T>;
}
