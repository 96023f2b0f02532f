import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  http1Client,
  http2Client,
  rawConnection,
  received,
  type WireClient,
} from '../conformance/testing/wire-client.ts';
import { startTestApi, type TestApi } from '../testing.ts';

let api: TestApi;
const clients: Record<string, WireClient> = {};

beforeAll(async () => {
  api = await startTestApi({ listens: true });
  clients['HTTP/1.1'] = http1Client(api);
  clients['HTTP/2'] = http2Client(api);
  await api.client.create(
    { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'large' }, data: { text: 'x'.repeat(200_000) } },
  );
});
afterAll(async () => {
  for (const client of Object.values(clients)) await client[Symbol.asyncDispose]();
  expect(api.errors).toEqual([]);
  await api[Symbol.asyncDispose]();
});

const LARGE = '/api/v1/namespaces/default/configmaps/large';

describe.each(['HTTP/1.1', 'HTTP/2'])('over %s', (protocol) => {
  const send: WireClient['send'] = (path, asked) => clients[protocol]!.send(path, asked);

  test('packs what is large, for those who can unpack it', async () => {
    const plain = await send(LARGE);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(Number(plain.headers['content-length'])).toBe(plain.text.length);
    const packed = await send(LARGE, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(Number(packed.headers['content-length'])).toBeLessThan(10_000);
    const small = await send('/version', { headers: { 'accept-encoding': 'gzip' } });
    expect(small.headers['content-encoding']).toBeUndefined();
  });

  test('answers HEAD with the headers alone', async () => {
    for (const path of [LARGE, '/version', '/api/v1/namespaces/default/configmaps', '/openapi/v3']) {
      const [head, get] = [await send(path, { method: 'HEAD' }), await send(path)];
      expect([head.status, head.text]).toEqual([200, '']);
      expect(head.headers['content-length']).toBe(get.headers['content-length']);
    }
    expect((await send('/api/v1/namespaces/default/configmaps/none', { method: 'HEAD' })).status).toBe(404);
    expect((await send('/version')).status).toBe(200);
  });

  test('says nothing twice to who has the document already', async () => {
    for (const path of ['/openapi/v3', '/apis', '/api', '/api/v1', '/apis/apps/v1']) {
      const { headers } = await send(path);
      expect(headers.etag).toMatch(/^".+"$/);
      const again = await send(path, { headers: { 'if-none-match': String(headers.etag) } });
      expect([again.status, again.text]).toEqual([304, '']);
      expect((await send(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    }
    const { body } = await send('/openapi/v3');
    const { paths } = body as unknown as { paths: Record<string, { serverRelativeURL: string }> };
    const hashed = await send(paths['api/v1']!.serverRelativeURL);
    expect(hashed.headers['cache-control']).toContain('immutable');
  });

  test('tells every answer apart, and lets none be kept', async () => {
    const [one, two] = [await send('/version'), await send(LARGE)];
    expect(one.headers['audit-id']).not.toBe(two.headers['audit-id']);
    expect(two.headers['cache-control']).toBe('no-cache, private');
    expect(one.body).toMatchObject({ major: '1', minor: '34', gitVersion: expect.stringMatching(/^v1\.34\./) });
  });

  test('answers in YAML and for eyes', async () => {
    const yaml = await send('/api/v1/namespaces/default', { headers: { accept: 'application/yaml' } });
    expect(yaml.headers['content-type']).toBe('application/yaml');
    expect(yaml.text).toMatch(/^apiVersion: v1\nkind: Namespace\n/);
    expect((await send('/api/v1/namespaces/default?pretty=true')).text).toMatch(/^\{\n {2}"apiVersion"/);
  });
});

test('packs what it says it packs', async () => {
  const socket = await rawConnection(api);
  socket.write(`GET ${LARGE} HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip\r\nconnection: close\r\n\r\n`);
  const text = await received(socket, 2_000);
  const body = Buffer.from(text.slice(text.indexOf('\r\n\r\n') + 4), 'latin1');
  expect(JSON.parse(gunzipSync(body).toString())).toMatchObject({ metadata: { name: 'large' } });
});

test('answers one after the other on one connection', async () => {
  const socket = await rawConnection(api);
  const one = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;
  socket.write(one('/version') + one('/healthz') + one('/nothing') + one('/readyz'));
  const text = await received(socket, 2_000, / 404 [\s\S]*ok$/);
  expect(text.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['200', '200', '404', '200'].map((code) => `HTTP/1.1 ${code}`));
  socket.destroy();
});
