/** Removes pods that nobody else will. Source: pkg/controller/podgc of Kubernetes. */
import { timestamp } from '@luban/kube';
import type { Pod } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { podsByNode } from '../../support/informers.ts';
import { NODES, PODS } from '../../support/kinds.ts';
import { isDeleting, keyOf } from '../../support/objects.ts';
import { isTerminal } from '../../support/pods.ts';

/** So long, in milliseconds, a node may be missing before its pods are given up. */
const QUARANTINE = 40_000;
/** More ended pods than this are not kept. */
const MOST_ENDED = 12_500;
const SWEEP = 'terminated pods';

export function podGarbageCollector(cluster: Cluster): Controller {
  const pods = cluster.cache(PODS);
  const nodes = cluster.cache(NODES);
  let ended = 0;
  const missingSince = new Map<string, number>();
  return {
    name: 'pod-garbage-collector',
    workers: 1,
    watch: (enqueue) => [
      onChange(pods, (pod, previous) => {
        const isGone = pods.get(keyOf(pod)) === undefined;
        ended += Number(!isGone && isTerminal(pod)) - Number(isTerminal(isGone ? pod : (previous ?? pod)));
        if (previous === undefined && !isGone && isTerminal(pod)) ended++;
        if (ended > MOST_ENDED) enqueue(SWEEP, 20_000);
        const { nodeName } = pod.spec;
        if (nodeName ? nodes.get(nodeName) === undefined : isDeleting(pod)) enqueue(keyOf(pod));
      }),
      nodes.subscribe({
        onDelete: ({ metadata }) => {
          for (const pod of podsByNode(cluster.informers).get(metadata.name ?? '')) enqueue(keyOf(pod));
        },
      }),
    ],
    async reconcile(key) {
      if (key === SWEEP) {
        const surplus = [...pods.values()]
          .filter((pod) => isTerminal(pod) && !isDeleting(pod))
          .sort((a, b) => ((a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? -1 : 1))
          .slice(0, Math.max(0, ended - MOST_ENDED));
        for (const pod of surplus) await remove(cluster, pod);
        return undefined;
      }
      const pod = pods.get(key);
      if (pod === undefined) return undefined;
      const { nodeName } = pod.spec;
      if (!nodeName) {
        // No kubelet will end a pod that never had a node.
        if (isDeleting(pod)) await remove(cluster, pod);
        return undefined;
      }
      if (nodes.get(nodeName) !== undefined) {
        missingSince.delete(nodeName);
        return undefined;
      }
      const now = cluster.clock.now();
      const since = missingSince.get(nodeName) ?? now;
      missingSince.set(nodeName, since);
      if (now - since < QUARANTINE) return since + QUARANTINE - now;
      await giveUp(cluster, pod);
      return undefined;
    },
  };
}

async function giveUp(cluster: Cluster, pod: Pod): Promise<void> {
  if (!isTerminal(pod)) {
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByPodGC',
      message: 'PodGC: node no longer exists',
      lastTransitionTime: timestamp(cluster.clock.now()),
    };
    const patch = { metadata: { uid: pod.metadata.uid }, status: { phase: 'Failed', conditions: [condition] } };
    await cluster.patch(PODS, pod, 'strategic', patch, 'status');
  }
  await remove(cluster, pod);
}

function remove(cluster: Cluster, pod: Pod): Promise<void> {
  return cluster.delete(PODS, pod, { gracePeriodSeconds: 0 });
}
