import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  Exec,
  type Informer,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  Log,
  Metrics,
  makeInformer,
  type ObjectCache,
  PatchStrategy,
  PortForward,
  setHeaderOptions,
  topNodes,
  topPods,
  type V1Pod,
  Watch,
} from '@kubernetes/client-node';
import { ManualClock } from '@luban/kube';
import { kubeconfig } from '@luban/kube-apiserver';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Product, startProduct } from '../support/product.ts';

const NAMESPACE = 'nodes-own';
const resources = new AsyncDisposableStack();
let product: Product;
let config: KubeConfig;
let core: CoreV1Api;

beforeAll(async () => {
  product = resources.use(await startProduct());
  config = configuration();
  core = config.makeApiClient(CoreV1Api);
  await core.createNamespace({ body: { metadata: { name: NAMESPACE } } });
  await runPod('web');
});

afterAll(async () => {
  await resources.disposeAsync();
  expect(product.output()).not.toMatch(/^\w*Error\b/m);
});

function configuration(): KubeConfig {
  const loaded = new KubeConfig();
  loaded.loadFromFile(join(product.dataDir, 'kubeconfig'));
  return loaded;
}

function pod(name: string, labels: Record<string, string> = {}): V1Pod {
  return {
    metadata: { name, labels: { app: name, ...labels } },
    spec: { containers: [{ name: 'web', image: 'nginx', ports: [{ containerPort: 80 }] }] },
  };
}

async function runPod(name: string): Promise<void> {
  await core.createNamespacedPod({ namespace: NAMESPACE, body: pod(name) });
  const ready = async () =>
    (await core.readNamespacedPod({ namespace: NAMESPACE, name })).status?.containerStatuses?.[0]?.ready;
  while ((await ready()) !== true) await sleep(100);
}

it('creates, reads, replaces, patches and deletes with types', async () => {
  const apps = config.makeApiClient(AppsV1Api);
  const place = { namespace: NAMESPACE, name: 'typed' };
  const created = await apps.createNamespacedDeployment({
    namespace: NAMESPACE,
    body: {
      metadata: { name: 'typed' },
      spec: {
        selector: { matchLabels: { app: 'typed' } },
        template: { metadata: { labels: { app: 'typed' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
      },
    },
  });
  expect(created.metadata?.creationTimestamp).toBeInstanceOf(Date);
  expect(created.spec?.strategy?.rollingUpdate).toEqual({ maxSurge: '25%', maxUnavailable: '25%' });
  // Without a version it is replaced whatever happened meanwhile.
  const { resourceVersion: _, ...metadata } = created.metadata ?? {};
  await apps.replaceNamespacedDeployment({ ...place, body: { ...created, metadata } });
  created.metadata!.resourceVersion = '1';
  await expect(apps.replaceNamespacedDeployment({ ...place, body: created })).rejects.toMatchObject({ code: 409 });
  const patched = await apps.patchNamespacedDeployment(
    { ...place, body: [{ op: 'replace', path: '/spec/replicas', value: 2 }] },
    setHeaderOptions('Content-Type', PatchStrategy.JsonPatch),
  );
  expect(patched.spec?.replicas).toBe(2);
  const scale = await apps.readNamespacedDeploymentScale(place);
  expect(scale.spec?.replicas).toBe(2);
  const list = await apps.listNamespacedDeployment({ namespace: NAMESPACE, labelSelector: 'app=none' });
  expect(list.items).toEqual([]);
  await apps.deleteNamespacedDeployment({ ...place, propagationPolicy: 'Foreground' });
  const gone = () =>
    apps.readNamespacedDeployment(place).then(
      () => 'there',
      ({ code }) => code,
    );
  await expect.poll(gone, { timeout: 20_000 }).toBe(404);
});

it('applies on the server, and hears who holds a field', async () => {
  const api = KubernetesObjectApi.makeApiClient(config);
  const object = (color: string): KubernetesObject & { data: object } => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'applied', namespace: NAMESPACE },
    data: { color },
  });
  const apply = (color: string, manager: string, force = false) =>
    api.patch(object(color), undefined, undefined, manager, force, PatchStrategy.ServerSideApply);
  const first = await apply('red', 'one');
  expect(first.metadata?.managedFields?.map(({ manager, operation }) => [manager, operation])).toEqual([
    ['one', 'Apply'],
  ]);
  await expect(apply('blue', 'two')).rejects.toMatchObject({
    code: 409,
    body: expect.stringContaining('conflict with \\"one\\": .data.color'),
  });
  await apply('blue', 'two', true);
  expect((await core.readNamespacedConfigMap({ namespace: NAMESPACE, name: 'applied' })).data).toEqual({
    color: 'blue',
  });
});

