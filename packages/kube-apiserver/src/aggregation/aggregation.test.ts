import { isStatusError, type KubeObject, ManualClock } from '@luban/kube';
import { expect, test, vi } from 'vitest';
import { dialerTo, type MemoryBackend, memoryBackend } from '../proxy/testing/memory-backend.ts';
import { startTestApi, type TestApi } from '../testing.ts';

const API_SERVICES = { group: 'apiregistration.k8s.io', version: 'v1', resource: 'apiservices' };
const NAME = 'v1beta1.metrics.example.com';
const PATH = '/apis/metrics.example.com/v1beta1';

const discovery = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: 'metrics.example.com/v1beta1',
  resources: [{ name: 'widgets', singularName: 'widget', namespaced: true, kind: 'Widget', verbs: ['get', 'list'] }],
};

function backendOf(): MemoryBackend & { healthy: boolean } {
  const backend = Object.assign(
    memoryBackend(({ path }, response) => {
      if (!backend.healthy) return void response.writeHead(500).end('oh');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(path === PATH ? discovery : { kind: 'Answer', path }));
    }),
    { healthy: true },
  );
  return backend;
}

async function withApiService(backend: MemoryBackend, clock?: ManualClock): Promise<TestApi> {
  const tokens = new Map([
    [
      'anna',
      { username: 'anna@example.com', groups: ['dev', 'system:authenticated'], extra: { 'team/Name': ['a', 'b'] } },
    ],
    ['admin', { username: 'admin', groups: ['system:masters'], extra: { 'team/Name': ['grün'] } }],
    ['odd', { username: 'a\r\nx-remote-user: root', groups: ['system:masters'] }],
  ]);
  const api = await startTestApi({ tokens, clock });
  api.server.setDialer(dialerTo({ service: backend }));
  await api.client.create({ group: '', version: 'v1', resource: 'services', namespace: 'kube-system' }, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'metrics' },
    spec: { ports: [{ port: 443 }] },
  } as KubeObject);
  await api.client.create(API_SERVICES, {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: NAME },
    spec: {
      group: 'metrics.example.com',
      version: 'v1beta1',
      service: { namespace: 'kube-system', name: 'metrics' },
      insecureSkipTLSVerify: true,
      groupPriorityMinimum: 100,
      versionPriority: 100,
    },
  } as KubeObject);
  return api;
}

const available = async (api: TestApi) => {
  const { status } = await api.client.get({ ...API_SERVICES, name: NAME });
  const { conditions = [] } = (status ?? {}) as { conditions?: Record<string, string>[] };
  return conditions.find(({ type }) => type === 'Available');
};

const get = async (api: TestApi, path: string, token: string, headers: Record<string, string> = {}) => {
  const response = await api.server.handler.handle({
    method: 'GET',
    path,
    query: new URLSearchParams(),
    headers,
    identity: { authorization: [`Bearer ${token}`], ...headers },
    remoteAddress: '',
    body: async () => Buffer.alloc(0),
  });
  if (typeof response.body === 'function') {
    const { body } = response;
    const text = await new Promise<string>((resolve) => {
      let written = '';
      body({
        buffered: 0,
        closed: false,
        onClose: () => {},
        write(chunk) {
          written += Buffer.from(chunk).toString();
        },
        end: () => resolve(written),
      });
    });
    return { status: response.status, text };
  }
  return { status: response.status, text: response.body.toString() };
};

