import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createAddressGuard } from '../addresses/address-guard.ts';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { soleLeader } from '../operations/leadership.ts';
import { type TestCluster, testCluster } from '../test-support/test-clusters.ts';
import { runClusterController } from './cluster-controller.ts';
import { CLUSTERS, type ClusterObject, type Condition } from './cluster-object.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { LiveClusters } from './live-clusters.ts';

// Whole servers, which take a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const SECRETS = { group: '', version: 'v1', resource: 'secrets', namespace: OWN_NAMESPACE };

const errors: unknown[] = [];

/** The registry with its controller, as a server has them. */
async function openClusters(given: readonly TestCluster[], allowHosts = ['127.0.0.1']): Promise<LiveClusters> {
  const addresses = createAddressGuard(allowHosts);
  const onError = (error: unknown) => errors.push(error);
  const clusters = await LiveClusters.open({ clusters: given, addresses, onError });
  const leadership = soleLeader(onError);
  const controller = runClusterController({ clusters, addresses, leadership, onError });
  onTestFinished(async () => {
    await controller[Symbol.asyncDispose]();
    await clusters[Symbol.asyncDispose]();
  });
  return clusters;
}

function clusterObject(name: string, kubeconfig: string): ClusterObject {
  return {
    apiVersion: 'cluster.kubesphere.io/v1alpha1',
    kind: 'Cluster',
    metadata: { name, annotations: { 'kubesphere.io/alias-name': `The ${name}` } },
    spec: {
      joinFederation: true,
      connection: { type: 'direct', kubeconfig: Buffer.from(kubeconfig).toString('base64') },
    },
  };
}

const importing = (host: TestCluster, { name, endpoint }: TestCluster) =>
  host.api.client.create(CLUSTERS, clusterObject(name, writeKubeconfig(name, endpoint)));
const objectOf = (client: KubeClient, name: string) => client.get<ClusterObject>({ ...CLUSTERS, name });
const conditionOf = async (client: KubeClient, name: string, type: string): Promise<Condition | undefined> =>
  (await objectOf(client, name)).status?.conditions?.find((condition) => condition.type === type);
const stateOf = (clusters: LiveClusters, name: string) => clusters.get(name)?.health.state;
const eventually = { timeout: 15_000 };

test('the clusters LuBan was started with have objects, and the members their credentials in Secrets', async () => {
  const [host, reef] = await Promise.all([testCluster('host'), testCluster('reef')]);
  const clusters = await openClusters([host, reef], []);
  expect(clusters.list().map(({ name, displayName, isHost }) => [name, displayName, isHost])).toEqual([
    ['host', 'Host', true],
    ['reef', 'reef', false],
  ]);
});

test('a cluster that is imported is there at once; its credentials move into a Secret, and its status tells of it', async () => {
  const [host, reef] = await Promise.all([testCluster('host'), testCluster('reef')]);
  const clusters = await openClusters([host]);
  let told = 0;
  clusters.watch(() => told++);
  await importing(host, reef);
  await expect.poll(() => stateOf(clusters, 'reef'), eventually).toBe('ready');
  expect(told).toBeGreaterThan(0);
  expect(clusters.get('reef')!.displayName).toBe('The reef');
  const { metadata } = await clusters
    .get('reef')!
    .connection.client()
    .get<KubeObject>({
      ...{ group: '', version: 'v1', resource: 'namespaces', name: 'kube-system' },
    });

  const { client } = host.api;
  await expect.poll(async () => (await objectOf(client, 'reef')).status?.uid, eventually).toBe(metadata.uid);
  const object = await objectOf(client, 'reef');
  expect(JSON.stringify(object)).not.toContain('kubeconfig":"');
  expect(object.status).toMatchObject({ kubernetesVersion: expect.stringMatching(/^v1\./), nodeCount: 0 });
  expect(await conditionOf(client, 'reef', 'Ready')).toMatchObject({ status: 'True' });
  expect(await conditionOf(client, 'reef', 'KubeConfigCertExpiresInSevenDays')).toMatchObject({ status: 'False' });
  const secret = await client.get<KubeObject & { data: Record<string, string> }>({ ...SECRETS, name: 'cluster-reef' });
  expect(Buffer.from(secret.data.kubeconfig!, 'base64').toString()).toContain(reef.endpoint.server);
  expect(clusters.get('reef')!.health.state).toBe('ready');
});

