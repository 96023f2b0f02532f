import { expect, test } from 'vitest';
import { eventually, until } from './testing/eventually.ts';
import { identityStage } from './testing/identity-stage.ts';
import { UNINITIALIZED, USERS } from './user.ts';

const DAY = 24 * 3_600_000;
const stage = identityStage();

async function place() {
  const replica = await stage.open();
  const name = await stage.user();
  const cookie = await replica.cookieOf(name);
  const own = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    replica.ask(method, url, { cookie, payload });
  const as = (token: string, url = '/api/session', rest = {}) => replica.ask('GET', url, { token, ...rest });
  const make = async (payload: object) => (await own('POST', '/api/session/tokens', payload)).json();
  return { ...replica, name, cookie, own, as, make, kube: stage.kube() };
}

test('a token speaks for its owner, is shown once, and is kept as a digest alone', async () => {
  const { ask, as, make, kube, name, own } = await place();
  const made = await make({ name: 'laptop', days: 30 });
  expect(made).toMatchObject({ name: 'laptop', token: expect.stringMatching(/^luban_pat_[a-f\d]{16}_[\w-]{43}$/) });
  const who = await as(made.token);
  expect(who.json().user).toMatchObject({ name });
  expect(who.cookies).toEqual([]);

  const listed = (await own('GET', '/api/session/tokens')).json();
  expect(listed.tokens).toMatchObject([{ id: made.id, name: 'laptop', expires: expect.any(String) }]);
  expect(JSON.stringify(listed)).not.toContain(made.token);
  const secrets = await kube.list({ group: '', version: 'v1', resource: 'secrets' });
  const texts = secrets.items.map(({ data }) =>
    Object.values(data ?? {}).map((value) => Buffer.from(String(value), 'base64').toString()),
  );
  expect(JSON.stringify(texts)).not.toContain(made.token);

  // No browser sends such a header by itself, so it may come from anywhere.
  const headers = { origin: 'https://elsewhere.example' };
  expect((await ask('DELETE', '/api/session', { token: made.token, headers })).statusCode).toBe(204);
});

test('a worthless token is refused even beside a good cookie', async () => {
  const { as, cookie } = await place();
  const tokens = ['', 'x', 'luban_pat_', `luban_pat_${'0'.repeat(16)}_${'A'.repeat(43)}`, 'A'.repeat(20_000), 'a.b.c'];
  for (const token of [...tokens, `luban_pat_../../${'0'.repeat(10)}_${'A'.repeat(43)}`]) {
    const response = await as(token, '/api/session', { cookie });
    expect([response.statusCode, response.json().error.code], token).toEqual([401, 'LB5200']);
    expect(response.headers['www-authenticate']).toContain('Bearer');
    const kubernetes = await as(token, '/api/v1/probe', { cookie });
    expect(kubernetes.json()).toMatchObject({ kind: 'Status', reason: 'Unauthorized', code: 401 });
  }
});

test('what is no bearer token leaves the cookie in force', async () => {
  const { ask, cookie } = await place();
  const headers = { authorization: 'Basic eDp5' };
  expect((await ask('GET', '/api/session', { cookie, headers })).statusCode).toBe(200);
});

test('one changed letter makes a token worthless', async () => {
  const { as, make } = await place();
  const { token } = await make({ name: 'a' });
  const changed = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  expect((await as(changed)).statusCode).toBe(401);
  expect((await as(token)).statusCode).toBe(200);
});

test('a token can make no others, change no password and sign nobody out', async () => {
  const { as, ask, make } = await place();
  const { token, id } = await make({ name: 'a' });
  const tries = [
    ['GET', '/api/session/tokens'],
    ['POST', '/api/session/tokens'],
    ['DELETE', `/api/session/tokens/${id}`],
    ['DELETE', '/api/session/everywhere'],
    ['PUT', '/api/session/password'],
  ] as const;
  for (const [method, url] of tries) {
    const payload = method === 'POST' ? { name: 'b' } : { oldPassword: 'a', newPassword: 'b' };
    const response = await ask(method, url, { token, ...(method !== 'GET' && { payload }) });
    expect([response.statusCode, response.json().error.code], `${method} ${url}`).toEqual([403, 'LB5202']);
  }
  expect((await as(token)).statusCode).toBe(200);
});

