import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import type { TestCluster } from '../../test-support/test-clusters.ts';
import { EXTENSION_KINDS } from '../extension-object.ts';
import { startBackend } from '../testing/backend.ts';
import { define } from '../testing/define.ts';
import { eventually } from '../testing/eventually.ts';
import { ADMIN, type GatewayOptions, testGateway } from '../testing/gateway.ts';
import { startMemoryService } from '../testing/memory-service.ts';

async function tide(options: GatewayOptions = {}) {
  const backend = await startBackend();
  const gateway = await testGateway(options);
  const service = (rest: Partial<KubeObject> = {}, name = 'v1.tide.example', url = backend.url) =>
    gateway.apply('APIService', name, {
      ...rest,
      metadata: { labels: { 'kubesphere.io/extension-ref': 'tide' }, ...rest.metadata },
      spec: { group: 'tide.example', version: 'v1', url: `${url}/ignored`, ...(rest.spec as object) },
    });
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${gateway.url}${path}`, { ...init, headers: { 'x-test-user': ADMIN, ...init.headers } });
  return { ...gateway, backend, service, ask };
}

const message = async (response: Response) => [
  response.status,
  ((await response.json()) as { message: string }).message,
];

test('a backend is asked with the path and query as they came', async () => {
  const { service, ask, backend } = await tide();
  expect((await ask('/kapis/tide.example/v1/tides')).status).toBe(404);
  await service();
  const body = JSON.stringify({ a: 'ü', __proto__: { b: 1 } });
  const response = await ask('/kapis/tide.example/v1/namespaces/n/tides/a?x=%2e&y', {
    method: 'PATCH',
    body,
    headers: { 'content-type': 'application/merge-patch+json' },
  });
  expect(response.status).toBe(200);
  expect(backend.seen[0]).toMatchObject({
    method: 'PATCH',
    url: '/kapis/tide.example/v1/namespaces/n/tides/a?x=%2e&y',
    body,
    headers: { 'content-type': 'application/merge-patch+json', 'x-remote-user': 'admin' },
  });
});

test('a body of many megabytes passes, and an answer comes as it is written', async () => {
  const { service, ask, backend } = await tide();
  await service();
  const body = Buffer.alloc(8 * 2 ** 20, 'x');
  await ask('/kapis/tide.example/v1/tides', { method: 'POST', body });
  expect(backend.seen[0]!.body.length).toBe(body.length);
  let goOn = () => {};
  backend.answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"first":1}\n');
    goOn = () => response.end('{"second":2}\n');
  };
  const reader = (await ask('/kapis/tide.example/v1/tides?watch=true')).body!.getReader();
  const next = async () => new TextDecoder().decode((await reader.read()).value);
  expect(await next()).toBe('{"first":1}\n');
  goOn();
  expect(await next()).toBe('{"second":2}\n');
});

test('answers of any status come back as they are', async () => {
  const { service, ask, backend } = await tide();
  await service();
  for (const status of [201, 204, 304, 404, 409, 422, 500]) {
    backend.answer = (_request, response) =>
      response.writeHead(status, { etag: '"x"' }).end([204, 304].includes(status) ? undefined : 'body');
    const response = await ask('/kapis/tide.example/v1/tides');
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([
      status,
      '"x"',
      [204, 304].includes(status) ? '' : 'body',
    ]);
  }
  backend.answer = (_request, response) => response.writeHead(200, { 'content-length': '4' }).end();
  const head = await ask('/kapis/tide.example/v1/tides', { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '4']);
});

test('a body that is announced to be too large is not waited for', async () => {
  const { service, url, backend } = await tide();
  await service();
  const headers = { 'x-test-user': ADMIN, 'content-length': String(300 * 2 ** 20), 'content-type': 'text/plain' };
  const outgoing = request(`${url}/kapis/tide.example/v1/tides`, { method: 'POST', headers });
  outgoing.on('error', () => {});
  outgoing.write('first');
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(413);
  outgoing.destroy();
  expect(backend.seen).toEqual([]);
});

test('headers in other scripts come back byte for byte', async () => {
  const { service, url } = await tide();
  const odd = createServer((socket) => {
    socket.once('data', () => {
      socket.end(Buffer.from('HTTP/1.1 200 OK\r\nx-a: 你好\r\nx-b: \xfc\r\ncontent-length: 2\r\n\r\nok'));
    });
  }).listen(0, '127.0.0.1');
  await once(odd, 'listening');
  await service({ spec: { url: `http://127.0.0.1:${(odd.address() as AddressInfo).port}` } });
  const outgoing = request(`${url}/kapis/tide.example/v1/tides`, { headers: { 'x-test-user': ADMIN } }).end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(200);
  expect(Buffer.from(String(response.headers['x-a']), 'latin1').toString()).toBe('你好');
  odd.close();
});

