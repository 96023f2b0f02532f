import type { KubeObject } from '@luban/kube';
import { podsOf } from './workloads.ts';

/** Scales a workload by the load of its processors. */
export function autoscaler(
  name: string,
  range: { min: number; max: number; cpu: number; memory?: number; kind?: string },
): KubeObject {
  const { min, max, cpu, memory, kind = 'Deployment' } = range;
  const metric = (resource: string, averageUtilization: number) => ({
    type: 'Resource',
    resource: { name: resource, target: { type: 'Utilization', averageUtilization } },
  });
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind, name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [metric('cpu', cpu), ...(memory === undefined ? [] : [metric('memory', memory)])],
    },
  };
}

/** @param rule such as `{ minAvailable: 1 }` */
export function disruptionBudget(
  name: string,
  rule: { minAvailable: number | string } | { maxUnavailable: number | string },
): KubeObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: { ...rule, selector: { matchLabels: podsOf(name) } },
  };
}

/** Spreads a workload's pods over nodes, as far as that goes. */
export function spread(name: string): { topologySpreadConstraints: [SpreadConstraint] } {
  return {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: podsOf(name) },
      },
    ],
  };
}

interface SpreadConstraint {
  maxSkew: number;
  topologyKey: string;
  whenUnsatisfiable: 'ScheduleAnyway';
  labelSelector: { matchLabels: Record<string, string> };
}
