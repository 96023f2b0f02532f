import { labelSelectorFromObject } from '@luban/kube';
import type { ControllerRevision, DaemonSet, DaemonSetStatus, Pod } from '@luban/kube/kinds';
import { BURST, inSlowStartBatches } from '../../support/batches.ts';
import type { Cluster } from '../../support/cluster.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { messageOf } from '../../support/errors.ts';
import { fractionOf } from '../../support/fraction.ts';
import { byController } from '../../support/informers.ts';
import { canonicalJson, sameJson } from '../../support/json.ts';
import { DAEMON_SETS, NODES, PODS } from '../../support/kinds.ts';
import { compareText, isDeleting, keyOf, labelOf, namespacedKey } from '../../support/objects.ts';
import { claim, controllerReference, enqueueOwners } from '../../support/owners.ts';
import { availableIn, isAvailable, isReady, podFromTemplate } from '../../support/pods.ts';
import { forgetRevisions, REVISION_HASH, revisionHash, syncRevisions } from '../controller-revisions.ts';
import { type DaemonNode, type DaemonPlan, planDaemons } from './daemon-plan.ts';
import { boundTo, fitness, targetNodeOf } from './node-fitness.ts';

const COMPONENT = 'daemonset-controller';

/** Keeps a pod on every node that a DaemonSet means. */
export function daemonSetController(cluster: Cluster): Controller {
  const sets = cluster.cache(DAEMON_SETS);
  return {
    name: 'daemonset',
    watch: (enqueue) => [
      onChange(sets, (set) => enqueue(keyOf(set))),
      enqueueOwners(cluster.cache(PODS), DAEMON_SETS, sets, enqueue),
      onChange(cluster.cache(NODES), (node, previous) => {
        const facts = ({ metadata, spec }: typeof node) => canonicalJson([metadata.labels, spec]);
        if (previous !== undefined && facts(node) === facts(previous)) return;
        for (const set of sets.values()) enqueue(keyOf(set), 50);
      }),
    ],
    async reconcile(key) {
      const set = sets.get(key);
      if (set === undefined) return undefined;
      const selector = labelSelectorFromObject(set.spec.selector);
      if (selector.length === 0) return undefined;
      await claim(cluster, DAEMON_SETS, set, selector, PODS);
      const { update, all } = await syncRevisions(cluster, DAEMON_SETS, set, selector, set.status?.collisionCount ?? 0);
      const failure = isDeleting(set) ? undefined : await act(cluster, set, update);
      const nodes = nodesOf(cluster, set, update);
      const status = statusOf(cluster, set, nodes);
      if (!sameJson(status, set.status)) await cluster.updateStatus(DAEMON_SETS, { ...set, status });
      if (failure !== undefined) throw failure;
      const pods = byController(cluster.cache(PODS)).get(set.metadata.uid ?? '');
      const live = new Set([revisionHash(update), ...pods.map((pod) => labelOf(pod, REVISION_HASH))]);
      await forgetRevisions(cluster, set, all, (revision) => live.has(revisionHash(revision)));
      const now = cluster.clock.now();
      const waits = pods
        .map((pod) => availableIn(pod, set.spec.minReadySeconds ?? 0, now))
        .filter((wait) => wait > 0 && wait < Number.POSITIVE_INFINITY);
      return waits.length === 0 ? undefined : Math.min(...waits);
    },
  };
}

function nodesOf(cluster: Cluster, set: DaemonSet, update: ControllerRevision): DaemonNode[] {
  const now = cluster.clock.now();
  const byNode = Map.groupBy(
    byController(cluster.cache(PODS)).get(set.metadata.uid ?? ''),
    (pod) => targetNodeOf(pod) ?? '',
  );
  const view = (pod: Pod) => ({
    name: pod.metadata.name ?? '',
    updated: labelOf(pod, REVISION_HASH) === revisionHash(update),
    available: isAvailable(pod, set.spec.minReadySeconds ?? 0, now),
    terminating: isDeleting(pod),
    failed: pod.status?.phase === 'Failed',
    succeeded: pod.status?.phase === 'Succeeded',
    created: pod.metadata.creationTimestamp ?? '',
  });
  return [...cluster.cache(NODES).values()]
    .map((node) => ({
      name: node.metadata.name ?? '',
      ...fitness(set, node),
      pods: (byNode.get(node.metadata.name ?? '') ?? []).map(view),
    }))
    .sort((a, b) => compareText(a.name, b.name));
}

