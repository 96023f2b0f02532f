import { expect, test } from 'vitest';
import { ENDPOINT_SLICES, ENDPOINTS, INGRESS_CLASSES, INGRESSES, PODS, SERVICES } from '../support/kinds.ts';
import { startTestCluster, type TestCluster } from '../support/testing.ts';

const pod = (name: string, port = 8080) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'app:1', ports: [{ name: 'http', containerPort: port }] }] },
});
const service = (spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }], ...spec },
});

const addresses = async (cluster: TestCluster) =>
  (await cluster.list(ENDPOINT_SLICES))
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'web')
    .flatMap(({ endpoints, ports }) => (endpoints ?? []).map((endpoint) => ({ ...endpoint, port: ports?.[0]?.port })));

test('a Service lists its pods, ready or not, by the port that they name', async () => {
  await using cluster = await startTestCluster({
    run: ({ metadata }) => (metadata.name === 'slow' ? 'unready' : 'ready'),
  });
  await cluster.create(SERVICES, service());
  await cluster.create(PODS, pod('fast'));
  await cluster.create(PODS, pod('slow', 9090));
  const found = await cluster.until(async () => {
    const list = await addresses(cluster);
    return list.length === 2 && list;
  });
  expect(found.map(({ port, conditions, targetRef }) => [targetRef?.name, port, conditions?.ready])).toEqual(
    expect.arrayContaining([
      ['fast', 8080, true],
      ['slow', 9090, false],
    ]),
  );
  const { subsets } = await cluster.until(async () => {
    const endpoints = await cluster.get(ENDPOINTS, 'web');
    return endpoints.subsets?.length === 2 && endpoints;
  });
  expect(
    subsets?.map(({ addresses = [], notReadyAddresses = [] }) => [addresses.length, notReadyAddresses.length]),
  ).toEqual([
    [1, 0],
    [0, 1],
  ]);
  await cluster.client.delete({ ...PODS, namespace: 'default', name: 'slow' });
  await cluster.until(async () => (await addresses(cluster)).length === 1);
  expect(cluster.errors).toEqual([]);
});

test('Services of type LoadBalancer get different addresses that say that they are simulated', async () => {
  await using cluster = await startTestCluster();
  for (const name of ['one', 'two']) {
    await cluster.create(SERVICES, { ...service({ type: 'LoadBalancer' }), metadata: { name } });
  }
  const address = async (name: string) => (await cluster.get(SERVICES, name)).status?.loadBalancer?.ingress?.[0]?.ip;
  const both = await cluster.until(async () => {
    const found = [await address('one'), await address('two')];
    return found.every((ip) => ip !== undefined) && found;
  });
  expect(both.sort()).toEqual(['203.0.113.1', '203.0.113.2']);
  await cluster.until(async () => (await cluster.events('one')).some((event) => event.includes('simulated')));
  await cluster.client.patch({ ...SERVICES, namespace: 'default', name: 'one' }, 'merge', {
    spec: { type: 'ClusterIP' },
  });
  await cluster.until(async () => (await address('one')) === undefined);
});

test('Ingresses of one class share its address, and those without a class get none', async () => {
  await using cluster = await startTestCluster();
  await cluster.create(
    INGRESS_CLASSES,
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
    '',
  );
  const backend = { service: { name: 'web', port: { number: 80 } } };
  for (const [name, ingressClassName] of [
    ['a', 'nginx'],
    ['b', 'nginx'],
    ['c', 'other'],
  ] as const) {
    await cluster.create(INGRESSES, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name },
      spec: { ingressClassName, defaultBackend: backend },
    });
  }
  const address = async (name: string) => (await cluster.get(INGRESSES, name)).status?.loadBalancer?.ingress?.[0]?.ip;
  await cluster.until(async () => (await address('b')) !== undefined && (await address('a')) === (await address('b')));
  expect(await address('c')).toBeUndefined();
});