test('a right to the resource is needed, in the namespace of the address', async () => {
  const { service, ask, client, url } = await tide();
  await service();
  const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' };
  await client.create(
    { ...RBAC, resource: 'roles', namespace: 'default' },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'tide' },
      rules: [{ apiGroups: ['tide.example'], resources: ['tides'], verbs: ['list', 'get'] }],
    },
  );
  await client.create(
    { ...RBAC, resource: 'rolebindings', namespace: 'default' },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'tide' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'tide' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'anna' }],
    },
  );
  const as = async (path: string, method = 'GET') =>
    (await ask(`/kapis/tide.example/v1/${path}`, { method, headers: { 'x-test-user': 'anna' } })).status;
  expect((await fetch(`${url}/kapis/tide.example/v1/tides`)).status).toBe(401);
  await eventually(async () => expect(await as('namespaces/default/tides')).toBe(200));
  expect(await as('namespaces/default/tides/a')).toBe(200);
  expect(await as('namespaces/default/tides/a', 'DELETE')).toBe(403);
  expect(await as('namespaces/default/tides/a/secret')).toBe(403);
  expect(await as('namespaces/other/tides')).toBe(403);
  expect(await as('tides')).toBe(403);
  expect(await as('namespaces/default/tides?watch=1')).toBe(403);
  expect(await as('namespaces/default/tides/a%2Fsecret')).toBe(400);
  expect(await as('namespaces/default//tides')).toBe(400);
});

test('what somebody may do in each project of a workspace, they may do in the workspace', async () => {
  const { service, ask, client } = await tide();
  await service();
  const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' };
  await client.create(
    { ...RBAC, resource: 'clusterroles' },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'tide' },
      rules: [{ apiGroups: ['tide.example'], resources: ['tides'], verbs: ['list'] }],
    },
  );
  const project = async (namespace: string, bound: boolean) => {
    const metadata = { name: namespace, labels: { 'kubesphere.io/workspace': 'blue' } };
    await client.create(
      { group: '', version: 'v1', resource: 'namespaces' },
      { apiVersion: 'v1', kind: 'Namespace', metadata },
    );
    if (!bound) return;
    await client.create(
      { ...RBAC, resource: 'rolebindings', namespace },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'tide' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'tide' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'anna' }],
      },
    );
  };
  const as = async (workspace: string) =>
    (await ask(`/kapis/tide.example/v1/workspaces/${workspace}/tides`, { headers: { 'x-test-user': 'anna' } })).status;
  expect(await as('blue')).toBe(403);
  await project('blue-a', true);
  await project('blue-b', true);
  await eventually(async () => expect(await as('blue')).toBe(200));
  expect(await as('green')).toBe(403);
  expect(await as('blue%2C%21x')).toBe(403);
  await project('blue-c', false);
  expect(await as('blue')).toBe(403);
});

test('a disabled extension answers with a Status that names it, and at once', async () => {
  const { service, ask } = await tide();
  await service();
  expect((await ask('/kapis/tide.example/v1/tides')).status).toBe(200);
  await service({ status: { state: 'Disabled' } });
  expect(await message(await ask('/kapis/tide.example/v1/tides'))).toEqual([
    503,
    expect.stringMatching(/by tide, which is disabled .*LB5400/),
  ]);
  await service({ status: { state: 'Available' } });
  expect((await ask('/kapis/tide.example/v1/tides')).status).toBe(200);
});