test('a cluster that is removed leaves nothing behind, here or there', async () => {
  const [host, reef] = await Promise.all([testCluster('host'), testCluster('reef')]);
  const clusters = await openClusters([host]);
  const kubeSystem = { group: '', version: 'v1', resource: 'namespaces', name: 'kube-system' };
  const before = await reef.api.client.get<KubeObject>(kubeSystem);
  await importing(host, reef);
  const mark = async () =>
    (await reef.api.client.get<KubeObject>(kubeSystem)).metadata.annotations?.['luban.dev/host-cluster'];
  await expect.poll(mark, eventually).toBeDefined();
  const { connection } = clusters.get('reef')!;
  let told = 0;
  clusters.watch(() => told++);
  await host.api.client.delete({ ...CLUSTERS, name: 'reef' });
  await expect.poll(() => clusters.get('reef'), eventually).toBeUndefined();
  expect(told).toBeGreaterThan(0);
  expect(clusters.list()).toHaveLength(1);
  const names = async () =>
    (await host.api.client.list(SECRETS, { namespace: OWN_NAMESPACE })).items.map((item) => item.metadata.name);
  await expect.poll(names, eventually).not.toContain('cluster-reef');
  await expect.poll(mark, eventually).toBeUndefined();
  expect((await reef.api.client.get<KubeObject>(kubeSystem)).metadata.labels).toEqual(before.metadata.labels);
  await expect(connection.request({ method: 'GET', path: '/readyz' })).rejects.toThrow();
});

test('a cluster under the name of one that was does not get its credentials', async () => {
  const [host, reef] = await Promise.all([testCluster('host'), testCluster('reef')]);
  const clusters = await openClusters([host]);
  await importing(host, reef);
  await expect.poll(() => clusters.secrets.size, eventually).toBe(1);
  const { metadata } = await objectOf(host.api.client, 'reef');
  expect(clusters.kubeconfigOf(metadata)).toContain(reef.endpoint.server);
  expect(clusters.kubeconfigOf({ ...metadata, uid: 'of another' })).toBeUndefined();
});

test('a new kubeconfig of the same cluster takes the place of the old one, one of another cluster does not', async () => {
  const [host, reef, other] = await Promise.all([testCluster('host'), testCluster('reef'), testCluster('other')]);
  const clusters = await openClusters([host]);
  await importing(host, reef);
  const { client } = host.api;
  await expect.poll(async () => (await objectOf(client, 'reef')).status?.uid, eventually).toBeDefined();
  const write = (kubeconfig: string) =>
    client.patch({ ...CLUSTERS, name: 'reef' }, 'merge', {
      spec: { connection: { kubeconfig: Buffer.from(kubeconfig).toString('base64') } },
    });

  const first = clusters.get('reef')!;
  await write(writeKubeconfig('reef', other.endpoint));
  await expect
    .poll(() => conditionOf(client, 'reef', 'KubeconfigAccepted'), eventually)
    .toMatchObject({ status: 'False', message: expect.stringContaining('LB5134') });
  expect(clusters.get('reef')).toBe(first);
  expect(first.connection.endpoint.server).toBe(reef.endpoint.server);

  await write(writeKubeconfig('again', reef.endpoint));
  await expect
    .poll(() => conditionOf(client, 'reef', 'KubeconfigAccepted'), eventually)
    .toMatchObject({ status: 'True' });
  await expect.poll(() => clusters.get('reef') !== first, eventually).toBe(true);
  expect((await objectOf(client, 'reef')).spec?.connection?.kubeconfig).toBeUndefined();
  await expect.poll(() => stateOf(clusters, 'reef'), eventually).toBe('ready');
});