test('serves what another server answers for, in discovery and in requests', async () => {
  const backend = backendOf();
  await using api = await withApiService(backend);
  await vi.waitFor(async () => expect(await available(api)).toMatchObject({ status: 'True' }));
  expect(await available(api)).toMatchObject({ reason: 'Passed', message: 'all checks passed' });
  const groups = await api.client.json<{ groups: { name: string; versions: object[] }[] }>('GET', '/apis');
  expect(groups.groups.find(({ name }) => name === 'metrics.example.com')?.versions).toEqual([
    { groupVersion: 'metrics.example.com/v1beta1', version: 'v1beta1' },
  ]);
  expect(await api.client.json('GET', PATH)).toEqual(discovery);
  expect((await get(api, `${PATH}/namespaces/x/widgets`, 'admin')).text).toContain(`${PATH}/namespaces/x/widgets`);
  expect(backend.seen.at(-1)?.headers).toMatchObject({
    'x-remote-user': 'admin',
    'x-remote-group': expect.stringContaining('system:masters'),
    'x-remote-extra-team%2fname': Buffer.from('grün').toString('latin1'),
  });
  expect(backend.seen.at(-1)?.headers).not.toHaveProperty('authorization');
});

test('asks for rights before it passes anything on, and lets nobody name themselves', async () => {
  const backend = backendOf();
  await using api = await withApiService(backend);
  await vi.waitFor(async () => expect(await available(api)).toMatchObject({ status: 'True' }));
  const before = backend.seen.length;
  const refused = await get(api, `${PATH}/namespaces/x/widgets`, 'anna');
  expect(JSON.parse(refused.text)).toMatchObject({
    code: 403,
    message:
      'widgets.metrics.example.com is forbidden: User "anna@example.com" cannot list resource "widgets" in API group "metrics.example.com" in the namespace "x"',
  });
  expect((await get(api, `${PATH}/namespaces/x/widgets`, 'odd')).status).toBe(400);
  expect(backend.seen.length).toBe(before);
  await get(api, `${PATH}/widgets`, 'admin', { 'x-remote-user': 'root', 'x-remote-extra-a': 'b' });
  expect(backend.seen.at(-1)?.headers['x-remote-user']).toBe('admin');
  expect(backend.seen.at(-1)?.headers).not.toHaveProperty('x-remote-extra-a');
  expect(api.errors).toEqual([]);
});

test('says why an API is not available, and finds out when it is again', async () => {
  const clock = new ManualClock();
  const backend = backendOf();
  backend.healthy = false;
  await using api = await withApiService(backend, clock);
  await vi.waitFor(async () => {
    expect(await available(api)).toMatchObject({
      status: 'False',
      reason: 'FailedDiscoveryCheck',
      message: expect.stringContaining(`failing or missing response from ${PATH}`),
    });
  });
  backend.healthy = true;
  await clock.advance(2_000);
  await vi.waitFor(async () => expect(await available(api)).toMatchObject({ status: 'True' }));
  await api.client.delete({
    group: '',
    version: 'v1',
    resource: 'services',
    namespace: 'kube-system',
    name: 'metrics',
  });
  api.server.setDialer(dialerTo({}));
  await vi.waitFor(async () =>
    expect(await available(api)).toMatchObject({
      status: 'False',
      reason: 'ServiceNotFound',
      message: 'service/metrics in "kube-system" is not present',
    }),
  );
  const gone: unknown = await api.client.json('GET', `${PATH}/widgets`).catch((error: unknown) => error);
  expect(isStatusError(gone) && [gone.code, gone.reason]).toEqual([503, 'ServiceUnavailable']);
  await api.client.delete({ ...API_SERVICES, name: NAME });
  await vi.waitFor(async () => {
    const { groups } = await api.client.json<{ groups: { name: string }[] }>('GET', '/apis');
    expect(groups.map(({ name }) => name)).not.toContain('metrics.example.com');
  });
  await expect(api.client.json('GET', `${PATH}/widgets`)).rejects.toMatchObject({ code: 404 });
});

test('lists what this server answers itself', async () => {
  await using api = await startTestApi();
  await vi.waitFor(async () => {
    const { items } = await api.client.list(API_SERVICES);
    const names = items.map(({ metadata }) => metadata.name);
    expect(names).toEqual(expect.arrayContaining(['v1.', 'v1.apps', 'v1.rbac.authorization.k8s.io']));
    for (const { status } of items) {
      expect(status).toMatchObject({ conditions: [{ type: 'Available', status: 'True', reason: 'Local' }] });
    }
  });
});
