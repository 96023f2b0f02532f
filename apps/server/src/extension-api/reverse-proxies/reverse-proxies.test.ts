import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import { EXTENSION_KINDS } from '../extension-object.ts';
import { type Backend, type Seen, startBackend } from '../testing/backend.ts';
import { eventually } from '../testing/eventually.ts';
import { ADMIN, type GatewayOptions, type TestGateway, testGateway } from '../testing/gateway.ts';

interface Tide extends TestGateway {
  backend: Backend;
  /** Makes the proxy `tide` on `/proxy/tide/*`. */
  proxy(directives?: object, rest?: Partial<KubeObject>, path?: string): Promise<void>;
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** What the backend saw of the request. */
  sees(path: string, init?: RequestInit): Promise<Seen>;
}

async function tide(options: GatewayOptions = {}): Promise<Tide> {
  const backend = await startBackend();
  const gateway = await testGateway(options);
  const { apply, url } = gateway;
  const ask: Tide['ask'] = (path, init = {}) =>
    fetch(`${url}${path}`, { redirect: 'manual', ...init, headers: { 'x-test-user': ADMIN, ...init.headers } });
  return {
    ...gateway,
    backend,
    proxy: (directives = {}, rest = {}, path = '/proxy/tide/*') =>
      apply('ReverseProxy', 'tide', {
        ...rest,
        metadata: { labels: { 'kubesphere.io/extension-ref': 'tide' }, ...rest.metadata },
        spec: { matcher: { path, method: '*' }, upstream: { url: backend.url }, directives },
      }),
    ask,
    async sees(path, init) {
      const response = await ask(path, init);
      expect(response.status).toBe(200);
      return backend.seen.at(-1)!;
    },
  };
}

const refused = async (response: Response) => ({
  status: response.status,
  body: (await response.json()) as { message?: string },
});

/** Asks for a path as it is written: `fetch` tidies paths up. */
async function plainStatus(url: string, path: string): Promise<number> {
  const { hostname, port } = new URL(url);
  const outgoing = request({ hostname, port, path, headers: { 'x-test-user': 'anna' }, agent: false }).end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode!;
}

test('each directive does what it says, on the way there', async () => {
  const { proxy, sees } = await tide();
  await proxy();
  expect(await sees('/proxy/tide/a%2Fb%20c?x=1&y=%2e', { method: 'PUT', body: 'bytes' })).toMatchObject({
    method: 'PUT',
    url: '/proxy/tide/a%2Fb%20c?x=1&y=%2e',
    body: 'bytes',
  });
  await proxy({ method: 'POST' });
  expect(await sees('/proxy/tide/a')).toMatchObject({ method: 'POST', body: '' });
  await proxy({ method: 'GET' });
  expect(await sees('/proxy/tide/a', { method: 'POST', body: 'gone' })).toMatchObject({ method: 'GET', body: '' });
  await proxy({ stripPathPrefix: '/proxy/tide' });
  expect((await sees('/proxy/tide/a?x')).url).toBe('/a?x');
  await proxy({ stripPathSuffix: '.json' });
  expect((await sees('/proxy/tide/a.json')).url).toBe('/proxy/tide/a');
  await proxy({ rewrite: ['/proxy/tide/old/* /new{path}?by={method}'] });
  expect((await sees('/proxy/tide/old/a?x')).url).toBe('/new/proxy/tide/old/a?by=GET');
  await proxy({ replace: ['tide ebb'] });
  expect((await sees('/proxy/tide/a?b=tide')).url).toBe('/proxy/ebb/a?b=ebb');
  await proxy({ pathRegexp: ['^/proxy/tide/(\\w+)/(\\w+) /$2/$1'] });
  expect((await sees('/proxy/tide/a/b')).url).toBe('/b/a');
  await proxy({ headerUp: ['X-From console', '+X-List 2', '-X-Gone*', 'X-Said "old" "new"'] });
  const { headers } = await sees('/proxy/tide/a', { headers: { 'x-list': '1', 'x-gone-a': '1', 'x-said': 'old' } });
  expect(headers).toMatchObject({ 'x-from': 'console', 'x-list': '1, 2', 'x-said': 'new' });
  expect(headers).not.toHaveProperty('x-gone-a');
  expect(headers).not.toHaveProperty('x-remote-user');
  await proxy({ authProxy: true, headerUp: ['X-Remote-User root', 'X-Remote-Extra-Role root'] });
  expect((await sees('/proxy/tide/a')).headers).toMatchObject({
    'x-remote-user': 'admin',
    'x-remote-uid': 'uid-admin',
    'x-remote-group': 'admins, system:authenticated',
    'x-remote-extra-team': 'blue',
  });
});

