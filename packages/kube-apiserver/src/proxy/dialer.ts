import type { Duplex } from 'node:stream';

/**
 * Ways to what stands behind the API server. Each returns a byte stream that speaks plain HTTP/1.1, or nothing when there
 * is nobody to reach, such as a service whose pods are only simulated and answer nothing.
 */
export interface Dialer {
  /** The kubelet of a node, with the paths of the real one: `/containerLogs/…`, `/exec/…`, `/attach/…`, `/portForward/…`. */
  kubelet(node: string): Duplex | undefined;
  /** A service of the cluster, such as the one behind an aggregated API or a webhook. */
  service(namespace: string, name: string, port: number): Duplex | undefined;
  /** A port of a pod, for `pods/proxy`. */
  pod(namespace: string, name: string, port: number): Duplex | undefined;
  /** APIs that come with what stands behind the server, without a registration. An APIService of the same name prevails. */
  readonly apis?: readonly UnregisteredApi[];
}

/** An API that another program serves, such as the measurements of simulated nodes. */
export interface UnregisteredApi {
  readonly group: string;
  readonly version: string;
  connect(): Duplex;
}

/** Nobody is there. */
export const noDialer: Dialer = { kubelet: () => undefined, service: () => undefined, pod: () => undefined };