async function act(cluster: Cluster, set: DaemonSet, update: ControllerRevision): Promise<unknown> {
  const { updateStrategy } = set.spec;
  const nodes = nodesOf(cluster, set, update);
  const wished = nodes.filter(({ shouldRun }) => shouldRun).length;
  const bounds = updateStrategy?.rollingUpdate;
  const maxSurge = fractionOf(bounds?.maxSurge, wished, 'up') ?? 0;
  const rolling = { maxSurge, maxUnavailable: fractionOf(bounds?.maxUnavailable, wished, 'up') ?? 1 };
  const plan = planDaemons(nodes, updateStrategy?.type === 'OnDelete' ? undefined : rolling);
  const events = cluster.recorder(COMPONENT);
  for (const { pod, node, succeeded } of plan.failed) {
    const name = namespacedKey(set.metadata.namespace, pod);
    const message = succeeded
      ? `Found succeeded daemon pod ${name} on node ${node}, will try to delete it`
      : `Found failed daemon pod ${name} on node ${node}, will try to kill it`;
    events.event(set, succeeded ? 'Normal' : 'Warning', succeeded ? 'SucceededDaemonPod' : 'FailedDaemonPod', message);
  }
  return (await remove(cluster, set, plan)) ?? (await create(cluster, set, update, plan));
}

async function create(cluster: Cluster, set: DaemonSet, update: ControllerRevision, plan: DaemonPlan) {
  const events = cluster.recorder(COMPONENT);
  const template = podFromTemplate(set.spec.template, { [REVISION_HASH]: revisionHash(update) });
  const { error } = await inSlowStartBatches(Math.min(plan.create.length, BURST), async (index) => {
    const pod = await cluster.create(PODS, {
      metadata: {
        ...template.metadata,
        generateName: `${(set.metadata.name ?? '').slice(0, 57)}-`,
        namespace: set.metadata.namespace,
        ownerReferences: [controllerReference(DAEMON_SETS, set)],
      },
      spec: boundTo(template.spec, plan.create[index] ?? ''),
    });
    events.event(set, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
  });
  if (error !== undefined) events.event(set, 'Warning', 'FailedCreate', `Error creating: ${messageOf(error)}`);
  return error;
}

async function remove(cluster: Cluster, set: DaemonSet, plan: DaemonPlan): Promise<unknown> {
  const events = cluster.recorder(COMPONENT);
  for (const name of new Set(plan.delete)) {
    const pod = cluster.cache(PODS).get(namespacedKey(set.metadata.namespace, name));
    if (pod === undefined) continue;
    try {
      await cluster.delete(PODS, pod);
      events.event(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
    } catch (error) {
      events.event(set, 'Warning', 'FailedDelete', `Error deleting: ${messageOf(error)}`);
      return error;
    }
  }
  return undefined;
}

function statusOf(cluster: Cluster, set: DaemonSet, nodes: readonly DaemonNode[]): DaemonSetStatus {
  const wished = nodes.filter(({ shouldRun }) => shouldRun);
  const isPodReady = (name: string) => {
    const pod = cluster.cache(PODS).get(namespacedKey(set.metadata.namespace, name));
    return pod !== undefined && isReady(pod);
  };
  const count = (test: (pod: DaemonNode['pods'][number]) => boolean) =>
    wished.filter(({ pods }) => pods.some((pod) => !pod.terminating && test(pod))).length;
  const available = count((pod) => pod.available);
  const updated = count((pod) => pod.updated);
  const missing = wished.length - available;
  return {
    currentNumberScheduled: wished.filter(({ pods }) => pods.length > 0).length,
    numberMisscheduled: nodes.filter(({ shouldRun, pods }) => !shouldRun && pods.length > 0).length,
    desiredNumberScheduled: wished.length,
    numberReady: count((pod) => isPodReady(pod.name)),
    observedGeneration: set.metadata.generation,
    ...(updated > 0 && { updatedNumberScheduled: updated }),
    ...(available > 0 && { numberAvailable: available }),
    ...(missing > 0 && { numberUnavailable: missing }),
    ...(set.status?.collisionCount !== undefined && { collisionCount: set.status.collisionCount }),
    ...(set.status?.conditions && { conditions: set.status.conditions }),
  };
}