test('each directive does what it says, on the way back', async () => {
  const { proxy, ask, backend } = await tide();
  backend.answer = ({ url }, response) => {
    response.setHeader('x-a', '1');
    response.setHeader('x-foo-b', '1');
    if (url?.endsWith('/moved')) response.writeHead(302, { location: `${backend.url}/there?x` });
    if (url?.endsWith('/page')) response.setHeader('content-type', 'text/html').end('<a href="/there">');
    else response.end('plain');
  };
  await proxy({ headerDown: ['-X-Foo*', 'X-New 2', '+X-A 2'] });
  const { headers } = await ask('/proxy/tide/a');
  expect([headers.get('x-foo-b'), headers.get('x-new'), headers.get('x-a')]).toEqual([null, '2', '1, 2']);
  const moved = await ask('/proxy/tide/moved');
  expect([moved.status, moved.headers.get('location')]).toEqual([302, `${backend.url}/there?x`]);
  await proxy({ rejectForwardingRedirects: true });
  expect(await refused(await ask('/proxy/tide/moved'))).toMatchObject({
    status: 502,
    body: { kind: 'Status', message: expect.stringContaining('it redirects') },
  });
  expect((await ask('/proxy/tide/a')).status).toBe(200);
  await proxy({ wrapTransport: true, stripPathPrefix: '/proxy/tide' });
  expect((await ask('/proxy/tide/moved')).headers.get('location')).toBe('/proxy/tide/there?x');
  expect(await (await ask('/proxy/tide/page')).text()).toBe('<a href="/proxy/tide/there">');
  expect(await (await ask('/proxy/tide/a')).text()).toBe('plain');
});

test('exact paths win over prefixes, longer prefixes over shorter, and methods over all', async () => {
  const { apply, ask } = await tide();
  const targets: Record<string, Backend> = {};
  for (const [name, path, method] of [
    ['wide', '/proxy/*', '*'],
    ['tide', '/proxy/tide/*', '*'],
    ['deep', '/proxy/tide/deep/*', '*'],
    ['exact', '/proxy/tide/deep/x', '*'],
    ['get', '/proxy/tide/verbs', 'get'],
    ['verbs', '/proxy/tide/verbs', '*'],
  ] as const) {
    targets[name] = await startBackend();
    targets[name].answer = (_request, response) => response.end(name);
    const labels = { 'kubesphere.io/extension-ref': 'tide' };
    const upstream = { url: targets[name].url };
    await apply('ReverseProxy', name, { metadata: { labels }, spec: { matcher: { path, method }, upstream } });
  }
  const who = async (path: string, method = 'GET') => (await ask(path, { method })).text();
  expect(await who('/proxy/other')).toBe('wide');
  expect(await who('/proxy/tide/a')).toBe('tide');
  expect(await who('/proxy/tide/deep/a')).toBe('deep');
  expect(await who('/proxy/tide/deep/x')).toBe('exact');
  expect(await who('/proxy/tide/deep/x/y')).toBe('deep');
  expect(await who('/proxy/tide/verbs')).toBe('get');
  expect(await who('/proxy/tide/verbs', 'POST')).toBe('verbs');
  // The longest has the request even when it is disabled: it is not for the wider one.
  await apply('ReverseProxy', 'deep', {
    metadata: { labels: { 'kubesphere.io/extension-ref': 'tide' } },
    spec: { matcher: { path: '/proxy/tide/deep/*', method: '*' }, upstream: { url: targets.deep!.url } },
    status: { state: 'Disabled' },
  });
  expect((await ask('/proxy/tide/deep/a')).status).toBe(503);
});

