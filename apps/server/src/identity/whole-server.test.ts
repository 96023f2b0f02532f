/** Identity as the whole server has it: with its pages, assets and proxies. */
import { expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { testCluster } from '../test-support/test-clusters.ts';
import { PASSWORD, reopen, testServer } from '../test-support/test-server.ts';
import { IDLE_LIFE } from './sessions.ts';
import { eventually, until } from './testing/eventually.ts';

// Each test starts the server with everything that belongs to it, some of them more than once.
vi.setConfig({ testTimeout: 60_000 });

test('a restart signs nobody out, a new password everybody', async () => {
  const first = await testServer();
  await first.server.close();
  const { clusters, cookie } = first;
  const second = await reopen(first.folder, { clusters });
  expect((await second.askAsStranger('GET', '/api/session', { headers: { cookie } })).statusCode).toBe(200);
  await second.server.close();
  const third = await reopen(first.folder, { clusters, adminPassword: 'another one' });
  expect((await third.askAsStranger('GET', '/api/session', { headers: { cookie } })).statusCode).toBe(401);
});

test('the password that was made at the first start has to be changed, and pages lead to that', async () => {
  const { server, askAsStranger } = await testServer([], { adminPassword: undefined });
  const password = server.generatedPassword!;
  const signedIn = await askAsStranger('POST', '/api/session', { payload: { username: 'admin', password } });
  expect(signedIn.json()).toMatchObject({ mustChangePassword: true });
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const ask = (url: string) => askAsStranger('GET', url, { headers: { cookie } });
  for (const url of ['/api/index', '/api/extensions', '/api/index/events', '/api/v1/namespaces']) {
    const refused = await ask(url);
    expect(refused.statusCode, url).toBe(403);
    expect(refused.body).toContain('LB5201');
  }
  const page = await ask('/clusters');
  expect([page.statusCode, page.headers.location]).toEqual([302, '/login?next=%2Fclusters']);
  const login = await ask('/login?next=%2Fclusters');
  expect(login.body).toContain('"mustChangePassword":{"user":"admin"}');
  expect(login.body).not.toContain('"index":{');
});

test.each(['/api/v1/namespaces?watch=true', '/clusters/host/api/v1/namespaces?watch=true'])(
  'a watch of %s ends with the token that opened it',
  async (path) => {
    const { ask, listen } = await testServer();
    const url = await listen();
    const made = await ask('POST', '/api/session/tokens', { payload: { name: 'a' } });
    const { id, token } = made.json();
    const headers = { authorization: `Bearer ${token}` };
    const watching = await until(async () => {
      const response = await fetch(url + path, { headers });
      if (response.status === 200) return response;
      await response.body?.cancel();
      return undefined;
    });
    await ask('DELETE', `/api/session/tokens/${id}`);
    await expect(watching.text()).rejects.toThrow();
    expect((await fetch(url + path, { headers })).status).toBe(401);
  },
);

test('while the host cluster is away, sessions go on, and nobody is taken for a stranger', async () => {
  const cluster = await testCluster();
  const { ask, askAsStranger } = await testServer([], { clusters: [cluster] });
  const { token } = (await ask('POST', '/api/session/tokens', { payload: { name: 'a' } })).json();
  const withToken = () => askAsStranger('GET', '/api/session', { headers: { authorization: `Bearer ${token}` } });
  expect((await withToken()).statusCode).toBe(200);
  // Heard of, and not only asked for: that a token was used is noted in its Secret.
  await eventually(async () => {
    expect((await ask('GET', '/api/session/tokens')).json().tokens[0]).toHaveProperty('lastUsed');
  });
  await cluster.api[Symbol.asyncDispose]();
  expect((await ask('GET', '/api/session')).statusCode).toBe(200);
  expect((await withToken()).statusCode).toBe(200);
  const payload = { username: 'admin', password: PASSWORD };
  const unheard = { authorization: `Bearer luban_pat_${'0'.repeat(16)}_${'A'.repeat(43)}` };
  for (const refused of [
    await askAsStranger('POST', '/api/session', { payload }),
    await askAsStranger('GET', '/api/session', { headers: unheard }),
    await ask('POST', '/api/session/tokens', { payload: { name: 'b' } }),
    await ask('DELETE', '/api/session/everywhere'),
  ]) {
    expect([refused.statusCode, refused.json().error.code]).toEqual([503, 'LB5222']);
    expect(refused.headers['retry-after']).toBe('5');
  }
  expect((await ask('GET', '/api/session')).statusCode).toBe(200);
});

test('no cookie is renewed on an answer that a cache on the way may keep', async () => {
  let time = Date.UTC(2030, 0, 1);
  const { ask } = await testServer([{ name: 'alpha' }], { now: () => time });
  time += IDLE_LIFE / 2;
  for (const url of [
    '/ext/alpha/1.0.0/entry.js',
    '/%65xt/alpha/1.0.0/entry.js',
    '/%61ssets/entry-1.js',
    '/favicon.svg',
  ]) {
    const response = await ask('GET', url);
    expect(response.statusCode, url).toBe(200);
    expect(response.cookies, url).toEqual([]);
  }
  expect((await ask('GET', '/api/session')).cookies).toHaveLength(1);
});

test('what other sites send is refused', async () => {
  const { ask, askAsStranger, server, listen, cookie } = await testServer();
  expect(server.app.server.requestTimeout).toBeGreaterThan(0);
  const early = await askAsStranger('GET', '/ext/%');
  expect(early.statusCode).toBe(400);
  expect(early.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });

  for (const [method, url] of [
    ['POST', '/api/session'],
    ['DELETE', '/api/session'],
    ['PUT', '/api/session/password'],
    ['DELETE', '/api/session/everywhere'],
    ['POST', '/api/session/tokens'],
    ['POST', '/api/session/confirm'],
    ['POST', '/api/extensions'],
    ['POST', '/api/extensions/x/enable'],
    ['POST', '/api/extensions/x/disable'],
    ['PUT', '/api/extensions/x/version'],
    ['DELETE', '/api/extensions/x'],
    ['POST', '/api/v1/namespaces'],
    ['DELETE', '/clusters/host/api/v1/namespaces/default'],
    ['POST', '/nowhere'],
  ] as const) {
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const response = await ask(method, url, { headers });
      expect(response.statusCode, `${method} ${url}`).toBe(403);
      expect(response.body).toContain('LB5004');
    }
  }

  // Links, which browsers send the cookie with.
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  for (const url of [
    '/api/v1/namespaces/a/services/x/proxy/drop',
    '/%61pi/v1/pods',
    '/clusters/host/api/v1/pods',
    '/proxy/a',
  ]) {
    const response = await ask('GET', url, { headers: link });
    expect(response.statusCode, url).toBe(403);
    expect(response.body).toContain('LB5004');
  }
  expect((await ask('GET', '/', { headers: { ...link, accept: 'text/html' } })).statusCode).toBe(200);

  const url = (await listen()).replace('http', 'ws');
  for (const path of ['/api/live', '/api/v1/namespaces/default/pods/x/exec', '/clusters/host/api/v1/pods?watch=true']) {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: url.replace('ws', 'http') },
    ]) {
      const socket = new WebSocket(`${url}${path}`, { headers: { cookie, ...headers } });
      const status = await new Promise<number | undefined>((resolve, reject) => {
        socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
        socket.on('open', () => reject(new Error(`${path} was opened`)));
        socket.on('error', () => {});
      });
      expect(status, `${path} ${JSON.stringify(headers)}`).toBe(403);
      socket.terminate();
    }
  }
  expect((await ask('GET', '/api/session')).statusCode).toBe(200);
});
