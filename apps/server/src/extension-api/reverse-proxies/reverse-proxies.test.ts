import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { EXTENSION_KINDS } from '../extension-object.ts';
import { type Backend, startBackend } from '../testing/backend.ts';
import { eventually } from '../testing/eventually.ts';
import { refused, tide } from '../testing/tide-proxy.ts';

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