test('only who may ask for the path gets through, and nobody without a name', async () => {
  const { proxy, ask, client, backend, url } = await tide();
  await proxy({}, { metadata: { labels: { 'kubesphere.io/reverse-proxy-target': 'ks-console' } } });
  const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' };
  await client.create(
    { ...RBAC, resource: 'clusterroles' },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'tide' },
      rules: [{ nonResourceURLs: ['/proxy/tide/open/*'], verbs: ['get'] }],
    },
  );
  await client.create(
    { ...RBAC, resource: 'clusterrolebindings' },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'tide' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'tide' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'anna' }],
    },
  );
  const as = async (user: string | undefined, path: string, method = 'GET') =>
    (await ask(path, { method, headers: { 'x-test-user': user } as never })).status;
  expect((await fetch(`${url}/proxy/tide/open/x`)).status).toBe(401);
  await eventually(async () => expect(await as('anna', '/proxy/tide/open/x')).toBe(200));
  expect(await as('anna', '/proxy/tide/open/x', 'POST')).toBe(403);
  expect(await as('anna', '/proxy/tide/shut/x')).toBe(403);
  expect(await as('berta', '/proxy/tide/open/x')).toBe(403);
  const seen = backend.seen.length;
  for (const path of [
    'open/..%2fshut',
    'open/%2e%2e/shut',
    'open/..%5cshut',
    'open/%252e%252e%252fshut',
    'open/..;/shut',
  ]) {
    expect(await plainStatus(url, `/proxy/tide/${path}`), path).toBe(400);
  }
  expect(backend.seen.length).toBe(seen);
});

test('disabled, unsound and unreachable proxies say what is wrong, and with whom', async () => {
  const { proxy, apply, ask, backend } = await tide();
  await proxy({}, { status: { state: 'Disabled' } });
  expect(await refused(await ask('/proxy/tide/a'))).toMatchObject({
    status: 503,
    body: {
      kind: 'Status',
      reason: 'ServiceUnavailable',
      message: expect.stringMatching(/tide, which is disabled.*LB5400/),
    },
  });
  await proxy({ headerUp: ['nothing'] }, { status: { state: 'Available' } });
  expect(await refused(await ask('/proxy/tide/a'))).toMatchObject({
    status: 503,
    body: { message: expect.stringMatching(/headerUp\[0\].*has no value.*LB5403/) },
  });
  await proxy();
  expect((await ask('/proxy/tide/a')).status).toBe(200);
  backend.close();
  expect(await refused(await ask('/proxy/tide/a'))).toMatchObject({
    status: 503,
    body: { message: expect.stringMatching(/backend of tide, does not answer: nothing listens there.*LB5401/) },
  });
  await apply('ReverseProxy', 'tide', {
    spec: { matcher: { path: '/proxy/tide/*' }, upstream: { service: { namespace: 'x', name: 'y' } } },
  });
  expect((await ask('/proxy/tide/a')).status).toBe(404);
  expect(await refused(await ask('/proxy/none/a'))).toMatchObject({ status: 404 });
});

