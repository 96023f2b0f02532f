import { parseApiVersion } from '@luban/kube';
import type { ResourceRef } from '@luban/kube/client';
import type { HorizontalPodAutoscaler, Scale } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { DEPLOYMENTS, REPLICA_SETS, REPLICATION_CONTROLLERS, STATEFUL_SETS } from '../../support/kinds.ts';

interface ResourceListing {
  resources?: { name: string; kind: string }[];
}

const KNOWN = [DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS, REPLICATION_CONTROLLERS];

/**
 * Where the scale of an autoscaler's target is found. Kinds that are not built in are looked up in the discovery.
 *
 * @returns undefined when the API serves no such kind
 */
export async function scaleRefOf(
  cluster: Cluster,
  autoscaler: HorizontalPodAutoscaler,
): Promise<ResourceRef | undefined> {
  const { apiVersion = 'v1', kind, name } = autoscaler.spec.scaleTargetRef;
  const { group, version } = parseApiVersion(apiVersion);
  const { namespace } = autoscaler.metadata;
  const known = KNOWN.find((candidate) => candidate.kind === kind && candidate.group === group);
  let resource = known?.resource;
  if (resource === undefined) {
    const path = group === '' ? `/api/${version}` : `/apis/${encodeURIComponent(group)}/${encodeURIComponent(version)}`;
    const listing = await cluster.client.json<ResourceListing>('GET', path);
    resource = listing.resources?.find((entry) => entry.kind === kind && !entry.name.includes('/'))?.name;
  }
  return resource === undefined ? undefined : { group, version, resource, namespace, name, subresource: 'scale' };
}

export function readScale(cluster: Cluster, ref: ResourceRef): Promise<Scale> {
  return cluster.client.get<Scale>(ref);
}

export function writeScale(cluster: Cluster, ref: ResourceRef, scale: Scale, replicas: number): Promise<Scale> {
  return cluster.client.update<Scale>(ref, { ...scale, spec: { ...scale.spec, replicas } });
}
