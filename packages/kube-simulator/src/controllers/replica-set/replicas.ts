import { type KubeObject, type LabelSelector, matchesLabels, timestamp } from '@luban/kube';
import type { Pod, PodTemplateSpec, ReplicaSetStatus } from '@luban/kube/kinds';
import { BURST, inSlowStartBatches } from '../../support/batches.ts';
import type { Cluster } from '../../support/cluster.ts';
import { conditionOf, withCondition, withoutCondition } from '../../support/conditions.ts';
import { messageOf } from '../../support/errors.ts';
import { byController } from '../../support/informers.ts';
import { type KindOf, PODS } from '../../support/kinds.ts';
import { isDeleting } from '../../support/objects.ts';
import { controllerReference } from '../../support/owners.ts';
import { availableIn, isActive, isAvailable, isReady, podFromTemplate } from '../../support/pods.ts';
import { selectorOfMap } from '../../support/selection.ts';
import { inDeletionOrder } from './deletion-order.ts';

/** What ReplicaSets and ReplicationControllers have in common. */
export interface ReplicaOwner extends KubeObject {
  status?: ReplicaSetStatus;
}

export interface ReplicaWish {
  replicas: number;
  minReadySeconds: number;
  selector: LabelSelector;
  template: PodTemplateSpec;
}

export interface ReplicaOutcome {
  /** What to write when it differs from the present status. */
  status: ReplicaSetStatus;
  /** Milliseconds until a ready pod becomes available. */
  after?: number;
  error?: unknown;
}

/** Creates or deletes pods until there are as many as wished, and says what there is. */
export async function keepReplicas<T extends ReplicaOwner>(
  cluster: Cluster,
  kind: KindOf<T>,
  component: string,
  owner: T,
  claimed: readonly Pod[],
  wish: ReplicaWish,
): Promise<ReplicaOutcome> {
  const before = claimed.filter(isActive);
  const error = isDeleting(owner) ? undefined : await changeCount(cluster, kind, component, owner, before, wish);
  const active = currentStates(cluster, owner, wish).filter(isActive);
  const now = cluster.clock.now();
  const status = countReplicas(owner, active, wish, now);
  status.conditions = failureConditions(owner, before.length < wish.replicas, error, now);
  const waits = active
    .map((pod) => availableIn(pod, wish.minReadySeconds, now))
    .filter((wait) => wait > 0 && wait < Number.POSITIVE_INFINITY);
  return { status, error, ...(waits.length > 0 && { after: Math.min(...waits) }) };
}

async function changeCount<T extends ReplicaOwner>(
  cluster: Cluster,
  kind: KindOf<T>,
  component: string,
  owner: T,
  active: readonly Pod[],
  wish: ReplicaWish,
): Promise<unknown> {
  const events = cluster.recorder(component);
  const missing = wish.replicas - active.length;
  if (missing > 0) {
    const template = podFromTemplate(wish.template);
    const draft = {
      ...template,
      metadata: {
        ...template.metadata,
        generateName: `${(owner.metadata.name ?? '').slice(0, 57)}-`,
        namespace: owner.metadata.namespace,
        ownerReferences: [controllerReference(kind, owner)],
      },
    };
    const { error } = await inSlowStartBatches(Math.min(missing, BURST), async () => {
      const pod = await cluster.create(PODS, draft);
      events.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
    });
    if (error !== undefined) events.event(owner, 'Warning', 'FailedCreate', `Error creating: ${messageOf(error)}`);
    return error;
  }
  if (missing === 0) return undefined;
  const results = await Promise.allSettled(
    inDeletionOrder(active)
      .slice(0, Math.min(-missing, BURST))
      .map(async (pod) => {
        await cluster.delete(PODS, pod);
        events.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
      }),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return undefined;
  events.event(owner, 'Warning', 'FailedDelete', `Error deleting: ${messageOf(failed.reason)}`);
  return failed.reason;
}

/** Owned pods as they are after the writes: the new ones as well, deleted ones with their mark. */
function currentStates(cluster: Cluster, owner: KubeObject, wish: ReplicaWish): Pod[] {
  const owned = byController(cluster.cache(PODS)).get(owner.metadata.uid ?? '');
  return owned.filter(({ metadata }) => matchesLabels(wish.selector, metadata.labels));
}

function countReplicas(owner: ReplicaOwner, active: readonly Pod[], wish: ReplicaWish, now: number): ReplicaSetStatus {
  const labels = selectorOfMap(wish.template.metadata?.labels);
  const count = (test: (pod: Pod) => boolean) => active.filter(test).length;
  const fullyLabeledReplicas = count(({ metadata }) => matchesLabels(labels, metadata.labels));
  const readyReplicas = count(isReady);
  const availableReplicas = count((pod) => isAvailable(pod, wish.minReadySeconds, now));
  return {
    replicas: active.length,
    ...(fullyLabeledReplicas > 0 && { fullyLabeledReplicas }),
    ...(readyReplicas > 0 && { readyReplicas }),
    ...(availableReplicas > 0 && { availableReplicas }),
    observedGeneration: owner.metadata.generation,
  };
}

function failureConditions(owner: ReplicaOwner, creating: boolean, error: unknown, now: number) {
  const conditions = owner.status?.conditions;
  if (error === undefined) {
    const others = withoutCondition(conditions, 'ReplicaFailure');
    return others.length > 0 ? others : undefined;
  }
  if (conditionOf(conditions, 'ReplicaFailure') !== undefined) return conditions;
  const reason = creating ? 'FailedCreate' : 'FailedDelete';
  const failure = { type: 'ReplicaFailure', status: 'True' as const, reason, message: messageOf(error) };
  return withCondition(conditions, failure, timestamp(now));
}