test('a backend says nothing for the whole origin, and its pages do nothing on it', async () => {
  const { proxy, ask, backend } = await tide();
  backend.answer = ({ url }, response) => {
    if (url?.includes('bare')) return void response.end('<script>alert(1)</script>');
    response.writeHead(200, {
      'content-type': 'text/html',
      'set-cookie': ['luban_session=stolen', 'b=c'],
      'clear-site-data': '"*"',
      'service-worker-allowed': '/',
      'access-control-allow-origin': '*',
      'content-security-policy': "default-src 'self' 'unsafe-inline'",
      'x-frame-options': 'ALLOWALL',
      'strict-transport-security': 'max-age=1',
      'www-authenticate': 'Basic',
      refresh: '0; url=http://evil.example',
      connection: 'close, x-hop',
      'x-hop': '1',
    });
    response.end('<script>alert(1)</script>');
  };
  await proxy();
  const { headers } = await ask('/proxy/tide/a');
  for (const name of [
    'set-cookie',
    'clear-site-data',
    'service-worker-allowed',
    'access-control-allow-origin',
    'strict-transport-security',
    'www-authenticate',
    'refresh',
    'x-hop',
  ]) {
    expect(headers.get(name), name).toBeNull();
  }
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*sandbox, default-src 'self'/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect((await ask('/proxy/tide/bare')).headers.get('content-type')).toBe('application/octet-stream');
  const asPart = async (destination: string) =>
    (await ask('/proxy/tide/a', { headers: { 'sec-fetch-dest': destination } })).status;
  for (const part of ['script', 'iframe', 'worker', 'serviceworker', 'object', 'style'])
    expect(await asPart(part)).toBe(403);
  for (const data of ['empty', 'image', 'document']) expect(await asPart(data)).toBe(200);
  await proxy({}, { metadata: { annotations: { 'luban.dev/same-origin': 'true' } } });
  const trusted = (await ask('/proxy/tide/a')).headers;
  expect(trusted.get('content-security-policy')).toBe("frame-ancestors 'self', default-src 'self' 'unsafe-inline'");
  expect(trusted.get('set-cookie')).toBeNull();
  expect(trusted.get('x-frame-options')).toBeNull();
  expect(await asPart('iframe')).toBe(200);
});

test('a WebSocket passes both ways, and ends when the proxy is disabled', async () => {
  const { proxy, url, backend } = await tide();
  await proxy({ stripPathPrefix: '/proxy/tide', authProxy: true });
  const headers = { 'x-test-user': ADMIN, cookie: 'a=b', authorization: 'Bearer x' };
  const client = new WebSocket(
    `${url}/proxy/tide/live?x=1`,
    ['v1.tide', 'base64url.bearer.authorization.k8s.io.c2VjcmV0'],
    { headers },
  );
  const messages: string[] = [];
  client.on('message', (data) => messages.push(String(data)));
  await once(client, 'open');
  client.send('hello');
  await eventually(() => expect(messages).toEqual(['welcome', 'hello']));
  const seen = backend.seen.at(-1)!;
  expect(seen.url).toBe('/live?x=1');
  expect(seen.headers).toMatchObject({ 'x-remote-user': 'admin', 'sec-websocket-protocol': 'v1.tide' });
  for (const name of ['cookie', 'authorization', 'origin']) expect(seen.headers).not.toHaveProperty(name);
  const closed = once(client, 'close');
  await proxy({ stripPathPrefix: '/proxy/tide' }, { status: { state: 'Disabled' } });
  await closed;
  await eventually(() => expect(backend.connections()).toBe(0));
});

test('a WebSocket ends when the right to it does', async () => {
  const { proxy, url, client: kube, rightsChanged } = await tide();
  await proxy({ stripPathPrefix: '/proxy/tide' });
  const client = new WebSocket(`${url}/proxy/tide/live`, { headers: { 'x-test-user': ADMIN } });
  await once(client, 'open');
  rightsChanged('anna');
  rightsChanged(ADMIN);
  client.send('still there');
  await eventually(() => expect(client.readyState).toBe(WebSocket.OPEN));
  await kube.delete({
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    resource: 'clusterrolebindings',
    name: 'test-admins',
  });
  const closed = once(client, 'close');
  await eventually(async () => {
    rightsChanged(ADMIN);
    await Promise.race([closed, new Promise((_, reject) => setTimeout(reject, 20))]);
  });
});

test('a backend that refuses an upgrade is heard, and one that is away is told of', async () => {
  const { proxy, url, backend } = await tide();
  await proxy({ stripPathPrefix: '/proxy/tide' });
  const status = async () => {
    const client = new WebSocket(`${url}/proxy/tide/refuse`, { headers: { 'x-test-user': ADMIN } });
    client.on('error', () => {});
    const [, response] = (await once(client, 'unexpected-response')) as [unknown, { statusCode: number }];
    client.terminate();
    return response.statusCode;
  };
  expect(await status()).toBe(403);
  backend.close();
  expect(await status()).toBe(503);
});