it('speaks of kinds that it has no types for', async () => {
  const custom = config.makeApiClient(CustomObjectsApi);
  const kind = { group: 'kubesphere.io', version: 'v1alpha1', plural: 'categories' };
  await custom.createClusterCustomObject({
    ...kind,
    body: {
      apiVersion: 'kubesphere.io/v1alpha1',
      kind: 'Category',
      metadata: { name: 'tides' },
      spec: { icon: 'moon' },
    },
  });
  const found = (await custom.listClusterCustomObject(kind)) as { items: { spec: { icon: string } }[] };
  expect(found.items.map(({ spec }) => spec.icon)).toContain('moon');
  await custom.deleteClusterCustomObject({ ...kind, name: 'tides' });
});

it('watches, and is told of a revision that is not there yet', async () => {
  const watch = new Watch(config);
  const { metadata } = await core.listNamespacedConfigMap({ namespace: NAMESPACE });
  const seen: string[] = [];
  const path = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
  const options = { resourceVersion: metadata?.resourceVersion, allowWatchBookmarks: true };
  const request = await watch.watch(
    path,
    options,
    (type, object) => seen.push(`${type} ${object.metadata.name}`),
    () => {},
  );
  const body = { metadata: { name: 'watched' }, data: { a: '1' } };
  await core.createNamespacedConfigMap({ namespace: NAMESPACE, body });
  await core.replaceNamespacedConfigMap({ namespace: NAMESPACE, name: 'watched', body: { ...body, data: { a: '2' } } });
  await core.deleteNamespacedConfigMap({ namespace: NAMESPACE, name: 'watched' });
  const own = () => seen.filter((line) => line.endsWith(' watched'));
  await expect.poll(own).toEqual(['ADDED watched', 'MODIFIED watched', 'DELETED watched']);
  request.abort();

  const ended = Promise.withResolvers<unknown>();
  await watch.watch(path, { resourceVersion: '999999999' }, () => {}, ended.resolve);
  expect(await ended.promise).toMatchObject({ statusCode: 504 });
});

it('informs of pods over broken connections', async () => {
  // In between stands somebody who breaks connections.
  const target = new URL(configuration().getCurrentCluster()!.server);
  const open = new Set<{ destroy(): void }>();
  const between = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket)).on('error', () => {});
    }
    client.pipe(server).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(between, 'listening');
  const { port } = between.address() as { port: number };
  const detour = configuration();
  const cluster = detour.getCurrentCluster()!;
  detour.clusters = [{ ...cluster, server: `https://127.0.0.1:${port}` }];

  const client = detour.makeApiClient(CoreV1Api);
  let lists = 0;
  const informer: Informer<V1Pod> & ObjectCache<V1Pod> = makeInformer(
    detour,
    `/api/v1/namespaces/${NAMESPACE}/pods`,
    async () => {
      lists += 1;
      return await client.listNamespacedPod({ namespace: NAMESPACE, labelSelector: 'informed' });
    },
    'informed',
  );
  const events: string[] = [];
  const label = (what: string) => (object: V1Pod) => events.push(`${what} ${object.metadata?.name}`);
  informer.on('add', label('add'));
  informer.on('delete', label('delete'));
  // As its documentation has it: whoever is told of an error starts again.
  informer.on('error', () => void setTimeout(() => void informer.start(), 50));
  await informer.start();
  try {
    await core.createNamespacedPod({ namespace: NAMESPACE, body: pod('first', { informed: '' }) });
    await expect.poll(() => events).toContain('add first');
    const listsBefore = lists;
    for (const socket of open) socket.destroy();
    await core.createNamespacedPod({ namespace: NAMESPACE, body: pod('second', { informed: '' }) });
    await core.deleteNamespacedPod({ namespace: NAMESPACE, name: 'first', gracePeriodSeconds: 0 });
    await expect.poll(() => events).toEqual(expect.arrayContaining(['add second', 'delete first']));
    expect(informer.list().map(({ metadata }) => metadata?.name)).toEqual(['second']);
    expect(lists).toBeGreaterThanOrEqual(listsBefore);
  } finally {
    await informer.stop();
    for (const socket of open) socket.destroy();
    between.close();
  }
});

