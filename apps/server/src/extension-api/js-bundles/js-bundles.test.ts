import { gzipSync } from 'node:zlib';
import type { KubeObject } from '@luban/kube';
import { KubeClient } from '@luban/kube/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { EXTENSION_KINDS } from '../extension-object.ts';
import { startBackend } from '../testing/backend.ts';
import { eventually } from '../testing/eventually.ts';
import { type GatewayOptions, testGateway } from '../testing/gateway.ts';
import { decodeRaw } from './decode-raw.ts';
import { ownerOfLink } from './link-owner.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

async function tide(options: GatewayOptions = {}) {
  const gateway = await testGateway(options);
  const bundle = (spec: object, rest: Partial<KubeObject> = {}, owner = 'tide', name = owner) =>
    gateway.apply('JSBundle', name, {
      ...rest,
      metadata: { labels: { 'kubesphere.io/extension-ref': owner }, ...rest.metadata },
      spec,
    });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${gateway.url}${path}`, { headers });
  const text = async (path: string) => {
    const response = await get(path);
    return response.status === 200 ? response.text() : response.status;
  };
  return { ...gateway, bundle, get, text };
}

test('a script is served to everybody at the link that it gets, as a script and nothing else', async () => {
  const { bundle, get, client } = await tide();
  await bundle({ raw: base64('System.register([])') });
  const response = await get('/dist/tide/index.js');
  expect([response.status, await response.text()]).toEqual([200, 'System.register([])']);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, no-cache',
    etag: expect.stringMatching(/^W\/"\w{32}"$/),
    vary: 'accept-encoding',
  });
  await eventually(async () => {
    const { status } = await client.get<KubeObject>({ ...EXTENSION_KINDS.JSBundle, name: 'tide' });
    expect(status).toMatchObject({ link: '/dist/tide/index.js', state: 'Available' });
  });
});

test('a browser that has it asks whether it is the same, or need not ask', async () => {
  const { bundle, get, client } = await tide();
  await bundle({ raw: base64('one') });
  await eventually(async () => {
    const { status } = await client.get<KubeObject>({ ...EXTENSION_KINDS.JSBundle, name: 'tide' });
    expect(status).toMatchObject({ state: 'Available' });
  });
  const etag = (await get('/dist/tide/index.js')).headers.get('etag')!;
  expect((await get('/dist/tide/index.js', { 'if-none-match': `"x", ${etag}` })).status).toBe(304);
  const { metadata } = await client.get<KubeObject>({ ...EXTENSION_KINDS.JSBundle, name: 'tide' });
  const control = async (query: string) => (await get(`/dist/tide/index.js?${query}`)).headers.get('cache-control');
  await eventually(async () =>
    expect(await control(`resourceVersion=${metadata.resourceVersion}`)).toMatch(/immutable/),
  );
  expect(await control('resourceVersion=1')).toBe('public, no-cache');
  await bundle({ raw: base64('two') });
  expect((await get('/dist/tide/index.js', { 'if-none-match': etag })).status).toBe(200);
});

test('what packs well is packed', async () => {
  const { bundle, get } = await tide();
  const script = 'console.info("tide");\n'.repeat(500);
  await bundle({ raw: base64(script) });
  const response = await get('/dist/tide/index.js', { 'accept-encoding': 'gzip, br' });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(await response.text()).toBe(script);
  expect(
    (await get('/dist/tide/index.js', { 'accept-encoding': 'identity' })).headers.get('content-encoding'),
  ).toBeNull();
});

test('however many ask, the cluster is not asked which bundles there are', async () => {
  const { bundle, client, text } = await tide();
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'tide' }, data: { 'index.js': 'kept' } };
  await client.create({ group: '', version: 'v1', resource: 'configmaps', namespace: 'default' }, map);
  await bundle({ rawFrom: { configMapKeyRef: { namespace: 'default', name: 'tide', key: 'index.js' } } });
  await bundle({ raw: base64('own') }, {}, 'wharf');
  await eventually(async () => {
    for (const name of ['tide', 'wharf']) {
      const { status } = await client.get<KubeObject>({ ...EXTENSION_KINDS.JSBundle, name });
      expect(status).toMatchObject({ state: 'Available' });
    }
  });
  const asked = vi.spyOn(KubeClient.prototype, 'json');
  onTestFinished(() => asked.mockRestore());
  const paths = () => asked.mock.calls.map(([, path]) => path);
  const links = ['/dist/tide/index.js', '/dist/wharf/index.js', '/dist/none/index.js'];
  const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => text(links[i % 3]!)));
  expect(answers.slice(0, 3)).toEqual(['kept', 'own', 404]);
  expect(paths().filter((path) => path.includes('jsbundles'))).toEqual([]);
  // Where the script lies in another object, that one is read; not once for each who asks.
  expect(paths()).toContain('/api/v1/namespaces/default/configmaps/tide');
  expect(paths().length).toBeLessThan(10);
});

test('scripts come from ConfigMaps, Secrets and backends, in this order of precedence', async () => {
  const { bundle, client, text } = await tide();
  const backend = await startBackend();
  backend.answer = ({ url }, response) => response.end(`remote ${url}`);
  const make = (resource: string, kind: string, data: object) =>
    client.create(
      { group: '', version: 'v1', resource, namespace: 'default' },
      { apiVersion: 'v1', kind, metadata: { name: 'tide' }, data },
    );
  await make('configmaps', 'ConfigMap', { 'index.js': 'of a ConfigMap' });
  await make('secrets', 'Secret', { 'index.js': base64('of a Secret') });
  const key = { namespace: 'default', name: 'tide', key: 'index.js' };
  const url = `${backend.url}/a/b.js?c`;
  await bundle({ rawFrom: { url } });
  expect(await text('/dist/tide/index.js')).toBe('remote /a/b.js?c');
  await bundle({ rawFrom: { url, secretKeyRef: key } });
  expect(await text('/dist/tide/index.js')).toBe('of a Secret');
  await bundle({ rawFrom: { url, secretKeyRef: key, configMapKeyRef: key } });
  expect(await text('/dist/tide/index.js')).toBe('of a ConfigMap');
  await bundle({ raw: base64('raw'), rawFrom: { url, secretKeyRef: key, configMapKeyRef: key } });
  expect(await text('/dist/tide/index.js')).toBe('raw');
  await bundle({ rawFrom: { configMapKeyRef: { ...key, key: 'none.js' } } });
  expect(await text('/dist/tide/index.js')).toBe(503);
  await bundle({ rawFrom: { configMapKeyRef: { ...key, name: 'none' } } });
  expect(await text('/dist/tide/index.js')).toBe(503);
});

test('a backend is asked without anything of the person, and at most once at a time', async () => {
  const { bundle, get } = await tide();
  const backend = await startBackend();
  backend.answer = (_request, response) => setTimeout(() => response.end('x'), 20);
  await bundle({
    assets: {
      style: { link: '/dist/tide-frontend/style.css', url: `${backend.url}/style.css` },
      files: [
        { name: 'chunk', link: '/dist/tide/chunk.js', mimeType: 'application/javascript', url: `${backend.url}/chunk` },
        { name: 'page', link: '/dist/tide/page', mimeType: 'text/html', url: `${backend.url}/page` },
        { name: 'odd', link: '/dist/tide/odd', mimeType: 'text/html\r\nx: y', url: `${backend.url}/odd` },
      ],
    },
  });
  const headers = { cookie: 'luban_session=a', authorization: 'Bearer b', 'x-test-user': 'anna' };
  const type = async (path: string) => {
    const response = await get(path, headers);
    return [response.status, response.headers.get('content-type'), response.headers.get('content-security-policy')];
  };
  await Promise.all(Array.from({ length: 10 }, () => get('/dist/tide-frontend/style.css', headers)));
  expect(backend.seen).toHaveLength(1);
  expect(JSON.stringify(backend.seen)).not.toMatch(/luban_session|Bearer|anna/);
  expect(await type('/dist/tide-frontend/style.css')).toMatchObject([
    200,
    'text/css; charset=utf-8',
    expect.stringMatching(/sandbox/),
  ]);
  expect(await type('/dist/tide/chunk.js')).toMatchObject([200, 'application/javascript', expect.any(String)]);
  expect(await type('/dist/tide/page')).toMatchObject([200, 'text/html', expect.stringMatching(/sandbox/)]);
  expect(await type('/dist/tide/odd')).toMatchObject([200, 'application/octet-stream', expect.any(String)]);
});

test('faults of a backend are told, and its next answer is taken', async () => {
  const { bundle, text } = await tide();
  const backend = await startBackend();
  await bundle({ rawFrom: { url: backend.url } });
  backend.answer = (_request, response) => response.writeHead(500).end('secret');
  expect(await text('/dist/tide/index.js')).toBe(503);
  backend.answer = (_request, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
  expect(await text('/dist/tide/index.js')).toBe(503);
  backend.answer = (_request, response) => response.end('fine');
  expect(await text('/dist/tide/index.js')).toBe('fine');
});

test('addresses of the gateway’s own are out of bounds', async () => {
  const { bundle, text } = await tide({ allowHosts: [] });
  const backend = await startBackend();
  for (const url of [backend.url, backend.url.replace('127.0.0.1', 'localhost'), 'http://169.254.169.254/latest']) {
    await bundle({ rawFrom: { url } });
    expect(await text('/dist/tide/index.js'), url).toBe(503);
  }
  expect(backend.seen).toEqual([]);
});

test('disabled bundles are not there', async () => {
  const { bundle, text } = await tide();
  await bundle({ raw: base64('x') }, { status: { state: 'Disabled', link: '/dist/tide/index.js' } });
  expect(await text('/dist/tide/index.js')).toBe(404);
  await bundle({ raw: base64('x') }, { status: { state: 'Available', link: '/dist/tide/index.js' } });
  expect(await text('/dist/tide/index.js')).toBe('x');
  expect(await text('/dist/tide/none.js')).toBe(404);
  expect(await text('/dist/%74ide/index.js')).toBe('x');
  expect(await text('/dist/tide/..%2ftide/index.js')).toBe(400);
});

test('a link has one owner: the older bundle, and no other extension', async () => {
  const { bundle, text, api, client } = await tide();
  const status = (link: string) => ({ status: { state: 'Available', link } });
  await bundle({ raw: base64('first') }, status('/dist/dev-ops/index.js'), 'dev-ops', 'b-first');
  await bundle({ raw: base64('second') }, status('/dist/dev-ops/index.js'), 'dev-ops', 'c-second');
  await bundle({ raw: base64('thief') }, status('/dist/dev-ops/other.js'), 'dev', 'a-thief');
  await bundle({ raw: base64('own') }, status('/dist/dev-frontend/index.js'), 'dev', 'd-own');
  expect(await text('/dist/dev-ops/index.js')).toBe('first');
  expect(await text('/dist/dev-ops/other.js')).toBe(404);
  expect(await text('/dist/dev-frontend/index.js')).toBe('own');
  expect(api.conflicts()).toMatchObject([
    {
      code: 'LB5411',
      subject: '/dist/dev-ops/index.js',
      winner: { name: 'b-first', owner: 'dev-ops' },
      loser: { name: 'c-second' },
    },
  ]);
  await eventually(async () => {
    const { status: written } = await client.get<KubeObject>({ ...EXTENSION_KINDS.JSBundle, name: 'a-thief' });
    expect(written).toMatchObject({ conditions: [{ type: 'Invalid', message: expect.stringContaining('LB5413') }] });
  });
});

test.each([
  ['/dist/devops/index.js', 'devops'],
  ['/dist/devops-frontend/index.js', 'devops'],
  ['/dist/dev/index.js', 'dev'],
  ['/dist/dev-x/index.js', 'dev'],
  ['/dist/dev-ops/index.js', 'dev-ops'],
  ['/dist/dev-ops-x/index.js', 'dev-ops'],
  ['/dist/devo/index.js', undefined],
  ['/dist/other/index.js', undefined],
  ['/dist/', undefined],
])('%s is of %s', (link, owner) => {
  expect(ownerOfLink(link, ['dev', 'devops', 'dev-ops'])).toBe(owner);
});

test.each([
  ['once', base64('System.register([]); // ü'), 'System.register([]); // ü'],
  ['twice', base64(base64('System.register([]); // ü')), 'System.register([]); // ü'],
  ['twice, in lines', base64(base64('a'.repeat(100)).replace(/.{20}/g, '$&\n')), 'a'.repeat(100)],
  ['once, though it looks like Base64', base64('abcdefgh'), 'abcdefgh'],
  ['once, though it is Base64 of bytes', base64(gzipSync('x').toString('base64')), gzipSync('x').toString('base64')],
  ['as an empty text', '', ''],
])('raw is decoded %s', (_, raw, expected) => {
  expect(decodeRaw(raw).toString()).toBe(expected);
});
