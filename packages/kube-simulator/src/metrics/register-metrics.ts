import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';

/** Where metrics.k8s.io is served; the name is the one of the real metrics-server. */
export const METRICS_SERVICE = { namespace: 'kube-system', name: 'metrics-server', port: 443 } as const;

const MARKS = {
  labels: { 'k8s-app': 'metrics-server', 'luban.dev/simulated': 'true' },
  annotations: { 'luban.dev/simulated': 'true' },
} as const;

/** Has the API server pass metrics.k8s.io on to the simulation. Leaves alone what is there already. */
export async function registerMetrics(client: KubeClient): Promise<void> {
  const { namespace, name, port } = METRICS_SERVICE;
  const objects: readonly [group: string, resource: string, object: KubeObject][] = [
    [
      '',
      'services',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace, ...MARKS },
        spec: { ports: [{ name: 'https', port, protocol: 'TCP', targetPort: port }] },
      },
    ],
    [
      'apiregistration.k8s.io',
      'apiservices',
      {
        apiVersion: 'apiregistration.k8s.io/v1',
        kind: 'APIService',
        metadata: { name: 'v1beta1.metrics.k8s.io', ...MARKS },
        spec: {
          service: { namespace, name, port },
          group: 'metrics.k8s.io',
          version: 'v1beta1',
          insecureSkipTLSVerify: true,
          groupPriorityMinimum: 100,
          versionPriority: 100,
        },
      },
    ],
  ];
  for (const [group, resource, object] of objects) {
    try {
      await client.create({ group, version: 'v1', resource, namespace: object.metadata.namespace }, object);
    } catch (error) {
      if (!isStatusError(error, 'AlreadyExists')) throw error;
    }
  }
}
