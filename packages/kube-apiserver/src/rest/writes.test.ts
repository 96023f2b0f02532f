import { type KubeObject, ManualClock, type Status } from '@luban/kube';
import type { DeleteOptions } from '@luban/kube/client';
import { expect, test, vi } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

const CORE = { group: '', version: 'v1', namespace: 'default' };
const CONFIG_MAPS = { ...CORE, resource: 'configmaps' };
const PODS = { ...CORE, resource: 'pods' };
const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments', namespace: 'default' };
const LEASES = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', namespace: 'default' };

const configMap = (name: string, data?: object, metadata: object = {}) =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, ...(data && { data }) }) as KubeObject;

const deployment = (name: string, replicas = 1): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
  },
});

const pod = (name: string, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ...metadata },
  spec: { nodeName: 'n', containers: [{ name: 'c', image: 'nginx' }] },
});

async function request(api: TestApi, method: string, path: string, body?: unknown, headers: object = {}) {
  const response = await api.server.transport()({
    method,
    path,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as KubeObject & Status };
}

async function readyForPods(api: TestApi): Promise<void> {
  await vi.waitFor(() => api.client.get({ ...CORE, resource: 'serviceaccounts', name: 'default' }));
}

test('a creation decides what is the server’s to decide, and leaves out the status', async () => {
  const clock = new ManualClock(Date.UTC(2026, 1, 3, 4, 5, 6));
  await using api = await startTestApi({ clock });
  const sent = deployment('web');
  Object.assign(sent.metadata, {
    uid: 'mine',
    creationTimestamp: '2000-01-01T00:00:00Z',
    generation: 7,
    deletionTimestamp: '2000-01-01T00:00:00Z',
    selfLink: '/x',
  });
  const { metadata, status } = await api.client.create(DEPLOYMENTS, { ...sent, status: { replicas: 9 } });
  expect(metadata).toMatchObject({ generation: 1, creationTimestamp: '2026-02-03T04:05:06Z', namespace: 'default' });
  expect(metadata.uid).toMatch(/^[-0-9a-f]{36}$/);
  expect(metadata).not.toHaveProperty('deletionTimestamp');
  expect(metadata).not.toHaveProperty('selfLink');
  expect(status).toEqual({});
  expect(metadata.managedFields?.map(({ manager, operation }) => [manager, operation])).toEqual([['test', 'Update']]);
});

test('names are generated of letters that form no words, and what is cluster-wide has no namespace', async () => {
  await using api = await startTestApi();
  const names = new Set<string>();
  for (let i = 0; i < 20; i++) {
    const { metadata } = await api.client.create(
      CONFIG_MAPS,
      configMap('', undefined, { name: undefined, generateName: 'gen-' }),
    );
    expect(metadata.name).toMatch(/^gen-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    names.add(metadata.name ?? '');
  }
  expect(names.size).toBe(20);
  const long = 'x'.repeat(60);
  const { metadata } = await api.client.create(
    CONFIG_MAPS,
    configMap('', undefined, { name: undefined, generateName: long }),
  );
  expect(metadata.name).toMatch(new RegExp(`^${'x'.repeat(58)}[a-z0-9]{5}$`));
  const cluster = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles' };
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'r', namespace: 'default' },
  };
  expect((await api.client.create(cluster, role)).metadata).not.toHaveProperty('namespace');
});

test('only changes of what is wanted count as generations; status and spec keep out of each other’s way', async () => {
  await using api = await startTestApi();
  const web = { ...DEPLOYMENTS, name: 'web' };
  const created = await api.client.create(DEPLOYMENTS, deployment('web'));
  const labelled = await api.client.patch(web, 'merge', { metadata: { labels: { a: 'b' } } });
  expect(labelled.metadata.generation).toBe(1);
  const scaled = await api.client.patch(web, 'merge', { spec: { replicas: 2 }, status: { replicas: 5 } });
  expect([scaled.metadata.generation, scaled.status]).toEqual([2, {}]);
  const reported = await api.client.update(
    { ...web, subresource: 'status' },
    {
      ...scaled,
      metadata: { ...scaled.metadata, labels: {} },
      spec: { ...(scaled.spec as object), replicas: 9 },
      status: { replicas: 2 },
    },
  );
  expect(reported).toMatchObject({
    metadata: { generation: 2, labels: { a: 'b' } },
    spec: { replicas: 2 },
    status: { replicas: 2 },
  });
  const replaced = await api.client.update(web, { ...deployment('web', 3) });
  expect(replaced).toMatchObject({ metadata: { generation: 3, uid: created.metadata.uid }, status: { replicas: 2 } });
  expect(replaced.metadata.labels).toBeUndefined();
});