test.each<[string, (reef: TestCluster) => string, string[], RegExp]>([
  [
    'runs a program',
    ({ endpoint }) =>
      writeKubeconfig('reef', endpoint)
        .replace('"token"', '"x"')
        .replace('"user":{', '"user":{"exec":{"command":"sh"},'),
    ['127.0.0.1'],
    /LB5114/,
  ],
  ['is out of bounds', ({ endpoint }) => writeKubeconfig('reef', endpoint), [], /LB5101/],
  ['is no kubeconfig', () => 'nothing', ['127.0.0.1'], /LB5110/],
])(
  'a cluster whose kubeconfig %s is listed with the reason, and asked nothing',
  async (_, kubeconfig, allowHosts, reason) => {
    const [host, reef] = await Promise.all([testCluster('host'), testCluster('reef')]);
    const clusters = await openClusters([host], allowHosts);
    await host.api.client.create(CLUSTERS, clusterObject('reef', kubeconfig(reef)));
    await expect
      .poll(() => clusters.get('reef')?.health, eventually)
      .toMatchObject({ state: 'refused', reason: expect.stringMatching(reason) });
    await expect(clusters.get('reef')!.connection.request({ method: 'GET', path: '/readyz' })).rejects.toMatchObject({
      status: 503,
    });
    await expect
      .poll(() => conditionOf(host.api.client, 'reef', 'Ready'), eventually)
      .toMatchObject({ status: 'False', reason: 'Refused', message: expect.stringMatching(reason) });
  },
);

test('a member that dies is refused at once and says why, and the host never notices', async () => {
  const [host, reef] = await Promise.all([testCluster('host'), testCluster('reef')]);
  const clusters = await openClusters([host]);
  await importing(host, reef);
  await expect.poll(() => stateOf(clusters, 'reef'), eventually).toBe('ready');
  const { connection } = clusters.get('reef')!;
  // A watch that stands: its end is what tells first.
  const watch = await connection.request({ method: 'GET', path: '/api/v1/pods?watch=true' });
  const ended = new Promise((resolve) => watch.body.on('close', resolve).resume());
  await reef.api[Symbol.asyncDispose]();
  await ended;
  await expect
    .poll(() => clusters.get('reef')!.health, eventually)
    .toMatchObject({ state: 'unreachable', reason: 'Nothing listens at its address.' });
  await expect(connection.request({ method: 'GET', path: '/api/v1/pods' })).rejects.toMatchObject({
    ...{ status: 503, code: 'LB5103' },
    headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
  });
  await expect
    .poll(() => conditionOf(host.api.client, 'reef', 'Ready'), eventually)
    .toMatchObject({ status: 'False', message: 'Nothing listens at its address.' });
  expect(clusters.host.health.state).toBe('ready');
});

test('a second object of a cluster says whose it is', async () => {
  const [host, reef] = await Promise.all([testCluster('host'), testCluster('reef')]);
  await openClusters([host]);
  const { client } = host.api;
  await importing(host, reef);
  await expect.poll(async () => (await objectOf(client, 'reef')).status?.uid, eventually).toBeDefined();
  await importing(host, { ...reef, name: 'again' });
  await expect
    .poll(() => conditionOf(client, 'again', 'Unique'), eventually)
    .toMatchObject({ status: 'False', message: expect.stringContaining('LB5132') });
  expect(await conditionOf(client, 'reef', 'Unique')).toBeUndefined();
});

test('an object that a KubeSphere keeps is left as it is', async () => {
  const [host, reef] = await Promise.all([testCluster('host'), testCluster('reef')]);
  const definitions = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };
  await host.api.client.patch({ ...definitions, name: 'clusters.cluster.kubesphere.io' }, 'merge', {
    metadata: { annotations: { 'luban.dev/definition-digest': null } },
  });
  const clusters = await openClusters([host]);
  await importing(host, reef);
  await expect.poll(() => stateOf(clusters, 'reef'), eventually).toBe('ready');
  const { spec, status } = await objectOf(host.api.client, 'reef');
  expect(spec?.connection?.kubeconfig).toBeDefined();
  expect(status).toBeUndefined();
  expect(await host.api.client.list(CLUSTERS)).toMatchObject({ items: [{ metadata: { name: 'reef' } }] });
});

test('a host object of another name is the host, by either name', async () => {
  const host = await testCluster('host');
  const label = { 'cluster-role.kubesphere.io/host': '' };
  await host.api.client.create(CLUSTERS, {
    ...clusterObject('alpha', 'x'),
    metadata: { name: 'alpha', labels: label },
  });
  const clusters = await openClusters([host]);
  expect(clusters.get('alpha')).toBe(clusters.host);
  expect(clusters.get('host')).toBe(clusters.host);
  expect(clusters.list()).toHaveLength(1);
});
