/** Kubernetes' own kinds as types: the fields that this product reads or writes. The rest stays reachable as `unknown`. */
export type * from './kinds/autoscaling.ts';
export type * from './kinds/batch.ts';
export type * from './kinds/common.ts';
export type * from './kinds/container.ts';
export type * from './kinds/core.ts';
export type * from './kinds/node.ts';
export type * from './kinds/pod.ts';
export type * from './kinds/service.ts';
export type * from './kinds/volume.ts';
export type * from './kinds/workload.ts';
