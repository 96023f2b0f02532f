import { type Clock, isStatusError, type KubeObject } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import { parseImageName, shortImageName } from '../images/image-name.ts';

/** Where metrics.k8s.io is served; the name is the one of the real metrics-server. */
export const METRICS_SERVICE = { namespace: 'kube-system', name: 'metrics-server', port: 443 } as const;

const API_SERVICES = { group: 'apiregistration.k8s.io', version: 'v1', resource: 'apiservices' } as const;
const API_SERVICE = 'v1beta1.metrics.k8s.io';
/** Whoever deleted the registration may be waiting to see it gone. */
const AGAIN_AFTER = 3_000;

const MARKS = {
  labels: { 'k8s-app': 'metrics-server', 'luban.dev/simulated': 'true' },
  annotations: { 'luban.dev/simulated': 'true' },
} as const;

/** Whether a container of the image would serve metrics.k8s.io: it does so with the simulation's numbers. */
export function isMetricsServer(image: string): boolean {
  const name = parseImageName(image);
  return name !== undefined && shortImageName(name) === 'metrics-server';
}

/**
 * Registers metrics.k8s.io, and again when somebody took the registration away: a metrics-server that was installed
 * over it takes it along when it is uninstalled.
 */
export async function keepMetricsRegistered(
  client: KubeClient,
  { clock, speed, onError }: { clock: Clock; speed: number; onError(error: unknown): void },
): Promise<Disposable> {
  await registerMetrics(client);
  const resources = new DisposableStack();
  const informer = resources.use(
    new Informer(client, API_SERVICES, { fieldSelector: `metadata.name=${API_SERVICE}`, clock, onError }),
  );
  let waiting: Disposable | undefined;
  resources.defer(() => waiting?.[Symbol.dispose]());
  informer.subscribe({
    onDelete: () => {
      waiting?.[Symbol.dispose]();
      waiting = clock.after(AGAIN_AFTER / speed, () => void registerMetrics(client).catch(onError));
    },
  });
  await informer.start();
  return resources;
}

/** Has the API server pass metrics.k8s.io on to the simulation. Leaves alone what is there already. */
async function registerMetrics(client: KubeClient): Promise<void> {
  const service = METRICS_SERVICE;
  const objects: readonly [group: string, resource: string, object: KubeObject][] = [
    [
      '',
      'services',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: service.name, namespace: service.namespace, ...MARKS },
        spec: { ports: [{ name: 'https', port: service.port, protocol: 'TCP', targetPort: service.port }] },
      },
    ],
    [
      'apiregistration.k8s.io',
      'apiservices',
      {
        apiVersion: 'apiregistration.k8s.io/v1',
        kind: 'APIService',
        metadata: { name: API_SERVICE, ...MARKS },
        spec: {
          service,
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
