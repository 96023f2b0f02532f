import { expect, test, vi } from 'vitest';
import { testCluster } from '../test-support/test-clusters.ts';
import { testServer } from '../test-support/test-server.ts';
import { USERS } from './user.ts';

const DAY = 24 * 3_600_000;

async function place() {
  const cluster = await testCluster();
  let time = Date.now();
  const server = await testServer([], { clusters: [cluster], now: () => time });
  const as = (token: string, url = '/api/session', headers = {}) =>
    server.askAsStranger('GET', url, { headers: { authorization: `Bearer ${token}`, ...headers } });
  const make = async (payload: object) => (await server.ask('POST', '/api/session/tokens', { payload })).json();
  return { ...server, as, make, kube: cluster.api.client, pass: (ms: number) => (time += ms) };
}

test('a token speaks for its owner, is shown once, and is kept as a digest alone', async () => {
  const { ask, as, make, kube, askAsStranger } = await place();
  const made = await make({ name: 'laptop', days: 30 });
  expect(made).toMatchObject({ name: 'laptop', token: expect.stringMatching(/^luban_pat_[a-f\d]{16}_[\w-]{43}$/) });
  const who = await as(made.token);
  expect(who.json().user).toMatchObject({ name: 'admin' });
  expect(who.cookies).toEqual([]);

  const listed = (await ask('GET', '/api/session/tokens')).json();
  await vi.waitFor(async () => {
    expect((await ask('GET', '/api/session/tokens')).json().tokens).toHaveLength(1);
  });
  expect(JSON.stringify(listed)).not.toContain(made.token);
  const secrets = await kube.list({ group: '', version: 'v1', resource: 'secrets' });
  const texts = secrets.items.map(({ data }) =>
    Object.values(data ?? {}).map((value) => Buffer.from(String(value), 'base64').toString()),
  );
  expect(JSON.stringify(texts)).not.toContain(made.token);

  // No browser sends such a header by itself, so it may come from anywhere.
  const headers = { authorization: `Bearer ${made.token}`, origin: 'https://elsewhere.example' };
  expect((await askAsStranger('DELETE', '/api/session', { headers })).statusCode).toBe(204);
});

test.each([
  ['', 401],
  ['x', 401],
  ['luban_pat_', 401],
  [`luban_pat_${'0'.repeat(16)}_${'A'.repeat(43)}`, 401],
  [`luban_pat_../../${'0'.repeat(10)}_${'A'.repeat(43)}`, 401],
  ['A'.repeat(20_000), 401],
])('the token %s is refused even beside a good cookie', async (token, status) => {
  const { as, cookie } = await place();
  const response = await as(token, '/api/session', { cookie });
  expect(response.statusCode).toBe(status);
  expect(response.json().error.code).toBe('LB5200');
  const kubernetes = await as(token, '/api/v1/pods', { cookie });
  expect(kubernetes.json()).toMatchObject({ kind: 'Status', reason: 'Unauthorized', code: 401 });
});

test('one changed letter makes a token worthless', async () => {
  const { as, make } = await place();
  const { token } = await make({ name: 'a' });
  const changed = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  expect((await as(changed)).statusCode).toBe(401);
  expect((await as(token)).statusCode).toBe(200);
});

test('a token can make no others, change no password and sign nobody out', async () => {
  const { as, make, askAsStranger } = await place();
  const { token, id } = await make({ name: 'a' });
  const headers = { authorization: `Bearer ${token}` };
  const tries = [
    ['GET', '/api/session/tokens'],
    ['POST', '/api/session/tokens'],
    ['DELETE', `/api/session/tokens/${id}`],
    ['DELETE', '/api/session/everywhere'],
    ['PUT', '/api/session/password'],
  ] as const;
  for (const [method, url] of tries) {
    const payload = method === 'POST' ? { name: 'b' } : { oldPassword: 'a', newPassword: 'b' };
    const response = await askAsStranger(method, url, { headers, ...(method !== 'GET' && { payload }) });
    expect([response.statusCode, response.json().error.code], `${method} ${url}`).toEqual([403, 'LB5202']);
  }
  expect((await as(token)).statusCode).toBe(200);
});

