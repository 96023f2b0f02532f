/** A client for Kubernetes APIs. */
export { Informer, type InformerHandlers, type InformerOptions } from './client/informer.ts';
export {
  type DeleteOptions,
  KubeClient,
  type ListOptions,
  type PatchType,
  type ResourceKind,
  type WatchOptions,
  type WriteOptions,
} from './client/kube-client.ts';
export { linesOf } from './client/lines.ts';
export { type ResourceRef, resourcePath } from './client/resource-path.ts';
export type { Transport, TransportRequest, TransportResponse } from './client/transport.ts';
