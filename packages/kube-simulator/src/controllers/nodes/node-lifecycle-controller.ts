import { timestamp } from '@luban/kube';
import type { Condition, Node, Pod } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { conditionOf } from '../../support/conditions.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { podsByNode } from '../../support/informers.ts';
import { sameJson } from '../../support/json.ts';
import { LEASES, NODES, PODS } from '../../support/kinds.ts';
import { timeOf } from '../../support/objects.ts';
import { isTerminal } from '../../support/pods.ts';
import { taintsFor } from './node-taints.ts';

const COMPONENT = 'node-controller';
/** A node whose lease is older than this, in milliseconds, is not heard from any more. */
const GRACE = 50_000;
const FIRST_GRACE = 60_000;
const SILENT: readonly string[] = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** Marks nodes by their state, so that others keep away from them, and notices when one falls silent. */
export function nodeLifecycleController(cluster: Cluster): Controller {
  const nodes = cluster.cache(NODES);
  const leases = cluster.cache(LEASES);
  return {
    name: 'nodelifecycle',
    watch: (enqueue) => [
      onChange(nodes, (node, previous) => {
        if (previous === undefined) {
          const message = `Node ${node.metadata.name} event: Registered Node ${node.metadata.name} in Controller`;
          if (nodes.get(node.metadata.name ?? '') !== undefined) {
            cluster.recorder(COMPONENT).event(node, 'Normal', 'RegisteredNode', message);
          }
        }
        enqueue(node.metadata.name);
      }),
    ],
    async reconcile(name) {
      const node = nodes.get(name);
      if (node === undefined) return undefined;
      const heard = timeOf(leases.get(`kube-node-lease/${name}`)?.spec?.renewTime);
      const silence = cluster.clock.now() - (heard ?? cluster.clock.now());
      let current = node;
      const isSilent = silence > (node.status?.conditions === undefined ? FIRST_GRACE : GRACE);
      if (isSilent) current = await markUnknown(cluster, node);
      const taints = taintsFor(current, cluster.clock.now());
      if (!sameJson(taints, current.spec.taints ?? [])) {
        current = await cluster.update(NODES, { ...current, spec: { ...current.spec, taints } });
      }
      const ready = conditionOf(current.status?.conditions, 'Ready');
      if (ready !== undefined && ready.status !== 'True') await markPodsNotReady(cluster, name);
      // Nodes without a lease are nobody's, and keep the state that somebody gave them.
      return heard === undefined || isSilent ? undefined : GRACE - silence + 1000;
    },
  };
}

async function markUnknown(cluster: Cluster, node: Node): Promise<Node> {
  const ready = conditionOf(node.status?.conditions, 'Ready');
  if (ready?.status === 'Unknown') return node;
  const now = timestamp(cluster.clock.now());
  const conditions = (node.status?.conditions ?? []).map((condition): Condition => {
    if (!SILENT.includes(condition.type) || condition.status === 'Unknown') return condition;
    const message = 'Kubelet stopped posting node status.';
    return { ...condition, status: 'Unknown', reason: 'NodeStatusUnknown', message, lastTransitionTime: now };
  });
  const marked = await cluster.updateStatus(NODES, { ...node, status: { ...node.status, conditions } });
  const message = `Node ${node.metadata.name} status is now: NodeNotReady`;
  cluster.recorder(COMPONENT).event(marked, 'Normal', 'NodeNotReady', message);
  return marked;
}

/** Nobody can say whether they still serve. */
async function markPodsNotReady(cluster: Cluster, name: string): Promise<void> {
  for (const pod of podsByNode(cluster.informers).get(name)) {
    const ready = conditionOf(pod.status?.conditions, 'Ready');
    if (isTerminal(pod) || ready?.status !== 'True') continue;
    await patchReady(cluster, pod, ready);
    cluster.recorder(COMPONENT).event(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
  }
}

async function patchReady(cluster: Cluster, pod: Pod, ready: Condition): Promise<void> {
  const condition = { ...ready, status: 'False', lastTransitionTime: timestamp(cluster.clock.now()) };
  const patch = { metadata: { uid: pod.metadata.uid }, status: { conditions: [condition] } };
  await cluster.patch(PODS, pod, 'strategic', patch, 'status');
}
