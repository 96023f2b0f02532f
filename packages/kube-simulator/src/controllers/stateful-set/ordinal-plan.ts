/**
 * What to do next with the pods of a StatefulSet. Source: updateStatefulSet in
 * pkg/controller/statefulset/stateful_set_control.go of Kubernetes. Nothing here reads or writes anything.
 */

export interface OrdinalPod {
  name: string;
  ordinal: number;
  /** Name of the revision that it was made from. */
  revision: string | undefined;
  /** Ready for long enough. */
  available: boolean;
  terminating: boolean;
  /** Has ended; a set's pods never should. */
  ended?: 'Failed' | 'Succeeded';
}

export interface OrdinalView {
  start: number;
  replicas: number;
  /** One after the other, each only when all before it are available. */
  ordered: boolean;
  pods: readonly OrdinalPod[];
  updateRevision: string;
  /** Absent: pods are replaced only when somebody deletes them. */
  rolling?: {
    /** Ordinals below stay at their revision. Counted from `start`. */
    partition: number;
    maxUnavailable: number;
  };
}

export type OrdinalStep =
  | { create: number }
  /** `why` for the event: it ended, it is beyond the wished number, or its revision is old. */
  | { delete: string; ordinal: number; why: 'ended' | 'condemned' | 'outdated' };

export function planOrdinals(view: OrdinalView): OrdinalStep[] {
  const { start, replicas, ordered, pods } = view;
  const byOrdinal = new Map(pods.map((pod) => [pod.ordinal, pod]));
  const end = start + replicas;
  const condemned = pods
    .filter(({ ordinal }) => ordinal < start || ordinal >= end)
    .sort((a, b) => b.ordinal - a.ordinal);
  const steps: OrdinalStep[] = [];
  for (let ordinal = start; ordinal < end; ordinal++) {
    const pod = byOrdinal.get(ordinal);
    if (pod === undefined) {
      steps.push({ create: ordinal });
      if (ordered) return steps;
    } else if (pod.ended !== undefined && !pod.terminating) {
      steps.push({ delete: pod.name, ordinal, why: 'ended' });
      if (ordered) return steps;
    } else if (ordered && (pod.terminating || !pod.available)) return steps;
  }
  const firstUnhealthy = [...pods]
    .sort((a, b) => a.ordinal - b.ordinal)
    .find((pod) => !pod.available || pod.terminating);
  for (const pod of condemned) {
    if (pod.terminating) {
      if (ordered) return steps;
      continue;
    }
    if (ordered && !pod.available && pod !== firstUnhealthy) return steps;
    steps.push({ delete: pod.name, ordinal: pod.ordinal, why: 'condemned' });
    if (ordered) return steps;
  }
  return [...steps, ...planReplacement(view, byOrdinal)];
}

/** From the highest ordinal down, as many at once as may be unavailable. */
function planReplacement(view: OrdinalView, byOrdinal: ReadonlyMap<number, OrdinalPod>): OrdinalStep[] {
  const { start, replicas, updateRevision, rolling } = view;
  if (rolling === undefined) return [];
  const steps: OrdinalStep[] = [];
  let unavailable = 0;
  for (let ordinal = start; ordinal < start + replicas; ordinal++) {
    const pod = byOrdinal.get(ordinal);
    if (pod === undefined || pod.terminating || !pod.available) unavailable++;
  }
  for (let ordinal = start + replicas - 1; ordinal >= start + rolling.partition; ordinal--) {
    const pod = byOrdinal.get(ordinal);
    if (pod === undefined || pod.terminating || pod.revision === updateRevision) continue;
    // One that is broken already can be replaced without loss.
    if (pod.available && unavailable >= rolling.maxUnavailable) break;
    if (pod.available) unavailable++;
    steps.push({ delete: pod.name, ordinal, why: 'outdated' });
    if (steps.length >= rolling.maxUnavailable) break;
  }
  return steps;
}