test('what changes nothing keeps its resource version and wakes no watch', async () => {
  await using api = await startTestApi();
  const { metadata } = await api.client.create(CONFIG_MAPS, configMap('a', { x: 'y' }));
  const a = { ...CONFIG_MAPS, name: 'a' };
  const { revision } = api.server.store;
  for (const same of [
    await api.client.update(a, configMap('a', { x: 'y' })),
    await api.client.patch(a, 'merge', { data: { x: 'y', z: null } }),
    await api.client.patch(a, 'strategic', { data: { x: 'y' } }),
    await api.client.patch(a, 'json', [{ op: 'replace', path: '/data/x', value: 'y' }]),
  ]) {
    expect(same.metadata.resourceVersion).toBe(metadata.resourceVersion);
  }
  expect(api.server.store.newest('configmaps', 'default/a')?.revision).toBe(Number(metadata.resourceVersion));
  expect(api.server.store.revision).toBeGreaterThanOrEqual(revision);
});

test('updates and deletions mind the version and the object that they are for', async () => {
  await using api = await startTestApi();
  const a = { ...CONFIG_MAPS, name: 'a' };
  const first = await api.client.create(CONFIG_MAPS, configMap('a'));
  await api.client.patch(a, 'merge', { data: { x: '1' } });
  await expect(api.client.update(a, { ...first, data: { x: '2' } })).rejects.toMatchObject({ reason: 'Conflict' });
  const stale = { metadata: { resourceVersion: first.metadata.resourceVersion }, data: { x: '2' } };
  for (const type of ['merge', 'strategic'] as const) {
    await expect(api.client.patch(a, type, stale)).rejects.toMatchObject({ reason: 'Conflict' });
  }
  await expect(api.client.patch(a, 'merge', { metadata: { uid: 'other' } })).rejects.toMatchObject({ code: 409 });
  const other = configMap('a', undefined, { uid: 'other' });
  await expect(api.client.update(a, other)).rejects.toMatchObject({ code: 409 });
  const remove = (preconditions: DeleteOptions['preconditions']) => api.client.delete(a, { preconditions });
  await expect(remove({ uid: 'other' })).rejects.toMatchObject({ code: 409 });
  await expect(remove({ resourceVersion: first.metadata.resourceVersion })).rejects.toMatchObject({
    message: expect.stringContaining('Precondition failed: ResourceVersion in precondition: '),
  });
  const gone = await remove({ uid: first.metadata.uid });
  expect(gone).toMatchObject({
    kind: 'Status',
    status: 'Success',
    details: { name: 'a', kind: 'configmaps', uid: first.metadata.uid },
  });
});

test('PUT creates what may be created so, and nothing else', async () => {
  await using api = await startTestApi();
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l' } };
  const created = await request(api, 'PUT', '/apis/coordination.k8s.io/v1/namespaces/default/leases/l', lease);
  expect(created.status).toBe(201);
  expect((await api.client.get({ ...LEASES, name: 'l' })).metadata.uid).toBe(
    created.body.metadata && (created.body.metadata as { uid?: string }).uid,
  );
  expect((await request(api, 'PUT', '/api/v1/namespaces/default/configmaps/none', configMap('none'))).status).toBe(404);
});