it('informs again from the start when the revision that it knows is gone', async () => {
  const clock = new ManualClock();
  await using api = await startTestApi({ listens: true, clock });
  const { ca, admin } = api.pki;
  const own = new KubeConfig();
  own.loadFromString(
    kubeconfig({
      clusters: [{ name: 'own', server: api.url }],
      ca,
      certificate: admin.certificate,
      key: admin.key,
      currentContext: 'own',
    }),
  );
  const client = own.makeApiClient(CoreV1Api);
  const create = (name: string) =>
    client.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name } } });
  let lists = 0;
  let late = '';
  const informer = makeInformer(own, '/api/v1/namespaces/default/configmaps', async () => {
    lists += 1;
    const list = await client.listNamespacedConfigMap({ namespace: 'default' });
    // The first time it starts to watch from where nothing is remembered any more.
    if (lists === 1) {
      late = list.metadata?.resourceVersion ?? '';
      await create('b');
      await clock.advance(600_000);
      await create('c');
    }
    return list;
  });
  const errors: unknown[] = [];
  informer.on('error', (error) => errors.push(error));
  await create('a');
  await informer.start();
  try {
    const names = () => informer.list().map(({ metadata }) => metadata?.name);
    await expect.poll(names).toEqual(expect.arrayContaining(['a', 'b', 'c']));
    expect({ lists, errors }).toEqual({ lists: 2, errors: [] });
    const ended = Promise.withResolvers<unknown>();
    const path = '/api/v1/namespaces/default/configmaps';
    await new Watch(own).watch(path, { resourceVersion: late }, () => {}, ended.resolve);
    expect(await ended.promise).toMatchObject({ statusCode: 410 });
  } finally {
    await informer.stop();
  }
});

it('reads logs, to the end and as they come', async () => {
  const whole = await core.readNamespacedPodLog({ namespace: NAMESPACE, name: 'web', tailLines: 2, timestamps: true });
  expect(whole.trim().split('\n')).toHaveLength(2);
  expect(whole).toMatch(/^\d{4}-\d\d-\d\dT\S+Z /);
  const lines = new PassThrough();
  const following = await new Log(config).log(NAMESPACE, 'web', 'web', lines, { follow: true, tailLines: 5 });
  const [chunk] = (await once(lines, 'data')) as [Buffer];
  expect(chunk.toString()).toMatch(/notice|GET|simulated/);
  following.abort();
});

it('runs commands in containers', async () => {
  const exec = new Exec(config);
  const run = async (command: string[], input?: string) => {
    const out = new PassThrough();
    const err = new PassThrough();
    const text = { out: '', err: '' };
    out.on('data', (chunk: Buffer) => (text.out += chunk));
    err.on('data', (chunk: Buffer) => (text.err += chunk));
    const stdin = input === undefined ? null : new PassThrough();
    const { promise, resolve } = Promise.withResolvers<{ status?: string; reason?: string; message?: string }>();
    const socket = await exec.exec(NAMESPACE, 'web', 'web', command, out, err, stdin, false, resolve);
    stdin?.end(input);
    const status = await promise;
    socket.close();
    return { ...text, status };
  };
  expect(await run(['sh', '-c', 'echo out; echo err >&2'])).toMatchObject({
    out: 'out\n',
    err: 'err\n',
    status: { status: 'Success' },
  });
  expect((await run(['sh', '-c', 'exit 3'])).status).toMatchObject({
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: expect.stringContaining('exit code 3'),
  });
  expect((await run(['head', '-n', '1'], 'from here\nand more\n')).out).toBe('from here\n');
});

it('forwards ports', async () => {
  const forward = new PortForward(config);
  const server = createServer((socket) => void forward.portForward(NAMESPACE, 'web', [80], socket, null, socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('Welcome to nginx');
  server.close();
});

it('measures', async () => {
  const metrics = new Metrics(config);
  expect((await metrics.getNodeMetrics()).items.map(({ metadata }) => metadata.name)).toContain('worker-1');
  const inNamespace = async () => (await metrics.getPodMetrics(NAMESPACE)).items.map(({ metadata }) => metadata.name);
  await expect.poll(inNamespace).toContain('web');
  expect((await topNodes(core)).map(({ Node }) => Node.metadata?.name)).toContain('worker-1');
  const web = (await topPods(core, metrics, NAMESPACE)).find(({ Pod }) => Pod.metadata?.name === 'web');
  expect(Number(web?.Memory.CurrentUsage)).toBeGreaterThan(0);
});
