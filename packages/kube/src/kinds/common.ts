/** Shapes that several kinds share. Source: k8s.io/api, version 1.34. */

/** An amount such as `100m`, `1.5Gi` or `2`. Numbers occur in JSON written by hand. */
export type ResourceQuantity = string | number;

/** By name: `cpu`, `memory`, `pods`, `ephemeral-storage`, or a name with a domain. */
export type ResourceList = Record<string, ResourceQuantity>;

export interface ResourceRequirements {
  requests?: ResourceList;
  limits?: ResourceList;
  claims?: { name: string; request?: string }[];
}

/** A number, or a percentage such as `25%`, or the name of a port. */
export type IntOrString = number | string;

export interface LocalObjectReference {
  name?: string;
}

export interface ObjectReference {
  apiVersion?: string;
  kind?: string;
  namespace?: string;
  name?: string;
  uid?: string;
  resourceVersion?: string;
  fieldPath?: string;
}

export type ConditionStatus = 'True' | 'False' | 'Unknown';

/** The conditions of most kinds; some leave out times, or have more. */
export interface Condition {
  type: string;
  status: ConditionStatus;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
  lastProbeTime?: string | null;
  lastHeartbeatTime?: string;
  observedGeneration?: number;
}

export interface NodeSelectorRequirement {
  key: string;
  /** `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`. */
  operator: string;
  values?: string[];
}

export interface NodeSelectorTerm {
  matchExpressions?: NodeSelectorRequirement[];
  matchFields?: NodeSelectorRequirement[];
}

/** Any of the terms has to match. */
export interface NodeSelector {
  nodeSelectorTerms: NodeSelectorTerm[];
}