test('of two with one group and version the older one answers, and the other is told', async () => {
  const { service, ask, api, client } = await tide();
  const second = await startBackend();
  await service();
  const rival = (status = {}) =>
    service(
      { metadata: { labels: { 'kubesphere.io/extension-ref': 'ebb' } }, spec: { url: second.url }, status },
      'z.tide.example',
    );
  await rival();
  await ask('/kapis/tide.example/v1/tides');
  expect(second.seen).toEqual([]);
  expect(api.conflicts()).toEqual([
    {
      code: 'LB5409',
      subject: 'tide.example/v1',
      winner: { kind: 'APIService', name: 'v1.tide.example', owner: 'tide' },
      loser: { kind: 'APIService', name: 'z.tide.example', owner: 'ebb' },
    },
  ]);
  const conditions = async (name: string) => {
    const { status } = await client.get<KubeObject>({ ...EXTENSION_KINDS.APIService, name });
    return (status as { conditions?: object[] } | undefined)?.conditions ?? [];
  };
  await eventually(async () =>
    expect(await conditions('z.tide.example')).toMatchObject([
      {
        type: 'Conflict',
        status: 'True',
        reason: 'ClaimedByAnother',
        message: expect.stringMatching(/^tide \(.* and ebb \(/),
      },
    ]),
  );
  expect(await conditions('v1.tide.example')).toEqual([]);
  // Once the winner is disabled nobody is in the way of the other.
  await service({ status: { state: 'Disabled' } });
  await ask('/kapis/tide.example/v1/tides');
  expect(second.seen).toHaveLength(1);
  await eventually(async () => expect(await conditions('z.tide.example')).toEqual([]));
});

test('a certificate that is not checked is warned of', async () => {
  const { service, client } = await tide();
  await service({ spec: { insecureSkipVerify: true } });
  await eventually(async () => {
    const { status } = await client.get<KubeObject>({ ...EXTENSION_KINDS.APIService, name: 'v1.tide.example' });
    expect(status).toMatchObject({ state: 'Available', conditions: [{ type: 'InsecureUpstream', status: 'True' }] });
  });
});

test('a WebSocket passes with the name of who asks', async () => {
  const { service, url, backend } = await tide();
  await service();
  const client = new WebSocket(`${url}/kapis/tide.example/v1/tides/a/live`, { headers: { 'x-test-user': ADMIN } });
  const [data] = (await once(client, 'message')) as [Buffer];
  expect(String(data)).toBe('welcome');
  expect(backend.seen[0]!.headers).toMatchObject({ 'x-remote-user': 'admin' });
  client.terminate();
});

test('a service is reached through the API server, in the gateway’s own name', async () => {
  const { ask, apply, host, client } = await tide();
  const seen = startMemoryService(host.api, { namespace: 'default', name: 'tide', port: 8080 });
  const services = { group: '', version: 'v1', resource: 'services', namespace: 'default' };
  await client.create(services, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'tide' },
    spec: { ports: [{ port: 8080 }] },
  });
  for (const endpoint of [
    { service: { namespace: 'default', name: 'tide', port: 8080 } },
    { url: 'http://tide.default.svc:8080' },
    { url: 'http://tide.default.svc.cluster.local:8080' },
  ]) {
    await apply('APIService', 'v1.tide.example', { spec: { group: 'tide.example', version: 'v1', ...endpoint } });
    const response = await ask('/kapis/tide.example/v1/tides?x=1', {
      headers: { cookie: 'a=b', authorization: 'Bearer mine' },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ url: '/kapis/tide.example/v1/tides?x=1' });
    expect(seen.at(-1)).toMatchObject({
      'x-luban-remote-user': 'admin',
      'x-luban-remote-group': 'admins, system:authenticated',
    });
    expect(seen.at(-1)).not.toHaveProperty('authorization');
    expect(seen.at(-1)).not.toHaveProperty('cookie');
  }
});

