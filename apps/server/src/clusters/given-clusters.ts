import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { isOwnDefinition } from '../kube/platform-definitions/install-platform-definitions.ts';
import { keepCredentials } from './cluster-credentials.ts';
import { ALIAS, CLUSTERS, type ClusterObject, HOST, HOST_LABEL, isHostObject } from './cluster-object.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import type { StaticCluster } from './static-clusters.ts';

const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' } as const;

/** Whether the kind is LuBan's own in this cluster. Otherwise a KubeSphere runs here, whose controllers keep the objects. */
export async function keepsClusters(client: KubeClient): Promise<boolean> {
  return isOwnDefinition(await client.get({ ...DEFINITIONS, name: `${CLUSTERS.resource}.${CLUSTERS.group}` }));
}

/** Sees to it that the clusters LuBan was started with have objects, and members among them their credentials. */
export async function keepGivenClusters(client: KubeClient, clusters: readonly StaticCluster[]): Promise<void> {
  if (!(await keepsClusters(client))) return;
  const { items } = await client.list<ClusterObject>(CLUSTERS);
  const [host, ...members] = clusters;
  if (host !== undefined && !items.some(isHostObject)) await ensure(client, objectOf({ ...host, name: HOST }, true));
  for (const member of members) {
    const { metadata } = await ensure(client, objectOf(member, false));
    // Anew at each start: its port may have changed.
    await keepCredentials(client, metadata, writeKubeconfig(member.name, member.endpoint));
  }
}

function objectOf({ name, displayName, endpoint }: StaticCluster, isHost: boolean): ClusterObject {
  return {
    apiVersion: `${CLUSTERS.group}/${CLUSTERS.version}`,
    kind: 'Cluster',
    metadata: {
      name,
      annotations: { [ALIAS]: displayName },
      ...(isHost && { labels: { [HOST_LABEL]: '' } }),
    },
    spec: { joinFederation: true, connection: { type: 'direct', kubernetesAPIEndpoint: endpoint.server } },
  };
}

async function ensure(client: KubeClient, object: ClusterObject): Promise<ClusterObject> {
  try {
    return await client.create<ClusterObject>(CLUSTERS, object);
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
    return client.get<ClusterObject>({ ...CLUSTERS, name: object.metadata.name! });
  }
}
