/** Questions about pods that several controllers ask. Source: pkg/api/v1/pod and pkg/controller of Kubernetes. */
import type { Pod, PodTemplateSpec } from '@luban/kube/kinds';
import { conditionOf } from './conditions.ts';
import { isDeleting, timeOf } from './objects.ts';

export function isReady(pod: Pod): boolean {
  return conditionOf(pod.status?.conditions, 'Ready')?.status === 'True';
}

/** Ready for so long. */
export function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  return isReady(pod) && (minReadySeconds === 0 || availableIn(pod, minReadySeconds, now) <= 0);
}

/** Milliseconds until a ready pod counts as available; at most zero when it does; Infinity when it is not ready. */
export function availableIn(pod: Pod, minReadySeconds: number, now: number): number {
  const ready = conditionOf(pod.status?.conditions, 'Ready');
  if (ready?.status !== 'True') return Number.POSITIVE_INFINITY;
  return (timeOf(ready.lastTransitionTime) ?? 0) + minReadySeconds * 1000 - now;
}

/** Has run to its end, well or badly. */
export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Counts as a replica. */
export function isActive(pod: Pod): boolean {
  return !isTerminal(pod) && !isDeleting(pod);
}

/** What a controller creates from its template, whose parts it shares. */
export function podFromTemplate(template: PodTemplateSpec, labels?: Record<string, string>) {
  const { metadata, spec } = template;
  return {
    metadata: {
      ...(metadata?.annotations && { annotations: metadata.annotations }),
      ...(metadata?.finalizers && { finalizers: metadata.finalizers }),
      labels: { ...metadata?.labels, ...labels },
    },
    spec,
  };
}
