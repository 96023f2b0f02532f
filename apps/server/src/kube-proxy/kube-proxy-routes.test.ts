import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { ANNA, annasCluster, oddCluster, rawRequest, testProxy } from './test-proxy.ts';

// Whole servers, which take a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'tide' }, data: { height: '3 m' } };
const MAPS = '/api/v1/namespaces/default/configmaps';
const json = { 'content-type': 'application/json' };

/** Something that tells what it was asked. */
const mirror = () =>
  oddCluster((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
    });
  });

test('host and member are two clusters behind one address, asked in the name of the person', async () => {
  const [host, reef] = await Promise.all([annasCluster('host'), annasCluster('reef')]);
  const { url } = await testProxy([host, reef]);
  const made = await fetch(`${url}/clusters/reef${MAPS}`, { method: 'POST', headers: json, body: JSON.stringify(MAP) });
  expect(made.status).toBe(201);
  const there = await fetch(`${url}/clusters/reef${MAPS}/tide`);
  expect(await there.json()).toMatchObject({ data: { height: '3 m' } });
  expect((await fetch(`${url}${MAPS}/tide`)).status).toBe(404);
  const who = await fetch(`${url}/clusters/reef/apis/authentication.k8s.io/v1/selfsubjectreviews`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} }),
  });
  expect(await who.json()).toMatchObject({
    status: { userInfo: { username: 'anna', groups: ['sailors', 'system:authenticated'] } },
  });
});

test.each([
  '/api',
  '/apis',
  '/apis/apps/v1',
  '/openapi/v2',
  '/version',
  '/clusters/host/readyz',
  '/clusters/host/livez',
])('%s is served', async (path) => {
  const { url } = await testProxy([await annasCluster('host')]);
  expect((await fetch(url + path)).status).toBe(200);
});

test('nobody gets a Status that says so, and an unknown cluster one too', async () => {
  const { url } = await testProxy([await annasCluster('host')]);
  const stranger = await fetch(`${url}/api/v1/pods`, { headers: { 'x-test-nobody': '' } });
  expect(stranger.status).toBe(401);
  expect(await stranger.json()).toMatchObject({ kind: 'Status', reason: 'Unauthorized', code: 401 });
  const unknown = await fetch(`${url}/clusters/atlantis/readyz`);
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ kind: 'Status', reason: 'NotFound' });
});

test('who somebody is comes from LuBan alone; all else arrives as it was sent', async () => {
  const odd = await mirror();
  const { url } = await testProxy([odd]);
  const { body, headers: told } = await rawRequest(url, '/api/v1/pods?labelSelector=a%20in+(b,%63)&x=%2e%2e/&&=', {
    headers: {
      Authorization: 'Bearer of.somebody.else',
      Cookie: 'luban_session=secret',
      'Impersonate-User': 'root',
      'impersonate-group': 'system:masters',
      'Impersonate-Uid': '0',
      'Impersonate-Extra-Scopes': 'all',
      'X-Remote-User': 'root',
      'X-Remote-Group': 'system:masters',
      'X-Forwarded-For': '203.0.113.9',
      'X-Real-Ip': '203.0.113.9',
      Forwarded: 'for=203.0.113.9',
      'X-KubeSphere-Authorization': 'Bearer x',
      'Proxy-Authorization': 'Basic x',
      Referer: 'http://console.example/',
      Connection: 'keep-alive, X-Hop',
      'X-Hop': 'mine',
      TE: 'trailers',
      Accept: 'application/json;as=Table',
      'X-Own': 'kept',
      'User-Agent': 'kubectl/v1.32.5',
    },
  });
  const { url: asked, headers } = JSON.parse(body) as { url: string; headers: Record<string, string> };
  expect(asked).toBe('/api/v1/pods?labelSelector=a%20in+(b,%63)&x=%2e%2e/&&=');
  const { port } = new URL(odd.endpoint.server);
  expect(headers).toEqual({
    host: `127.0.0.1:${port}`,
    connection: 'keep-alive',
    accept: 'application/json;as=Table',
    'x-own': 'kept',
    'user-agent': 'kubectl/v1.32.5',
    'x-forwarded-for': '127.0.0.1',
    'impersonate-user': 'anna',
    'impersonate-group': 'sailors, system:authenticated',
    authorization: 'Bearer lubans-own',
  });
  // kubectl prints it.
  expect(told.warning).toMatch(/^299 - ".*--as.*"$/);
  expect((await rawRequest(url, '/api/v1/pods')).headers.warning).toBeUndefined();
});