test('a token ends by its time, by its owner’s hand, and with its owner', async () => {
  const { own, as, make, kube, name, pass } = await place();
  const [short, removed, kept] = [
    await make({ name: 'short', days: 1 }),
    await make({ name: 'removed' }),
    await make({ name: 'kept', days: null }),
  ];
  expect(kept).not.toHaveProperty('expires');
  pass(DAY + 1_000);
  expect((await as(short.token)).statusCode).toBe(401);
  expect((await own('DELETE', `/api/session/tokens/${removed.id}`)).statusCode).toBe(401);

  pass(-DAY);
  expect((await own('DELETE', `/api/session/tokens/${removed.id}`)).statusCode).toBe(204);
  await eventually(async () => expect((await as(removed.token)).statusCode).toBe(401));
  expect((await own('DELETE', `/api/session/tokens/${removed.id}`)).statusCode).toBe(404);

  expect((await as(kept.token)).statusCode).toBe(200);
  await kube.patch({ ...USERS, name }, 'merge', { status: { state: 'Disabled' } });
  await eventually(async () => expect((await as(kept.token)).statusCode).toBe(401));
  await kube.patch({ ...USERS, name }, 'merge', { status: { state: 'Active' } });
  await eventually(async () => expect((await as(kept.token)).statusCode).toBe(200));
  const { spec } = await kube.get({ ...USERS, name });
  await kube.delete({ ...USERS, name });
  await eventually(async () => expect((await as(kept.token)).statusCode).toBe(401));
  const again = { apiVersion: 'iam.kubesphere.io/v1beta1', kind: 'User', metadata: { name }, spec };
  await kube.create(USERS, again);
  expect((await as(kept.token)).statusCode).toBe(401);
});

test('that a token is used is noted, once an hour', async () => {
  const { own, as, make, pass } = await place();
  const { token } = await make({ name: 'a' });
  const lastUsed = async () => (await own('GET', '/api/session/tokens')).json().tokens[0]?.lastUsed;
  expect(await lastUsed()).toBeUndefined();
  await Promise.all([as(token), as(token), as(token)]);
  const first = await until(lastUsed);
  pass(1_800_000);
  await as(token);
  expect(await lastUsed()).toBe(first);
  pass(1_900_000);
  await as(token);
  await eventually(async () => expect(await lastUsed()).not.toBe(first));
});

test('wishes that make no sense are refused', async () => {
  const { own } = await place();
  const names = [{}, { name: '' }, { name: 'a\nb' }, { name: 'a'.repeat(200) }, { name: ['a'] }];
  const days = [0, 1.5, '30', 1e9, -1].map((days) => ({ name: 'a', days }));
  for (const payload of [...names, ...days]) {
    const response = await own('POST', '/api/session/tokens', payload);
    expect([response.statusCode, response.json().error.code], JSON.stringify(payload)).toEqual([400, 'LB5015']);
  }
});

test('tokens rest while their owner has to choose a new password', async () => {
  const { as, make, kube, name } = await place();
  const { token } = await make({ name: 'a' });
  const annotations = { [UNINITIALIZED]: 'true' };
  await kube.patch({ ...USERS, name }, 'merge', { metadata: { annotations } });
  await eventually(async () => expect((await as(token, '/api/v1/probe')).statusCode).toBe(403));
});

test('a stream that a token opened ends with the token', async () => {
  const { app, as, make, own } = await place();
  const { token, id } = await make({ name: 'a' });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const response = await fetch(`${url}/probe/stream`, { headers: { authorization: `Bearer ${token}` } });
  const text = response.text();
  await own('DELETE', `/api/session/tokens/${id}`);
  expect(await text).toBe('open\nended\n');
  await eventually(async () => expect((await as(token)).statusCode).toBe(401));
});

test('nobody can remove another person’s token', async () => {
  const { own, as, make, kube } = await place();
  const { id, token } = await make({ name: 'a' });
  const secrets = { group: '', version: 'v1', resource: 'secrets', namespace: 'luban-system' };
  const uid = Buffer.from('somebody else').toString('base64');
  await kube.patch({ ...secrets, name: `access-token-${id}` }, 'merge', { data: { uid } });
  await eventually(async () => expect((await as(token)).statusCode).toBe(401));
  expect((await own('DELETE', `/api/session/tokens/${id}`)).statusCode).toBe(404);
  expect((await own('DELETE', '/api/session/tokens/..%2f..%2fluban-session-key')).statusCode).toBe(404);
});