test('four forms of patches', async () => {
  await using api = await startTestApi();
  await api.client.create(DEPLOYMENTS, deployment('web'));
  const web = { ...DEPLOYMENTS, name: 'web' };
  const container = { name: 'side', image: 'busybox' };
  const images = ({ spec }: KubeObject) =>
    (spec as { template: { spec: { containers: { image: string }[] } } }).template.spec.containers.map(
      ({ image }) => image,
    );
  const template = { template: { spec: { containers: [container] } } };
  expect(images(await api.client.patch(web, 'strategic', { spec: template }))).toEqual(['busybox', 'nginx']);
  expect(images(await api.client.patch(web, 'merge', { spec: template }))).toEqual(['busybox']);
  const path = '/spec/template/spec/containers/0/image';
  expect(images(await api.client.patch(web, 'json', [{ op: 'replace', path, value: 'redis' }]))).toEqual(['redis']);
  const applied = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 4 } };
  const options = { fieldManager: 'applier' };
  await expect(api.client.patch(web, 'apply', applied, options)).rejects.toMatchObject({ reason: 'Conflict' });
  expect((await api.client.patch(web, 'apply', applied, { ...options, force: true })).spec).toMatchObject({
    replicas: 4,
  });
  const made = await request(
    api,
    'PATCH',
    '/api/v1/namespaces/default/configmaps/new?fieldManager=m',
    configMap('new', { a: 'b' }),
    {
      'content-type': 'application/apply-patch+yaml',
    },
  );
  expect(made.status).toBe(201);
  await expect(api.client.patch({ ...DEPLOYMENTS, name: 'none' }, 'merge', {})).rejects.toMatchObject({ code: 404 });
  await expect(api.client.patch(web, 'merge', { metadata: { name: 'other' } })).rejects.toMatchObject({
    message: 'the name of the object (other) does not match the name on the URL (web)',
  });
});

test('dry runs answer as if, and change nothing', async () => {
  await using api = await startTestApi();
  const dry = { dryRun: true };
  const made = await api.client.create(CONFIG_MAPS, configMap('a', { x: 'y' }), dry);
  expect(made.metadata.uid).toBeDefined();
  expect(made.metadata.resourceVersion).toBeUndefined();
  await expect(api.client.get({ ...CONFIG_MAPS, name: 'a' })).rejects.toMatchObject({ code: 404 });
  const { metadata } = await api.client.create(CONFIG_MAPS, configMap('a'));
  await expect(api.client.create(CONFIG_MAPS, configMap('a'), dry)).rejects.toMatchObject({ reason: 'AlreadyExists' });
  const patched = await api.client.patch({ ...CONFIG_MAPS, name: 'a' }, 'merge', { data: { x: 'z' } }, dry);
  expect(patched).toMatchObject({ data: { x: 'z' }, metadata: { resourceVersion: metadata.resourceVersion } });
  await request(api, 'DELETE', '/api/v1/namespaces/default/configmaps/a', { dryRun: ['All'] });
  await request(api, 'DELETE', '/api/v1/namespaces/default/configmaps/a?dryRun=All');
  await request(api, 'DELETE', '/api/v1/namespaces/default/configmaps?dryRun=All');
  expect(await api.client.get({ ...CONFIG_MAPS, name: 'a' })).toMatchObject({ metadata: { uid: metadata.uid } });
});

test('pods have time to end: shorter than before it may become, longer not', async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  await using api = await startTestApi({ clock });
  await readyForPods(api);
  await api.client.create(PODS, pod('p'));
  const p = { ...PODS, name: 'p' };
  const first = await api.client.delete(p);
  expect(first.metadata).toMatchObject({ deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: 30 });
  await clock.advance(1_000);
  const longer = await api.client.delete(p, { gracePeriodSeconds: 60 });
  expect(longer.metadata).toEqual(first.metadata);
  const shorter = await api.client.delete(p, { gracePeriodSeconds: 5 });
  expect(shorter.metadata).toMatchObject({ deletionTimestamp: '2026-01-01T00:00:05Z', deletionGracePeriodSeconds: 5 });
  const now = await api.client.delete(p, { gracePeriodSeconds: 0 });
  expect(now).toMatchObject({ kind: 'Pod', metadata: { name: 'p' } });
  await expect(api.client.get(p)).rejects.toMatchObject({ code: 404 });
});

