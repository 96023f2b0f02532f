/** Removes pods from nodes that they do not tolerate. Source: pkg/controller/tainteviction of Kubernetes. */
import { timestamp } from '@luban/kube';
import type { Pod, Taint } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { podsByNode } from '../../support/informers.ts';
import { sameJson } from '../../support/json.ts';
import { NODES, PODS } from '../../support/kinds.ts';
import { keyOf, timeOf } from '../../support/objects.ts';
import { isActive } from '../../support/pods.ts';
import { tolerates } from '../../support/taints.ts';

export function taintEvictionController(cluster: Cluster): Controller {
  const pods = cluster.cache(PODS);
  const nodes = cluster.cache(NODES);
  return {
    name: 'taint-eviction',
    watch: (enqueue) => [
      onChange(pods, (pod, previous) => {
        if (pod.spec.nodeName && previous?.spec.nodeName !== pod.spec.nodeName) enqueue(keyOf(pod));
      }),
      onChange(nodes, (node, previous) => {
        if (previous !== undefined && sameJson(node.spec.taints, previous.spec.taints)) return;
        for (const pod of podsByNode(cluster.informers).get(node.metadata.name ?? '')) enqueue(keyOf(pod));
      }),
    ],
    async reconcile(key) {
      const pod = pods.get(key);
      const node = nodes.get(pod?.spec.nodeName ?? '');
      if (pod === undefined || node === undefined || !isActive(pod)) return undefined;
      const taints = (node.spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
      const due = evictionTime(pod, taints, cluster.clock.now());
      if (due === undefined) return undefined;
      const wait = due - cluster.clock.now();
      if (wait > 0) return wait;
      await evict(cluster, pod);
      return undefined;
    },
  };
}

/** When the pod has to go, in milliseconds of the epoch; undefined when it may stay. */
function evictionTime({ spec }: Pod, taints: readonly Taint[], now: number): number | undefined {
  let due: number | undefined;
  for (const taint of taints) {
    const matching = (spec.tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
    const limits = matching.map(({ tolerationSeconds }) => tolerationSeconds).filter((limit) => limit !== undefined);
    if (matching.length > 0 && limits.length === 0) continue;
    const patience = matching.length === 0 ? 0 : Math.max(0, Math.min(...limits)) * 1000;
    const end = patience === 0 ? now : (timeOf(taint.timeAdded) ?? now) + patience;
    due = Math.min(due ?? end, end);
  }
  return due;
}

async function evict(cluster: Cluster, pod: Pod): Promise<void> {
  const message = `Marking for deletion Pod ${keyOf(pod)}`;
  cluster.recorder('taint-eviction-controller').event(pod, 'Normal', 'TaintManagerEviction', message);
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
    lastTransitionTime: timestamp(cluster.clock.now()),
  };
  const patch = { metadata: { uid: pod.metadata.uid }, status: { conditions: [condition] } };
  await cluster.patch(PODS, pod, 'strategic', patch, 'status');
  await cluster.delete(PODS, pod);
}
