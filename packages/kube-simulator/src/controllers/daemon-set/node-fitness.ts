/** Where the pods of DaemonSets belong. Source: pkg/controller/daemon of Kubernetes. */
import type { DaemonSet, Node, Pod, PodSpec, Toleration } from '@luban/kube/kinds';
import { matchesNode } from '../../support/node-affinity.ts';
import { untoleratedTaint } from '../../support/taints.ts';

const ALWAYS_TOLERATED: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const NETWORK_UNAVAILABLE: Toleration = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

function tolerationsOf({ tolerations = [], hostNetwork }: PodSpec): Toleration[] {
  const added = hostNetwork ? [...ALWAYS_TOLERATED, NETWORK_UNAVAILABLE] : ALWAYS_TOLERATED;
  const missing = added.filter(
    ({ key, effect }) =>
      !tolerations.some((known) => known.key === key && known.effect === effect && known.operator === 'Exists'),
  );
  return [...tolerations, ...missing];
}

/** Whether a pod should be started on the node, and whether one that is there may stay. */
export function fitness({ spec }: DaemonSet, node: Node): { shouldRun: boolean; mayStay: boolean } {
  const template = spec.template.spec;
  const isOther = template.nodeName !== undefined && template.nodeName !== node.metadata.name;
  if (isOther || !matchesNode({ spec: template }, node)) return { shouldRun: false, mayStay: false };
  const tolerations = tolerationsOf(template);
  if (untoleratedTaint(node.spec.taints, tolerations) === undefined) return { shouldRun: true, mayStay: true };
  return { shouldRun: false, mayStay: untoleratedTaint(node.spec.taints, tolerations, ['NoExecute']) === undefined };
}

/** The node that a pod is on, or waits to be put on. */
export function targetNodeOf({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const { matchFields = [] } of terms) {
    const field = matchFields.find(({ key, operator }) => key === 'metadata.name' && operator === 'In');
    if (field?.values?.[0] !== undefined) return field.values[0];
  }
  return undefined;
}

/** Replaces what the template asks of nodes, which was checked already, by the one node. */
export function boundTo(spec: PodSpec, node: string): PodSpec {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  const nodeAffinity = {
    ...spec.affinity?.nodeAffinity,
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] },
  };
  return { ...spec, affinity: { ...spec.affinity, nodeAffinity }, tolerations: tolerationsOf(spec) };
}