test('members have backends of their own, whose services are reached through the member', async () => {
  const { ask, backend, members } = await tide({ members: ['reef'] });
  const [reef] = members as [TestCluster];
  const there = '/clusters/reef/kapis/tide.example/v1/tides?x=1';
  expect((await ask(there)).status).toBe(404);
  const seen = startMemoryService(reef.api, { namespace: 'default', name: 'tide', port: 443 });
  await reef.api.client.create(
    { group: '', version: 'v1', resource: 'services', namespace: 'default' },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'tide' }, spec: { ports: [{ port: 443 }] } },
  );
  await reef.api.client.create(EXTENSION_KINDS.APIService, {
    apiVersion: 'extensions.kubesphere.io/v1alpha1',
    kind: 'APIService',
    metadata: { name: 'v1.tide.example' },
    spec: { group: 'tide.example', version: 'v1', service: { namespace: 'default', name: 'tide' } },
  } as KubeObject);
  await eventually(async () => expect((await ask(there)).status).toBe(200));
  for (const path of [there, '/kapis/clusters/reef/tide.example/v1/tides?x=1']) {
    expect(await (await ask(path)).json()).toEqual({ url: '/kapis/tide.example/v1/tides?x=1' });
  }
  expect(seen.at(-1)).toMatchObject({ 'x-luban-remote-user': 'admin' });
  expect((await ask('/kapis/tide.example/v1/tides')).status).toBe(404);
  expect((await ask(there, { headers: { 'x-test-user': 'anna' } })).status).toBe(403);
  expect((await ask('/clusters/none/kapis/tide.example/v1/tides')).status).toBe(404);
  expect(backend.seen).toEqual([]);
});

test('a cluster that is away is said to be, not to have nothing', async () => {
  const { ask, members } = await tide({ members: ['reef'] });
  const there = '/clusters/reef/kapis/tide.example/v1/tides';
  expect((await ask(there)).status).toBe(404);
  const [reef] = members as [TestCluster];
  await define(reef.api.client);
  await eventually(async () => expect((await ask(there)).status).toBe(200));
  await reef.api[Symbol.asyncDispose]();
  expect(await message(await ask(there))).toEqual([503, expect.stringMatching(/reef does not answer.*LB5103/)]);
});

test('inside the cluster a service is reached by its name, and never at an address of the gateway’s own', async () => {
  const resolve: GatewayOptions['resolve'] = (name, _options, done) =>
    done(null, [{ address: name.startsWith('tide.') ? '127.0.0.1' : '169.254.169.254', family: 4 }]);
  const { ask, apply, backend } = await tide({ insideHost: true, resolve });
  const service = (name: string) =>
    apply('APIService', 'v1.tide.example', {
      spec: { group: 'tide.example', version: 'v1', url: `http://${name}.default.svc:${backend.port}` },
    });
  await service('tide');
  expect((await ask('/kapis/tide.example/v1/tides')).status).toBe(200);
  expect(backend.seen.at(-1)!.headers).toMatchObject({
    host: `tide.default.svc:${backend.port}`,
    'x-remote-user': 'admin',
  });
  await service('metadata');
  expect(await message(await ask('/kapis/tide.example/v1/tides'))).toEqual([503, expect.stringContaining('LB5404')]);
});

test('a connection that a backend closed in between costs no answer', async () => {
  const { service, ask, backend } = await tide();
  await service();
  backend.answer = (_request, response, seen) => {
    response.end(JSON.stringify(seen));
    // Without a word of it, as backends do when they have waited long enough.
    setImmediate(() => response.socket?.destroy());
  };
  for (let i = 0; i < 10; i++) expect((await ask('/kapis/tide.example/v1/tides')).status).toBe(200);
});

test('a long path and a long query pass', async () => {
  const { service, ask, backend } = await tide();
  await service();
  const url = `/kapis/tide.example/v1/tides/${'a'.repeat(4_000)}?${'b=c&'.repeat(1_000)}`;
  expect((await ask(url)).status).toBe(200);
  expect(backend.seen[0]!.url).toBe(url);
});

test('a backend that answers no HTTP is told of', async () => {
  const { service, ask } = await tide();
  const odd = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')).listen(0, '127.0.0.1');
  await once(odd, 'listening');
  const { port } = odd.address() as AddressInfo;
  await service({ spec: { url: `http://127.0.0.1:${port}` } });
  expect(await message(await ask('/kapis/tide.example/v1/tides'))).toEqual([
    503,
    expect.stringMatching(/no HTTP|speak HTTP/),
  ]);
  odd.close();
});