test('groups of any letters arrive, and what no header can carry is left out', async () => {
  const identity = { ...ANNA, groups: ['海员', 'a\r\nImpersonate-Group: system:masters', 'Bootsleute – Süd'] };
  const { url } = await testProxy([await annasCluster('host')], { identity });
  const who = await fetch(`${url}/apis/authentication.k8s.io/v1/selfsubjectreviews`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} }),
  });
  expect(await who.json()).toMatchObject({
    status: { userInfo: { groups: ['海员', 'Bootsleute – Süd', 'system:authenticated'] } },
  });
});

test('a watch ends with the session that it was allowed to', async () => {
  const session = { alive: true };
  const { url, ends } = await testProxy([await annasCluster('host')], { isAlive: () => session.alive });
  const watching = get(`${url}${MAPS}?watch=true`);
  const [response] = (await once(watching, 'response')) as [IncomingMessage];
  const ended = once(response.resume(), 'error');
  session.alive = false;
  ends.check();
  expect((await ended)[0]).toMatchObject({ code: 'ECONNRESET' });
});

test.each([
  '/api/v1/../../secret',
  '/api/v1/%2e%2e/secret',
  '/api/v1/.%2E/secret',
  '/api/v1/./pods',
  '/api/v1//pods',
  '/api/v1/pods/..',
  '/api/v1/a%2fb',
  '/api/v1/a%5Cb',
  '/api/v1/a\\b',
  '/api/v1/a%00',
  '/api/v1/a%0d%0ab',
  '/apis/%2e%2e%2f%2e%2e/x',
  '/clusters/host/api/v1/../../secret',
  '/clusters/host/apis/a%2Fb',
  '/api/v1/namespaces/x/services/y/proxy/../../secrets',
  '/api/v1/namespaces/x/services/y/proxy/%2e%2e/secrets',
  '/api/v1/namespaces/x/services/y/proxy/a%2f..%2fb',
  '/api/v1/namespaces/x%2fy/services/y/proxy/a',
])('the path %s does not reach the cluster', async (path) => {
  const odd = await mirror();
  const { url } = await testProxy([odd]);
  const { status, body } = await rawRequest(url, path);
  expect(odd.seen).toHaveLength(0);
  expect([400, 404]).toContain(status);
  expect(JSON.parse(body)).toMatchObject(status === 400 ? { kind: 'Status', code: 400 } : {});
});

