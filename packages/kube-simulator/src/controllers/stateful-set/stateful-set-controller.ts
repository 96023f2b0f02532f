import { labelSelectorFromObject } from '@luban/kube';
import type { ControllerRevision, Pod, StatefulSet, StatefulSetStatus } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { messageOf } from '../../support/errors.ts';
import { fractionOf } from '../../support/fraction.ts';
import { byController } from '../../support/informers.ts';
import { sameJson } from '../../support/json.ts';
import { PERSISTENT_VOLUME_CLAIMS, PODS, STATEFUL_SETS } from '../../support/kinds.ts';
import { isDeleting, keyOf, namespacedKey } from '../../support/objects.ts';
import { claim, enqueueOwners } from '../../support/owners.ts';
import { availableIn, isAvailable, isReady } from '../../support/pods.ts';
import { forgetRevisions, syncRevisions, templateOf } from '../controller-revisions.ts';
import { claimNameAt, claimsAt, firstOrdinal, newPod, ordinalOf, podRevision } from './identity.ts';
import { type OrdinalStep, planOrdinals } from './ordinal-plan.ts';

const COMPONENT = 'statefulset-controller';

/** Keeps pods with names of their own, in order and with volumes that stay theirs. */
export function statefulSetController(cluster: Cluster): Controller {
  const sets = cluster.cache(STATEFUL_SETS);
  // Claims are looked up while pods are created, so their cache has to be complete before the start.
  cluster.cache(PERSISTENT_VOLUME_CLAIMS);
  return {
    name: 'statefulset',
    watch: (enqueue) => [
      onChange(sets, (set) => enqueue(keyOf(set))),
      enqueueOwners(cluster.cache(PODS), STATEFUL_SETS, sets, enqueue),
    ],
    async reconcile(key) {
      const set = sets.get(key);
      if (set === undefined) return undefined;
      const selector = labelSelectorFromObject(set.spec.selector);
      if (selector.length === 0) return undefined;
      await claim(cluster, STATEFUL_SETS, set, selector, PODS);
      const { update, all } = await syncRevisions(
        cluster,
        STATEFUL_SETS,
        set,
        selector,
        set.status?.collisionCount ?? 0,
      );
      const current = all.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? update;
      const failure = isDeleting(set) ? undefined : await act(cluster, set, current, update);
      const pods = podsOf(cluster, set);
      const status = statusOf(cluster, set, pods, current, update);
      if (!sameJson(status, set.status)) await cluster.updateStatus(STATEFUL_SETS, { ...set, status });
      if (failure !== undefined) throw failure;
      const live = new Set([current.metadata.name, update.metadata.name, ...pods.map(podRevision)]);
      await forgetRevisions(cluster, set, all, ({ metadata }) => live.has(metadata.name));
      return soonestAvailable(cluster, set, pods);
    },
  };
}

function podsOf(cluster: Cluster, set: StatefulSet): Pod[] {
  const owned = byController(cluster.cache(PODS)).get(set.metadata.uid ?? '');
  return owned.filter((pod) => ordinalOf(set, pod) !== undefined);
}

