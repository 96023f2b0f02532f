import type { KubeObject } from '@luban/kube';

export interface ScaleState {
  /** Asked for. Absent: the object does not say. */
  readonly replicas: number | undefined;
  /** There are. */
  readonly statusReplicas: number;
  /** Of the pods, in the query form. May be empty. */
  readonly selector: string;
}

/** How the objects of a kind tell and take their number of replicas: what stands behind `…/scale`. */
export interface ScaleAccess {
  /** Path of the wish in the object, such as `['spec', 'replicas']`: a field of it is owned when the scale is written. */
  readonly replicasPath: readonly string[];
  read(object: KubeObject): ScaleState;
  /** Returns a new object; the argument stays as it is. */
  write(object: KubeObject, replicas: number): KubeObject;
}
