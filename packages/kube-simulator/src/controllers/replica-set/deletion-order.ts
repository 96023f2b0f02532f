/** Which pods a controller deletes first. Source: ActivePodsWithRanks in pkg/controller/controller_utils.go of Kubernetes. */
import type { Pod } from '@luban/kube/kinds';
import { conditionOf } from '../../support/conditions.ts';
import { annotationOf, compareText } from '../../support/objects.ts';
import { isReady } from '../../support/pods.ts';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const PHASES: Record<string, number> = { Pending: 0, Unknown: 1, Running: 2 };

/**
 * First those that matter least: without a node, pending, not ready, of low cost, sharing their node with more others,
 * ready or created most recently, restarted most.
 */
export function inDeletionOrder(pods: readonly Pod[]): Pod[] {
  const neighbours = new Map<string, number>();
  for (const { spec } of pods) {
    if (spec.nodeName) neighbours.set(spec.nodeName, (neighbours.get(spec.nodeName) ?? 0) + 1);
  }
  const crowd = (pod: Pod) => neighbours.get(pod.spec.nodeName ?? '') ?? 0;
  return [...pods].sort(
    (a, b) =>
      Number(Boolean(a.spec.nodeName)) - Number(Boolean(b.spec.nodeName)) ||
      phase(a) - phase(b) ||
      Number(isReady(a)) - Number(isReady(b)) ||
      cost(a) - cost(b) ||
      crowd(b) - crowd(a) ||
      compareText(readySince(b), readySince(a)) ||
      restarts(b) - restarts(a) ||
      compareText(b.metadata.creationTimestamp ?? '', a.metadata.creationTimestamp ?? '') ||
      compareText(b.metadata.name ?? '', a.metadata.name ?? ''),
  );
}

function phase({ status }: Pod): number {
  return PHASES[status?.phase ?? 'Pending'] ?? 2;
}

function cost(pod: Pod): number {
  const text = annotationOf(pod, DELETION_COST);
  return text !== undefined && /^-?\d{1,10}$/.test(text) ? Number(text) : 0;
}

function readySince(pod: Pod): string {
  return isReady(pod) ? (conditionOf(pod.status?.conditions, 'Ready')?.lastTransitionTime ?? '') : '';
}

function restarts({ status }: Pod): number {
  return Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}
