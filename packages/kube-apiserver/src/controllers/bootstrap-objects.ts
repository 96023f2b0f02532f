/** What every cluster has from the start. */
import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient, ResourceRef } from '@luban/kube/client';

const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** Makes what is missing, and leaves what is there. */
export async function bootstrapObjects(client: KubeClient): Promise<void> {
  const core = (resource: string, namespace?: string) => ({ group: '', version: 'v1', resource, namespace });
  for (const name of NAMESPACES) {
    await ensure(client, core('namespaces'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  await Promise.all([
    ensure(
      client,
      PRIORITY_CLASSES,
      priorityClass(
        'system-cluster-critical',
        2_000_000_000,
        'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
      ),
    ),
    ensure(
      client,
      PRIORITY_CLASSES,
      priorityClass(
        'system-node-critical',
        2_000_001_000,
        'Used for system critical pods that must not be moved from their current node.',
      ),
    ),
    ensure(client, core('services', 'default'), KUBERNETES_SERVICE),
  ]);
}

const PRIORITY_CLASSES = { group: 'scheduling.k8s.io', version: 'v1', resource: 'priorityclasses' };

function priorityClass(name: string, value: number, description: string): KubeObject {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, description };
}

/** Pods find the API under this name. */
const KUBERNETES_SERVICE: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'kubernetes',
    namespace: 'default',
    labels: { component: 'apiserver', provider: 'kubernetes' },
  },
  spec: {
    type: 'ClusterIP',
    clusterIP: '10.96.0.1',
    sessionAffinity: 'None',
    ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }],
  },
};

async function ensure(client: KubeClient, ref: ResourceRef, object: KubeObject): Promise<void> {
  try {
    await client.create(ref, object);
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
  }
}