test.each([
  '/api/v1/namespaces/x/services/y:http/proxy/a%2Fb//c?d=%2F..',
  '/api/v1/namespaces/x/pods/https:y:443/proxy/',
  '/apis/apps/v1/',
  '/api/v1/nodes/a%20b',
  '/clusters/%68ost/api/v1/pods?',
])('the path %s arrives as it is', async (path) => {
  const odd = await mirror();
  const { url } = await testProxy([{ ...odd, name: 'host' }]);
  const { body } = await rawRequest(url, path);
  expect(JSON.parse(body)).toMatchObject({ url: path.replace(/^\/clusters\/%68ost/, '') });
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('a body of %s passes byte for byte, large and small', async (method) => {
  const odd = await mirror();
  const { url } = await testProxy([odd]);
  for (const body of ['{"a": 1,  "a": 2}', `"${'x'.repeat(300_000)}"`, 'not json at all']) {
    const answer = await rawRequest(url, MAPS, { method, headers: json, body });
    expect(JSON.parse(answer.body)).toMatchObject({ method, body, headers: json });
  }
  const chunked = await rawRequest(url, MAPS, { method, headers: { 'transfer-encoding': 'chunked' }, body: 'piece' });
  expect(JSON.parse(chunked.body)).toMatchObject({ body: 'piece' });
  const none = await rawRequest(url, MAPS, { method, headers: { ...json, 'content-length': '0' } });
  expect(JSON.parse(none.body)).toMatchObject({ method, body: '' });
});

test('what a program in the cluster says to the browser does not hold for this origin', async () => {
  const odd = await oddCluster((_request, response) => {
    response.writeHead(302, {
      location: '/api/v1/namespaces/x/services/y/proxy/login',
      'set-cookie': 'luban_session=fixed; Path=/',
      'access-control-allow-origin': 'https://evil.example',
      'access-control-allow-credentials': 'true',
      'content-security-policy': "script-src 'unsafe-inline'",
      'service-worker-allowed': '/',
      'strict-transport-security': 'max-age=1',
      'clear-site-data': '"cookies"',
      'www-authenticate': 'Basic',
      'x-frame-options': 'ALLOWALL',
      'audit-id': 'kept',
      warning: '299 - "kept"',
    });
    response.end('moved');
  });
  const { url } = await testProxy([odd, { ...odd, name: 'reef' }]);
  const { status, headers, body } = await rawRequest(url, '/clusters/reef/api/v1/namespaces/x/services/y/proxy/');
  expect({ status, body }).toEqual({ status: 302, body: 'moved' });
  expect(headers.location).toBe('/clusters/reef/api/v1/namespaces/x/services/y/proxy/login');
  expect(headers).toMatchObject({
    'audit-id': 'kept',
    warning: '299 - "kept"',
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  });
  const withheld = Object.keys(headers).filter((name) =>
    /cookie|access-control|service-worker|transport-security|clear-site|authenticate/.test(name),
  );
  expect(withheld).toEqual([]);
});

test.each(['script', 'style', 'worker', 'serviceworker', 'iframe', 'object'])(
  'nothing of a cluster is loaded as a %s of a page',
  async (destination) => {
    const odd = await mirror();
    const { url } = await testProxy([odd]);
    const { status } = await rawRequest(url, '/api/v1/pods', { headers: { 'sec-fetch-dest': destination } });
    expect(status).toBe(403);
    expect(odd.seen).toHaveLength(0);
  },
);

test('a write that another page sent is refused before it reaches the cluster', async () => {
  const odd = await mirror();
  const { url } = await testProxy([odd]);
  const headers = { ...json, origin: 'https://evil.example' };
  expect((await rawRequest(url, MAPS, { method: 'POST', headers, body: '{}' })).status).toBe(403);
  expect(odd.seen).toHaveLength(0);
});

test('whether a name is taken can be asked without a 404', async () => {
  const { url } = await testProxy([await annasCluster('host')]);
  const exists = async (path: string) => {
    const answer = await fetch(url + path, { headers: { 'x-check-exist': 'true' } });
    return [answer.status, await answer.json()];
  };
  expect(await exists('/api/v1/namespaces/default')).toEqual([200, { exist: true }]);
  expect(await exists('/api/v1/namespaces/atlantis')).toEqual([200, { exist: false }]);
});

test("the cluster's refusal of LuBan's own credentials is not the end of the person's session", async () => {
  const odd = await oddCluster((_request, response) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end('{"kind":"Status","code":401}');
  });
  const { url } = await testProxy([odd]);
  const answer = await fetch(`${url}/api/v1/pods`);
  expect(answer.status).toBe(502);
  expect(await answer.json()).toMatchObject({ kind: 'Status', code: 502, message: expect.stringContaining('LB5104') });
});

test('events of a watch arrive when they happen, and the watch ends at the cluster when the client goes', async () => {
  const host = await annasCluster('host');
  const { url } = await testProxy([host]);
  const watching = get(`${url}${MAPS}?watch=true`);
  const [response] = (await once(watching, 'response')) as [IncomingMessage];
  const seen: { type: string; object: { metadata: { name: string } } }[] = [];
  response.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.trim().split('\n')) seen.push(JSON.parse(line));
  });
  response.on('error', () => {});
  const kind = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' };
  for (const name of ['ebb', 'flood']) {
    await host.api.client.create(kind, { ...MAP, metadata: { name } });
    await expect
      .poll(() => seen.map(({ type, object }) => `${type} ${object.metadata.name}`))
      .toContain(`ADDED ${name}`);
  }
  watching.destroy();
  expect(host.api.errors).toEqual([]);
});

test('the cluster is let go as soon as the client has gone', async () => {
  let closed = false;
  const odd = await oddCluster((_request, response) => {
    response.on('close', () => {
      closed = true;
    });
    response.writeHead(200).write('{}\n');
  });
  const { url } = await testProxy([odd]);
  const watching = get(`${url}/api/v1/pods?watch=true`);
  const [response] = await once(watching, 'response');
  response.on('error', () => {});
  watching.destroy();
  await expect.poll(() => closed).toBe(true);
});

test('a client that does not read holds the cluster back instead of filling memory', async () => {
  let written = 0;
  const piece = Buffer.alloc(64 * 1024, 'x');
  const odd = await oddCluster((_request, response) => {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && written < 400e6) {
        written += piece.length;
        if (!response.write(piece)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  });
  const { url } = await testProxy([odd]);
  const reading = get(`${url}/api/v1/pods`);
  const [response] = (await once(reading, 'response')) as [IncomingMessage];
  response.on('error', () => {});
  response.pause();
  let before = -1;
  while (written > before) {
    before = written;
    await sleep(150);
  }
  expect(written).toBeLessThan(100e6);
  reading.destroy();
});
