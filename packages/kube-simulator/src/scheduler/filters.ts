/** Why a node cannot take a pod. Sentences and order are those of kube-scheduler's plugins. */
import type { Node, Pod } from '@luban/kube/kinds';
import { matchesNode } from '../support/node-affinity.ts';
import { requestsOf } from '../support/pod-requests.ts';
import { isTolerated, untoleratedTaint } from '../support/taints.ts';
import type { NodeState } from './node-state.ts';
import type { AffinityRules } from './pod-affinity.ts';
import type { SpreadRules } from './topology-spread.ts';
import type { VolumeRules } from './volume-rules.ts';

export interface Problem {
  reasons: string[];
  /** Fewer pods on the node would help. */
  resolvable: boolean;
}

export interface PlacementRules {
  affinity: AffinityRules;
  spread: SpreadRules;
  volumes: VolumeRules;
}

/** The first plugin that refuses the node speaks, as in Kubernetes; missing resources are all told at once. */
export function problemWith(pod: Pod, state: NodeState, node: Node, rules: PlacementRules): Problem | undefined {
  if (node.spec.unschedulable && !toleratesUnschedulable(pod)) {
    return { reasons: ['node(s) were unschedulable'], resolvable: false };
  }
  const taint = untoleratedTaint(node.spec.taints, pod.spec.tolerations);
  if (taint !== undefined) {
    const reason = `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
    return { reasons: [reason], resolvable: false };
  }
  if (!matchesNode(pod, node)) {
    return { reasons: ["node(s) didn't match Pod's node affinity/selector"], resolvable: false };
  }
  if (state.hasPortsOf(pod)) {
    return { reasons: ["node(s) didn't have free ports for the requested pod ports"], resolvable: true };
  }
  const shortage = missingResources(pod, state);
  if (shortage !== undefined) return shortage;
  const other = rules.volumes.problem(node) ?? rules.spread.problem(node) ?? rules.affinity.problem(node);
  return other && { reasons: [other.reason], resolvable: other.resolvable };
}

/** What DaemonSets check: everything but room. */
function toleratesUnschedulable({ spec }: Pick<Pod, 'spec'>): boolean {
  return isTolerated({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }, spec.tolerations);
}

function missingResources(pod: Pod, { allocatable, requested, pods }: NodeState): Problem | undefined {
  const reasons: string[] = [];
  let resolvable = true;
  if (pods.size + 1 > (allocatable.get('pods') ?? Number.POSITIVE_INFINITY)) reasons.push('Too many pods');
  for (const [name, amount] of requestsOf(pod.spec)) {
    if (amount === 0) continue;
    const total = allocatable.get(name) ?? 0;
    if ((requested.get(name) ?? 0) + amount <= total) continue;
    reasons.push(`Insufficient ${name}`);
    if (amount > total) resolvable = false;
  }
  return reasons.length === 0 ? undefined : { reasons, resolvable };
}
