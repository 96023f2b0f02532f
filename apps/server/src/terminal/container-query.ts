import type { KubeObject } from '@luban/kube';
import type { ClusterHandle, ClusterRegistry } from '../clusters/cluster-registry.ts';
import type { Identity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import type { ContainerRef } from './exec-stream.ts';

export interface ContainerTarget extends ContainerRef {
  cluster: ClusterHandle;
}

/** Names of Kubernetes objects, as long as the longest. */
const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

/**
 * Reads `cluster`, `namespace`, `pod` and `container` of a query.
 *
 * @throws Refusal 400 LB5601 a name that none can have, 404 LB5100 no such cluster
 */
export function readContainerQuery(query: unknown, clusters: ClusterRegistry): ContainerTarget {
  const text = (name: string) => queryText(query, name);
  const cluster = clusterOf(query, clusters);
  const container = text('container');
  return {
    cluster,
    namespace: objectName('namespace', text('namespace')),
    pod: objectName('pod', text('pod')),
    ...(container !== undefined && { container: objectName('container', container) }),
  };
}

/** `cluster` of a query. Default: the host. @throws Refusal 404 LB5100 */
export function clusterOf(query: unknown, clusters: ClusterRegistry): ClusterHandle {
  const name = queryText(query, 'cluster') ?? clusters.host.name;
  const cluster = clusters.get(name);
  if (cluster === undefined) throw new Refusal(404, 'LB5100', { cluster: name.slice(0, 100) });
  return cluster;
}

/** One value of a query; undefined when it is absent, empty or there several times. */
export function queryText(query: unknown, name: string): string | undefined {
  if (typeof query !== 'object' || query === null || !Object.hasOwn(query, name)) return undefined;
  const value: unknown = (query as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** @throws Refusal 400 LB5601 */
export function objectName(what: string, value: string | undefined): string {
  if (value !== undefined && NAME.test(value)) return value;
  throw new Refusal(400, 'LB5601', { what, value: (value ?? '').slice(0, 100) });
}

interface PodShape extends KubeObject {
  spec: { containers: { name: string }[] };
}

/** The container that is meant when none is named: the pod's own choice, else its first. */
export async function withContainer(target: ContainerTarget, identity: Identity): Promise<ContainerTarget> {
  if (target.container !== undefined) return target;
  const { cluster, namespace, pod } = target;
  try {
    const { metadata, spec } = await cluster.connection
      .client(identity)
      .get<PodShape>({ group: '', version: 'v1', resource: 'pods', namespace, name: pod });
    const chosen = metadata.annotations?.['kubectl.kubernetes.io/default-container'];
    const known = spec.containers.some(({ name }) => name === chosen);
    return { ...target, container: known ? chosen : spec.containers[0]?.name };
  } catch {
    // Somebody may run commands in a pod that they may not read; then the cluster finds the only container.
    return target;
  }
}

/** Who was where, for the log. */
export function accountOf({ name, via }: Identity, { cluster, namespace, pod, container }: ContainerTarget) {
  return { user: name, via, cluster: cluster.name, namespace, pod, container };
}
