import type { KubeObject } from '../object.ts';
import type { LabelSelectorObject } from '../selectors/label-selector.ts';
import type { Condition, IntOrString, ResourceQuantity } from './common.ts';

/** Source: autoscaling/v2. */
export interface HorizontalPodAutoscaler extends KubeObject {
  spec: {
    scaleTargetRef: CrossVersionObjectReference;
    minReplicas?: number;
    maxReplicas: number;
    metrics?: MetricSpec[];
    behavior?: { scaleUp?: ScalingRules; scaleDown?: ScalingRules };
  };
  status?: HorizontalPodAutoscalerStatus;
}

export interface HorizontalPodAutoscalerStatus {
  observedGeneration?: number;
  lastScaleTime?: string;
  currentReplicas?: number;
  desiredReplicas: number;
  currentMetrics?: MetricStatus[] | null;
  conditions?: Condition[];
}

export interface CrossVersionObjectReference {
  apiVersion?: string;
  kind: string;
  name: string;
}

export interface MetricTarget {
  type: 'Utilization' | 'Value' | 'AverageValue';
  averageUtilization?: number;
  averageValue?: ResourceQuantity;
  value?: ResourceQuantity;
}

export interface MetricSpec {
  type: 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External';
  resource?: { name: string; target: MetricTarget };
  containerResource?: { name: string; container: string; target: MetricTarget };
  [source: string]: unknown;
}

export interface MetricValueStatus {
  averageUtilization?: number;
  averageValue?: ResourceQuantity;
  value?: ResourceQuantity;
}

export interface MetricStatus {
  type: string;
  resource?: { name: string; current: MetricValueStatus };
  containerResource?: { name: string; container: string; current: MetricValueStatus };
}

export interface ScalingRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: 'Max' | 'Min' | 'Disabled';
  policies?: { type: 'Pods' | 'Percent'; value: number; periodSeconds: number }[];
}

/** What `…/scale` of a workload speaks. Source: autoscaling/v1. */
export interface Scale extends KubeObject {
  spec?: { replicas?: number };
  status?: { replicas: number; selector?: string };
}

/** Source: policy/v1. */
export interface PodDisruptionBudget extends KubeObject {
  spec: {
    minAvailable?: IntOrString;
    maxUnavailable?: IntOrString;
    selector?: LabelSelectorObject | null;
    unhealthyPodEvictionPolicy?: string;
  };
  status?: PodDisruptionBudgetStatus;
}

export interface PodDisruptionBudgetStatus {
  observedGeneration?: number;
  currentHealthy: number;
  desiredHealthy: number;
  disruptionsAllowed: number;
  expectedPods: number;
  /** Pods whose eviction was granted, by name, with the time. */
  disruptedPods?: Record<string, string>;
  conditions?: Condition[];
}

/** Source: metrics.k8s.io/v1beta1. */
export interface PodMetrics extends KubeObject {
  timestamp: string;
  /** Such as `30s`. */
  window: string;
  containers: { name: string; usage: Record<string, ResourceQuantity> }[];
}

/** Source: metrics.k8s.io/v1beta1. */
export interface NodeMetrics extends KubeObject {
  timestamp: string;
  window: string;
  usage: Record<string, ResourceQuantity>;
}