async function act(
  cluster: Cluster,
  set: StatefulSet,
  current: ControllerRevision,
  update: ControllerRevision,
): Promise<unknown> {
  const { spec } = set;
  const replicas = spec.replicas ?? 1;
  const rolling = spec.updateStrategy?.type !== 'OnDelete';
  const now = cluster.clock.now();
  const partition = spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  const steps = planOrdinals({
    start: firstOrdinal(set),
    replicas,
    ordered: spec.podManagementPolicy !== 'Parallel',
    updateRevision: update.metadata.name ?? '',
    pods: podsOf(cluster, set).map((pod) => ({
      name: pod.metadata.name ?? '',
      ordinal: ordinalOf(set, pod) ?? 0,
      revision: podRevision(pod),
      available: isAvailable(pod, spec.minReadySeconds ?? 0, now),
      terminating: isDeleting(pod),
      ...((pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') && { ended: pod.status.phase }),
    })),
    ...(rolling && {
      rolling: {
        partition,
        maxUnavailable: Math.max(
          1,
          fractionOf(spec.updateStrategy?.rollingUpdate?.maxUnavailable, replicas, 'down') ?? 1,
        ),
      },
    }),
  });
  for (const step of steps) {
    try {
      if ('create' in step) {
        const old = rolling && step.create < firstOrdinal(set) + partition;
        await createPod(cluster, set, old ? current : update, step.create);
      } else await deletePod(cluster, set, step);
    } catch (error) {
      return error;
    }
  }
  return undefined;
}

async function createPod(cluster: Cluster, set: StatefulSet, revision: ControllerRevision, ordinal: number) {
  const events = cluster.recorder(COMPONENT);
  const template = templateOf(revision, set.spec.template);
  const draft = newPod(set, template, revision.metadata.name ?? '', ordinal);
  const { name } = draft.metadata;
  try {
    for (const wanted of claimsAt(set, ordinal)) {
      const key = namespacedKey(set.metadata.namespace, wanted.metadata.name ?? '');
      if (cluster.cache(PERSISTENT_VOLUME_CLAIMS).get(key) !== undefined) continue;
      await cluster.create(PERSISTENT_VOLUME_CLAIMS, wanted);
      const message = `create Claim ${wanted.metadata.name} Pod ${name} in StatefulSet ${set.metadata.name} success`;
      events.event(set, 'Normal', 'SuccessfulCreate', message);
    }
    await cluster.create(PODS, draft);
    events.event(
      set,
      'Normal',
      'SuccessfulCreate',
      `create Pod ${name} in StatefulSet ${set.metadata.name} successful`,
    );
  } catch (error) {
    const message = `create Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${messageOf(error)}`;
    events.event(set, 'Warning', 'FailedCreate', message);
    throw error;
  }
}

async function deletePod(cluster: Cluster, set: StatefulSet, step: Extract<OrdinalStep, { delete: string }>) {
  const pod = cluster.cache(PODS).get(namespacedKey(set.metadata.namespace, step.delete));
  if (pod === undefined) return;
  const events = cluster.recorder(COMPONENT);
  if (step.why === 'ended') {
    const word = pod.status?.phase === 'Failed' ? 'failed' : 'terminated';
    const reason = word === 'failed' ? 'RecreatingFailedPod' : 'RecreatingTerminatedPod';
    const message = `StatefulSet ${keyOf(set)} is recreating ${word} Pod ${step.delete}`;
    events.event(set, word === 'failed' ? 'Warning' : 'Normal', reason, message);
  }
  if (step.why === 'condemned' && set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled === 'Delete') {
    await tieClaims(cluster, set, pod, step.ordinal);
  }
  await cluster.delete(PODS, pod);
  const message = `delete Pod ${step.delete} in StatefulSet ${set.metadata.name} successful`;
  events.event(set, 'Normal', 'SuccessfulDelete', message);
}

/** Makes the pod the owner of its claims, so that they go with it. */
async function tieClaims(cluster: Cluster, set: StatefulSet, pod: Pod, ordinal: number): Promise<void> {
  for (const { metadata } of set.spec.volumeClaimTemplates ?? []) {
    const key = namespacedKey(set.metadata.namespace, claimNameAt(set, metadata.name ?? '', ordinal));
    const found = cluster.cache(PERSISTENT_VOLUME_CLAIMS).get(key);
    if (found === undefined) continue;
    const { name, uid } = pod.metadata;
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: name ?? '', uid: uid ?? '' }];
    await cluster.update(PERSISTENT_VOLUME_CLAIMS, { ...found, metadata: { ...found.metadata, ownerReferences } });
  }
}

function statusOf(
  cluster: Cluster,
  set: StatefulSet,
  pods: readonly Pod[],
  current: ControllerRevision,
  update: ControllerRevision,
): StatefulSetStatus {
  const now = cluster.clock.now();
  const counted = pods.filter((pod) => pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded');
  const count = (test: (pod: Pod) => boolean) => counted.filter(test).length;
  const at = (revision: ControllerRevision) =>
    count((pod) => !isDeleting(pod) && podRevision(pod) === revision.metadata.name);
  const status: StatefulSetStatus = {
    observedGeneration: set.metadata.generation,
    replicas: counted.length,
    readyReplicas: count(isReady),
    availableReplicas: count((pod) => isAvailable(pod, set.spec.minReadySeconds ?? 0, now)),
    currentReplicas: at(current),
    updatedReplicas: at(update),
    currentRevision: current.metadata.name,
    updateRevision: update.metadata.name,
    collisionCount: set.status?.collisionCount ?? 0,
    ...(set.status?.conditions && { conditions: set.status.conditions }),
  };
  const wished = set.spec.replicas ?? 1;
  const complete =
    set.spec.updateStrategy?.type !== 'OnDelete' &&
    status.updatedReplicas === wished &&
    status.readyReplicas === wished &&
    status.replicas === wished;
  if (complete) {
    status.currentReplicas = status.updatedReplicas;
    status.currentRevision = status.updateRevision;
  }
  // As Go does, zero counts are left out where the API does not require them.
  for (const name of ['readyReplicas', 'currentReplicas', 'updatedReplicas'] as const) {
    if (status[name] === 0) delete status[name];
  }
  return status;
}

function soonestAvailable(cluster: Cluster, set: StatefulSet, pods: readonly Pod[]): number | undefined {
  const now = cluster.clock.now();
  const waits = pods
    .map((pod) => availableIn(pod, set.spec.minReadySeconds ?? 0, now))
    .filter((wait) => wait > 0 && wait < Number.POSITIVE_INFINITY);
  return waits.length === 0 ? undefined : Math.min(...waits);
}