test('a person who leaves before the backend has made up its mind leaves nothing open', async () => {
  const { proxy, url, backend } = await tide();
  await proxy();
  let decide = () => {};
  const decided = new Promise<void>((resolve) => {
    decide = resolve;
  });
  backend.beforeUpgrade = () => decided;
  const client = new WebSocket(`${url}/proxy/tide/live`, { headers: { 'x-test-user': ADMIN } });
  client.on('error', () => {});
  await eventually(() => expect(backend.connections()).toBe(1));
  client.terminate();
  decide();
  await eventually(() => expect(backend.connections()).toBe(0));
});

test('a person who leaves ends the exchange with the backend', async () => {
  const { proxy, ask, backend } = await tide();
  await proxy();
  backend.answer = (_request, response) => void response.write('first');
  const end = new AbortController();
  const response = await ask('/proxy/tide/stream', { signal: end.signal });
  const reader = response.body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('first');
  expect(backend.connections()).toBe(1);
  end.abort();
  await eventually(() => expect(backend.connections()).toBe(0));
});

test('other settings of TLS hold at once', async () => {
  const { host, apply, ask } = await tide();
  const { server, ca } = host.api.pki;
  const backend = await startBackend({ key: server.key, cert: server.certificate });
  const proxy = (upstream: object) =>
    apply('ReverseProxy', 'tide', {
      spec: { matcher: { path: '/proxy/tide/*' }, upstream: { url: backend.url, ...upstream } },
    });
  await proxy({});
  expect(await refused(await ask('/proxy/tide/a'))).toMatchObject({
    status: 503,
    body: { message: expect.stringContaining('LB5405') },
  });
  await proxy({ caBundle: Buffer.from(ca).toString('base64') });
  expect((await ask('/proxy/tide/a')).status).toBe(200);
  await proxy({});
  expect((await ask('/proxy/tide/a')).status).toBe(503);
  await proxy({ insecureSkipVerify: true });
  expect((await ask('/proxy/tide/a')).status).toBe(200);
});

test('addresses of the gateway’s own are out of bounds', async () => {
  const { apply, ask } = await tide({ allowHosts: ['127.0.0.1:1'] });
  const { port } = await startBackend();
  for (const url of [
    `http://127.0.0.1:${port}`,
    `http://localhost:${port}`,
    `http://[::1]:${port}`,
    `http://2130706433:${port}`,
    `http://0x7f.1:${port}`,
    `http://[::ffff:127.0.0.1]:${port}`,
    `http://0.0.0.0:${port}`,
    'http://169.254.169.254',
    'http://[fe80::1]',
    'http://10.0.0.1',
    'http://192.168.0.1',
    'http://100.100.100.200',
    'http://[fd00:ec2::254]',
  ]) {
    await apply('ReverseProxy', 'tide', { spec: { matcher: { path: '/proxy/tide/*' }, upstream: { url } } });
    expect(await refused(await ask('/proxy/tide/latest/meta-data')), url).toMatchObject({
      status: 503,
      body: { message: expect.stringMatching(/LUBAN_ALLOW_HOSTS.*LB5404/) },
    });
  }
  for (const url of [
    'file:///etc/passwd',
    'ftp://example.com',
    'http://user:secret@example.com',
    'gopher://x',
    'http:///',
    'x',
  ]) {
    await apply('ReverseProxy', 'tide', { spec: { matcher: { path: '/proxy/tide/*' }, upstream: { url } } });
    expect(await refused(await ask('/proxy/tide/a')), url).toMatchObject({
      status: 503,
      body: { message: expect.stringContaining('LB5403') },
    });
  }
});

test('what is wrong stands in the conditions of the object, and goes when it is mended', async () => {
  const { proxy, client } = await tide();
  const status = async () =>
    (await client.get<KubeObject>({ ...EXTENSION_KINDS.ReverseProxy, name: 'tide' })).status as {
      state?: string;
      conditions?: { type: string; message: string }[];
    };
  await proxy({ headerUp: ['nothing'] }, {}, '/other/*');
  await eventually(async () =>
    expect(await status()).toMatchObject({
      state: 'Available',
      conditions: [{ type: 'Invalid', message: expect.stringMatching(/LB5419.*LB5403/) }],
    }),
  );
  await proxy();
  await eventually(async () => expect((await status()).conditions).toEqual([]));
});