test('finalizers hold what is deleted, and the last one lets it go', async () => {
  await using api = await startTestApi();
  const a = { ...CONFIG_MAPS, name: 'a' };
  await api.client.create(
    CONFIG_MAPS,
    configMap('a', undefined, { finalizers: ['example.com/one', 'example.com/two'] }),
  );
  const held = await request(api, 'DELETE', '/api/v1/namespaces/default/configmaps/a');
  expect([held.status, held.body.kind]).toEqual([200, 'ConfigMap']);
  expect(held.body.metadata).toMatchObject({ deletionGracePeriodSeconds: 0, deletionTimestamp: expect.any(String) });
  await expect(api.client.patch(a, 'merge', { metadata: { finalizers: ['example.com/new'] } })).rejects.toMatchObject({
    message: expect.stringContaining(
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/new"}',
    ),
  });
  const one = await api.client.patch(a, 'merge', { metadata: { finalizers: ['example.com/two'] } });
  expect(one.metadata.finalizers).toEqual(['example.com/two']);
  const last = await api.client.patch(a, 'json', [{ op: 'remove', path: '/metadata/finalizers' }]);
  expect(last.metadata.deletionTimestamp).toBeDefined();
  await expect(api.client.get(a)).rejects.toMatchObject({ code: 404 });
  const orphaned = { ...DEPLOYMENTS, name: 'd' };
  await api.client.create(DEPLOYMENTS, {
    ...deployment('d'),
    metadata: { name: 'd', finalizers: ['example.com/one'] },
  });
  const deleted = await api.client.delete(orphaned, { propagationPolicy: 'Orphan' });
  expect(deleted.metadata.finalizers).toEqual(['example.com/one', 'orphan']);
  const old = await request(api, 'DELETE', '/apis/apps/v1/namespaces/default/deployments/d', {
    orphanDependents: false,
  });
  expect(old.status).toBe(202);
});

test('collections are deleted as they are selected, and answered with', async () => {
  await using api = await startTestApi();
  for (const name of ['a', 'b', 'c']) {
    await api.client.create(
      CONFIG_MAPS,
      configMap(name, undefined, { labels: { group: name === 'c' ? 'two' : 'one' } }),
    );
  }
  const { body } = await request(api, 'DELETE', '/api/v1/namespaces/default/configmaps?labelSelector=group%3Done');
  expect(body).toMatchObject({
    kind: 'ConfigMapList',
    items: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }],
  });
  const { items } = await api.client.list(CONFIG_MAPS, { namespace: 'default', labelSelector: 'group' });
  expect(items.map(({ metadata }) => metadata.name)).toEqual(['c']);
  const wrong = await request(api, 'DELETE', '/api/v1/namespaces');
  expect(wrong.status).toBe(405);
});

test('addresses are given once, also to those who ask together', async () => {
  await using api = await startTestApi();
  const services = { ...CORE, resource: 'services' };
  const made = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      api.client.create(services, {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: `s${i}` },
        spec: { type: 'NodePort', ports: [{ port: 80 }] },
      }),
    ),
  );
  const specs = made.map(({ spec }) => spec as { clusterIP: string; ports: { nodePort: number }[] });
  expect(new Set(specs.map(({ clusterIP }) => clusterIP)).size).toBe(50);
  expect(new Set(specs.map(({ ports }) => ports[0]?.nodePort)).size).toBe(50);
});

test('evictions respect budgets', async () => {
  await using api = await startTestApi();
  await readyForPods(api);
  const budgets = { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets', namespace: 'default' };
  await api.client.create(PODS, pod('p', { labels: { app: 'x' } }));
  await api.client.patch({ ...PODS, name: 'p', subresource: 'status' }, 'merge', { status: { phase: 'Running' } });
  const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'b' } };
  const selector = { matchLabels: { app: 'x' } };
  await api.client.create(budgets, { ...budget, spec: { minAvailable: 1, selector } });
  const status = {
    observedGeneration: 1,
    disruptionsAllowed: 0,
    currentHealthy: 1,
    desiredHealthy: 1,
    expectedPods: 1,
  };
  await api.client.patch({ ...budgets, name: 'b', subresource: 'status' }, 'merge', { status });
  const evict = () =>
    request(api, 'POST', '/api/v1/namespaces/default/pods/p/eviction', {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'p' },
    });
  const refused = await evict();
  expect(refused.body).toMatchObject({
    code: 429,
    reason: 'TooManyRequests',
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: {
      causes: [
        { reason: 'DisruptionBudget', message: 'The disruption budget b needs 1 healthy pods and has 1 currently' },
      ],
    },
  });
  await api.client.patch({ ...budgets, name: 'b', subresource: 'status' }, 'merge', {
    status: { disruptionsAllowed: 1 },
  });
  expect((await evict()).status).toBe(201);
  expect((await api.client.get({ ...PODS, name: 'p' })).metadata.deletionTimestamp).toBeDefined();
});