test('a token ends by its time, by its owner’s hand, and with its owner', async () => {
  const { ask, as, make, kube, pass } = await place();
  const [short, removed, kept] = [
    await make({ name: 'short', days: 1 }),
    await make({ name: 'removed' }),
    await make({ name: 'kept', days: null }),
  ];
  expect(kept).not.toHaveProperty('expires');
  pass(DAY + 1_000);
  expect((await as(short.token)).statusCode).toBe(401);
  expect((await ask('DELETE', `/api/session/tokens/${removed.id}`)).statusCode).toBe(401);

  pass(-DAY);
  expect((await ask('DELETE', `/api/session/tokens/${removed.id}`)).statusCode).toBe(204);
  await vi.waitFor(async () => expect((await as(removed.token)).statusCode).toBe(401));
  expect((await ask('DELETE', `/api/session/tokens/${removed.id}`)).statusCode).toBe(404);

  expect((await as(kept.token)).statusCode).toBe(200);
  await kube.patch({ ...USERS, name: 'admin' }, 'merge', { status: { state: 'Disabled' } });
  await vi.waitFor(async () => expect((await as(kept.token)).statusCode).toBe(401));
  await kube.patch({ ...USERS, name: 'admin' }, 'merge', { status: { state: 'Active' } });
  await vi.waitFor(async () => expect((await as(kept.token)).statusCode).toBe(200));
  const { spec, metadata } = await kube.get({ ...USERS, name: 'admin' });
  await kube.delete({ ...USERS, name: 'admin' });
  await vi.waitFor(async () => expect((await as(kept.token)).statusCode).toBe(401));
  const again = { apiVersion: 'iam.kubesphere.io/v1beta1', kind: 'User', metadata: { name: metadata.name! }, spec };
  await kube.create(USERS, again);
  expect((await as(kept.token)).statusCode).toBe(401);
});

test('that a token is used is noted, once an hour', async () => {
  const { ask, as, make, pass } = await place();
  const { token } = await make({ name: 'a' });
  const lastUsed = async () => (await ask('GET', '/api/session/tokens')).json().tokens[0]?.lastUsed;
  expect(await lastUsed()).toBeUndefined();
  await Promise.all([as(token), as(token), as(token)]);
  const first = await vi.waitUntil(lastUsed);
  pass(1_800_000);
  await as(token);
  expect(await lastUsed()).toBe(first);
  pass(1_900_000);
  await as(token);
  await vi.waitFor(async () => expect(await lastUsed()).not.toBe(first));
});

test.each([
  [{}],
  [{ name: '' }],
  [{ name: 'a\nb' }],
  [{ name: 'a'.repeat(200) }],
  [{ name: 'a', days: 0 }],
  [{ name: 'a', days: 1.5 }],
  [{ name: 'a', days: '30' }],
  [{ name: 'a', days: 1e9 }],
])('a wish for %j is refused', async (payload) => {
  const { ask } = await place();
  const response = await ask('POST', '/api/session/tokens', { payload });
  expect([response.statusCode, response.json().error.code]).toEqual([400, 'LB5015']);
});

test('nobody can remove another person’s token', async () => {
  const { ask, as, make, kube } = await place();
  const { id, token } = await make({ name: 'a' });
  const secrets = { group: '', version: 'v1', resource: 'secrets', namespace: 'luban-system' };
  const uid = Buffer.from('somebody else').toString('base64');
  await kube.patch({ ...secrets, name: `access-token-${id}` }, 'merge', { data: { uid } });
  await vi.waitFor(async () => expect((await as(token)).statusCode).toBe(401));
  expect((await ask('DELETE', `/api/session/tokens/${id}`)).statusCode).toBe(404);
  expect((await ask('DELETE', '/api/session/tokens/..%2f..%2fluban-session-key')).statusCode).toBe(404);
});
