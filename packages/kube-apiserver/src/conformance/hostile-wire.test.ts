/** What clients send that no good client would, and what the connection does then. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';
import { http1Client, http2Client, rawConnection, received, type WireClient } from './testing/wire-client.ts';

let api: TestApi;
const clients: Record<string, WireClient> = {};

beforeAll(async () => {
  api = await startTestApi({ listens: true, bodyWithin: 300 });
  clients['HTTP/1.1'] = http1Client(api);
  clients['HTTP/2'] = http2Client(api);
});

afterAll(async () => {
  for (const client of Object.values(clients)) await client[Symbol.asyncDispose]();
  expect(api.errors).toEqual([]);
  await api[Symbol.asyncDispose]();
});

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const JSON_TYPE = { 'content-type': 'application/json' };
const configMap = (name: string, rest: object = {}) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...rest });

describe.each(['HTTP/1.1', 'HTTP/2'])('over %s', (protocol) => {
  const send: WireClient['send'] = (path, asked) => clients[protocol]!.send(path, asked);
  const post = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
    send(CONFIG_MAPS, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body });

  test('refuses bodies beyond 3 MiB with an answer, not with a broken connection', async () => {
    const { status, body } = await post(Buffer.alloc(4 * 2 ** 20, ' '));
    expect(status).toBe(413);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Request entity too large: limit is 3145728',
      reason: 'RequestEntityTooLarge',
      code: 413,
    });
    expect((await send('/version')).status).toBe(200);
  });

  test('refuses bodies that unpack to more than 3 MiB, and takes packed ones that do not', async () => {
    const packed = { 'content-encoding': 'gzip' };
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    expect((await post(bomb, packed)).status).toBe(413);
    const name = `packed-${protocol === 'HTTP/2' ? 2 : 1}`;
    expect((await post(gzipSync(configMap(name)), packed)).status).toBe(201);
    expect((await post(Buffer.from('no gzip'), packed)).body).toMatchObject({
      code: 400,
      message: 'the body of the request is not valid gzip',
    });
    expect((await post('{}', { 'content-encoding': 'br' })).status).toBe(415);
  });

  test('refuses what is no UTF-8, no JSON, or nested beyond reason', async () => {
    const deep = (depth: number) =>
      `{"apiVersion":"v1","kind":"ConfigMap","x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect((await post(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))).body.message).toBe(
      'the body of the request is not valid UTF-8',
    );
    expect((await post('{"a":')).body).toMatchObject({ code: 400, reason: 'BadRequest' });
    expect((await post(deep(1_000_000))).body).toMatchObject({
      code: 400,
      message: "couldn't get version/kind; json parse error: exceeded max depth",
    });
    if (protocol === 'HTTP/2') return;
    for (const text of [`${'- '.repeat(20_000)}x`, '['.repeat(20_000), `${'['.repeat(1_200)}${']'.repeat(1_200)}`]) {
      const { body } = await post(text, { 'content-type': 'application/yaml' });
      expect(body).toMatchObject({ code: 400, reason: 'BadRequest' });
    }
  });

  test('takes no name from a path that would lead elsewhere', async () => {
    for (const name of ['..', '%2e%2e', '.', '..%2f..%2fsecrets', '%00', 'a%0d%0ab', '__proto__', 'constructor']) {
      const { status, body, headers } = await send(`${CONFIG_MAPS}/${name}`);
      expect(status).toBe(404);
      expect(body).toMatchObject({ kind: 'Status', reason: 'NotFound' });
      expect(headers).not.toHaveProperty('ab');
    }
    expect((await send(`${CONFIG_MAPS}/%ff`)).body).toMatchObject({ code: 400, reason: 'BadRequest' });
    expect((await send(`${CONFIG_MAPS}/%`)).body).toMatchObject({ code: 400, reason: 'BadRequest' });
    for (const path of [
      '/api/v1/__proto__',
      '/apis/constructor/v1/x',
      '/apis/__proto__/__proto__/__proto__',
      '/api/../secrets',
    ]) {
      expect((await send(path)).status).toBe(404);
    }
  });

  test('ends requests whose body does not come', async () => {
    const client = clients[protocol]!;
    const before = performance.now();
    const headers = { ...JSON_TYPE };
    if (protocol === 'HTTP/2') {
      const { session } = client as ReturnType<typeof http2Client>;
      const stream = session.request({ ':method': 'POST', ':path': CONFIG_MAPS, ...headers });
      stream.write('{"apiVersion"');
      const status = await new Promise((resolve) => stream.once('response', (head) => resolve(head[':status'])));
      expect(status).toBe(504);
      stream.close();
    } else {
      const socket = await rawConnection(api);
      socket.write(
        `POST ${CONFIG_MAPS} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"api`,
      );
      const text = await received(socket, 3_000, /}/);
      expect(text).toMatch(/^HTTP\/1.1 504 /);
      socket.destroy();
    }
    expect(performance.now() - before).toBeLessThan(3_000);
  });
});

test('minds no client that leaves in the middle of its body', async () => {
  for (let i = 0; i < 20; i++) {
    const socket = await rawConnection(api);
    socket.write(`POST ${CONFIG_MAPS} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"api`);
    setTimeout(() => socket.destroy(), i);
  }
  await using client = http2Client(api);
  const stream = client.session.request({ ':method': 'POST', ':path': CONFIG_MAPS });
  stream.on('error', () => {});
  stream.write('{');
  setTimeout(() => stream.close(8), 20);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(api.errors).toEqual([]);
});

test('answers broken HTTP with 400 and keeps answering others', async () => {
  const broken = [
    'GET /version HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    'POST /version HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    `GET /${'a'.repeat(300_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
    'GARBAGE\r\n\r\n',
    'GET /version HTTP/1.1\r\nhost: x\r\nx: a\u0000b\r\n\r\n',
  ];
  for (const text of broken) {
    const socket = await rawConnection(api);
    socket.write(text);
    expect(await received(socket, 2_000)).toMatch(/^(HTTP\/1.1 4\d\d |$)/);
    socket.destroy();
  }
  expect((await clients['HTTP/1.1']!.send('/version')).status).toBe(200);
});

test('keeps a connection whose body was not asked for', async () => {
  const socket = await rawConnection(api);
  socket.write(`POST /apis/nobody/v1/things HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhello`);
  socket.write('GET /version HTTP/1.1\r\nhost: x\r\n\r\n');
  const text = await received(socket, 500);
  expect(text.match(/HTTP\/1.1 \d\d\d/g)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 200']);
  socket.destroy();
});

test('leaves half-open upgrades without an answer to wait for', async () => {
  const path = '/api/v1/namespaces/default/pods/none/exec?command=sh';
  const sockets = await Promise.all(Array.from({ length: 20 }, () => rawConnection(api)));
  const answers = sockets.map((socket) => received(socket, 1_500));
  for (const socket of sockets) {
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n`);
  }
  for (const text of await Promise.all(answers)) expect(text).toMatch(/^HTTP\/1.1 404 /);
  expect(api.errors).toEqual([]);
});

test('serves thousands of requests at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 2_000 }, (_, i) =>
      clients[i % 2 === 0 ? 'HTTP/1.1' : 'HTTP/2']!.send('/api/v1/namespaces/default'),
    ),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
});

test('takes long commands in the query', async () => {
  const long = `/api/v1/namespaces/default/pods/none/exec?command=${'x'.repeat(50_000)}`;
  expect((await clients['HTTP/1.1']!.send(long)).status).not.toBe(431);
  expect((await clients['HTTP/2']!.send(long)).status).not.toBe(431);
});
