import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { type Duplex, PassThrough } from 'node:stream';
import type { KubeObject } from '@luban/kube';
import { expect, test, vi } from 'vitest';
import { rawConnection, received } from '../conformance/testing/wire-client.ts';
import { startTestApi, type TestApi } from '../testing.ts';
import { dialerTo, memoryBackend } from './testing/memory-backend.ts';

const CORE = { group: '', version: 'v1', namespace: 'default' };

const call = async (api: TestApi, method: string, path: string, options: { body?: string; headers?: object } = {}) => {
  const headers = { 'content-type': 'text/plain', ...options.headers };
  const response = await api.server.transport()({ method, path, headers, body: options.body });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

async function withService(): Promise<TestApi> {
  const api = await startTestApi();
  await api.client.create({ ...CORE, resource: 'services' }, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: {
      ports: [
        { name: 'http', port: 80 },
        { name: 'admin', port: 9_000 },
      ],
    },
  } as KubeObject);
  return api;
}

test('passes requests on to services, by number or name of the port, without what is none of their business', async () => {
  await using api = await withService();
  const backend = memoryBackend(({ method, path }, response) => {
    response.writeHead(418, { 'x-tea': 'yes', 'set-cookie': 'session=stolen' });
    response.end(`${method} ${path}`);
  });
  const dialer = dialerTo({ service: backend });
  api.server.setDialer(dialer);
  const base = '/api/v1/namespaces/default/services';
  const answer = await call(api, 'POST', `${base}/web:admin/proxy/a%20b/c?d=e%2Ff`, {
    body: 'tea, please',
    headers: {
      authorization: 'Bearer secret',
      'x-remote-user': 'x',
      'x-mine': '1',
    },
  });
  expect(answer).toMatchObject({ status: 418, text: 'POST /a%20b/c?d=e%2Ff', headers: { 'x-tea': 'yes' } });
  expect(answer.headers).not.toHaveProperty('set-cookie');
  const [seen] = backend.seen;
  expect(seen).toMatchObject({ body: 'tea, please', headers: { 'x-mine': '1' } });
  for (const name of ['authorization', 'x-remote-user']) expect(seen?.headers).not.toHaveProperty(name);
  expect((await call(api, 'GET', `${base}/web:80/proxy/`)).text).toBe('GET /');
  expect((await call(api, 'GET', `${base}/https:web:http/proxy/x`)).text).toBe('GET /x');
  expect(dialer.dialed.filter((name) => name.includes('default/web'))).toEqual([
    'service default/web:9000',
    'service default/web:80',
    'service default/web:80',
  ]);
  expect((await call(api, 'GET', `${base}/web:nothing/proxy/`)).status).toBe(404);
  expect((await call(api, 'GET', `${base}/none/proxy/`)).status).toBe(404);
  expect(api.errors).toEqual([]);
});

test('passes requests on to pods and nodes', async () => {
  await using api = await withService();
  const { client } = api;
  await vi.waitFor(() => client.get({ ...CORE, resource: 'serviceaccounts', name: 'default' }));
  const ports = [{ containerPort: 8_080 }];
  await client.create({ ...CORE, resource: 'pods' }, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', image: 'i', ports }] },
  } as KubeObject);
  await client.create(
    { group: '', version: 'v1', resource: 'nodes' },
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n' },
    },
  );
  const backend = memoryBackend(({ path }, response) => response.end(path));
  const dialer = dialerTo({ pod: backend, kubelet: backend });
  api.server.setDialer(dialer);
  expect((await call(api, 'GET', '/api/v1/namespaces/default/pods/p/proxy/a')).text).toBe('/a');
  expect((await call(api, 'GET', '/api/v1/namespaces/default/pods/p:9090/proxy/b')).text).toBe('/b');
  expect((await call(api, 'GET', '/api/v1/nodes/n/proxy/pods')).text).toBe('/pods');
  expect(dialer.dialed).toEqual(expect.arrayContaining(['pod default/p:8080', 'pod default/p:9090', 'kubelet n']));
  for (const port of ['http', '0', '70000', '-1']) {
    expect((await call(api, 'GET', `/api/v1/namespaces/default/pods/p:${port}/proxy/`)).status).toBe(400);
  }
});

/** What goes wrong at connecting or in the middle of an answer. */
const broken: [string, () => Duplex][] = [
  ['ends at once', () => new PassThrough().destroy()],
  ['breaks', () => broke(new PassThrough(), 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n')],
  ['speaks no HTTP', () => broke(new PassThrough(), 'hello\r\n\r\n')],
  [
    'switches protocols unasked',
    () => broke(new PassThrough(), 'HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  ],
];

function broke(stream: PassThrough, text: string): Duplex {
  const duplex = Object.assign(stream, {});
  setTimeout(() => {
    duplex.push(text);
    setTimeout(() => duplex.destroy(new Error('broken')), 5);
  }, 5);
  // What the server writes must not come back as an answer.
  duplex._write = (_chunk, _encoding, done) => done();
  return duplex;
}

test.each(broken)('says 503 when what is behind %s', async (_what, connection) => {
  await using api = await withService();
  api.server.setDialer({ service: connection, pod: connection, kubelet: connection });
  const { status, text } = await call(api, 'GET', '/api/v1/namespaces/default/services/web/proxy/');
  expect(status).toBe(503);
  expect(JSON.parse(text)).toMatchObject({
    reason: 'ServiceUnavailable',
    message: expect.stringMatching(/^error trying to reach services web: /),
  });
  expect(api.errors).toEqual([]);
});

test('survives a backend that breaks in the middle of its answer', async () => {
  await using api = await withService();
  const head = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf';
  api.server.setDialer({ ...dialerTo({}), service: () => broke(new PassThrough(), head) });
  const { status, text } = await call(api, 'GET', '/api/v1/namespaces/default/services/web/proxy/');
  expect([status, text]).toEqual([200, 'half']);
  expect(api.errors).toEqual([]);
});

test('nobody behind a service is 503 too', async () => {
  await using api = await withService();
  const { status, text } = await call(api, 'GET', '/api/v1/namespaces/default/services/web/proxy/');
  expect([status, (JSON.parse(text) as { message: string }).message]).toEqual([
    503,
    'error trying to reach services web: nothing answers there',
  ]);
});

test('joins upgraded connections end to end', async () => {
  await using server = createServer();
  server.on('upgrade', (request, socket, head) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: ${request.headers.upgrade}\r\n\r\n`,
    );
    socket.write(`${request.url} as ${request.headers['x-remote-user']};`);
    socket.on('end', () => socket.end());
    socket.unshift(head);
    socket.on('data', (chunk: Buffer) => socket.end(chunk.toString().toUpperCase()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await using api = await startTestApi({ listens: true });
  await api.client.create({ ...CORE, resource: 'services' }, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { ports: [{ port: 80 }] },
  } as KubeObject);
  const service = () => connect((server.address() as AddressInfo).port, '127.0.0.1');
  api.server.setDialer({ ...dialerTo({}), service });
  const socket = await rawConnection(api);
  socket.write(
    'GET /api/v1/namespaces/default/services/web/proxy/echo HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: echo\r\n\r\nhello',
  );
  const text = await received(socket, 2_000);
  expect(text).toMatch(/^HTTP\/1.1 101 Switching Protocols\r\n/);
  expect(text).toMatch(/\/echo as kubernetes-admin;HELLO$/);
});
