/** Even distribution over zones or nodes. Source: the PodTopologySpread plugin of kube-scheduler. */
import { type LabelSelector, matchesLabels } from '@luban/kube';
import type { Node, Pod, TopologySpreadConstraint } from '@luban/kube/kinds';
import { matchesNode } from '../support/node-affinity.ts';
import { isDeleting, labelOf } from '../support/objects.ts';
import { selectorOrNull } from '../support/selection.ts';
import { untoleratedTaint } from '../support/taints.ts';
import type { ClusterState } from './cluster-state.ts';

export interface SpreadRules {
  problem(node: Node): { reason: string; resolvable: boolean } | undefined;
  /** Lower where fewer matching pods are; only of the constraints that may be broken. */
  crowd(node: Node): number;
}

export function spreadRules(pod: Pod, state: ClusterState): SpreadRules {
  const rules = (pod.spec.topologySpreadConstraints ?? []).map((constraint) => countPods(pod, constraint, state));
  const strict = rules.filter(({ constraint }) => constraint.whenUnsatisfiable === 'DoNotSchedule');
  const lenient = rules.filter(({ constraint }) => constraint.whenUnsatisfiable !== 'DoNotSchedule');
  return {
    problem(node) {
      for (const { constraint, counts, least, self } of strict) {
        const value = labelOf(node, constraint.topologyKey);
        const reason = "node(s) didn't match pod topology spread constraints";
        if (value === undefined) return { reason: `${reason} (missing required label)`, resolvable: false };
        if ((counts.get(value) ?? 0) + self - least > constraint.maxSkew) return { reason, resolvable: true };
      }
      return undefined;
    },
    crowd: (node) =>
      lenient.reduce((sum, { constraint, counts }) => {
        const value = labelOf(node, constraint.topologyKey);
        return sum + (value === undefined ? 0 : (counts.get(value) ?? 0));
      }, 0),
  };
}

function countPods(pod: Pod, constraint: TopologySpreadConstraint, state: ClusterState) {
  const selector = selectorWithKeys(pod, constraint);
  const counts = new Map<string, number>();
  for (const { node, pods } of state.nodes()) {
    const value = node && labelOf(node, constraint.topologyKey);
    if (node === undefined || value === undefined || !isEligible(pod, constraint, node)) continue;
    let count = counts.get(value) ?? 0;
    if (selector !== null) {
      for (const other of pods.values()) {
        if (other.metadata.namespace !== pod.metadata.namespace || isDeleting(other)) continue;
        if (matchesLabels(selector, other.metadata.labels)) count++;
      }
    }
    counts.set(value, count);
  }
  const fewDomains = counts.size < (constraint.minDomains ?? 1);
  const self = selector !== null && matchesLabels(selector, pod.metadata.labels) ? 1 : 0;
  return { constraint, counts, self, least: fewDomains || counts.size === 0 ? 0 : Math.min(...counts.values()) };
}

function isEligible(pod: Pod, constraint: TopologySpreadConstraint, node: Node): boolean {
  if ((constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor' && !matchesNode(pod, node)) return false;
  return constraint.nodeTaintsPolicy !== 'Honor' || !untoleratedTaint(node.spec.taints, pod.spec.tolerations);
}

function selectorWithKeys(pod: Pod, constraint: TopologySpreadConstraint): LabelSelector | null {
  const selector = constraint.labelSelector ? selectorOrNull(constraint.labelSelector) : null;
  if (selector === null) return null;
  const own = (constraint.matchLabelKeys ?? []).flatMap((key) => {
    const value = labelOf(pod, key);
    return value === undefined ? [] : [{ key, operator: 'in' as const, values: [value] }];
  });
  return [...selector, ...own];
}
