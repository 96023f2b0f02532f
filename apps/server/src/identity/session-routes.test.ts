import { expect, test } from 'vitest';
import { PASSWORD, reopen, testServer } from '../test-support/test-server.ts';
import { IDLE_LIFE, WHOLE_LIFE } from './sessions.ts';

const credentials = { username: 'admin', password: PASSWORD };
const wrong = { username: 'admin', password: 'wrong' };

function clock() {
  let time = Date.UTC(2030, 0, 1);
  return { now: () => time, pass: (ms: number) => (time += ms) };
}

test('the right password opens a session that the cookie carries sealed', async () => {
  const { askAsStranger } = await testServer();
  const response = await askAsStranger('POST', '/api/session', { payload: credentials });
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    user: { name: 'admin', displayName: 'Administrator', groups: [] },
    mustChangePassword: false,
    hasPassword: true,
  });
  const [cookie] = response.cookies;
  expect(cookie).toMatchObject({
    name: 'luban_session',
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: IDLE_LIFE / 1000,
  });
  expect(cookie).not.toHaveProperty('secure');
  expect(Buffer.from(cookie!.value, 'base64url').toString('latin1') + cookie!.value).not.toContain('admin');

  const who = await askAsStranger('GET', '/api/session', { headers: { cookie: `luban_session=${cookie!.value}` } });
  expect(who.json()).toEqual(response.json());
});

test('behind https the cookie is bound to the host', async () => {
  const { askAsStranger } = await testServer();
  const headers = { 'x-forwarded-proto': 'https' };
  const response = await askAsStranger('POST', '/api/session', { payload: credentials, headers });
  expect(response.cookies[0]).toMatchObject({ name: '__Host-luban_session', secure: true, path: '/' });
  const cookie = `__Host-luban_session=${response.cookies[0]!.value}`;
  expect((await askAsStranger('GET', '/api/session', { headers: { ...headers, cookie } })).statusCode).toBe(200);
});

test.each([
  ['a wrong password', wrong, 401, 'LB5001'],
  ['an unknown name', { username: 'root', password: PASSWORD }, 401, 'LB5001'],
  ['no password', { username: 'admin' }, 400, 'LB5015'],
  ['a list', { username: ['admin'], password: PASSWORD }, 400, 'LB5015'],
  ['a huge password', { username: 'admin', password: 'x'.repeat(2_000) }, 400, 'LB5015'],
])('%s is refused by number and without a cookie', async (_name, payload, status, code) => {
  const { askAsStranger } = await testServer();
  const response = await askAsStranger('POST', '/api/session', { payload });
  expect(response.statusCode).toBe(status);
  expect(response.json().error).toMatchObject({ code, message: expect.any(String), cause: expect.any(String) });
  expect(response.cookies).toEqual([]);
});

test.each(['{"username":', '{"__proto__":{"x":1}}', '[]', '"admin"', 'null'])(
  'the body %s is invalid',
  async (payload) => {
    const { askAsStranger } = await testServer();
    const headers = { 'content-type': 'application/json' };
    const response = await askAsStranger('POST', '/api/session', { payload, headers });
    expect(response.statusCode).toBe(400);
    expect(response.json().error.code).toBe('LB5015');
    expect(response.body).not.toMatch(/\.[jt]s:\d+/);
  },
);

test('guessing is slowed down, and the right password must wait too', async () => {
  const time = clock();
  const { askAsStranger } = await testServer([], { now: time.now });
  const guess = (payload: object) => askAsStranger('POST', '/api/session', { payload });
  for (let i = 0; i < 3; i++) expect((await guess(wrong)).statusCode).toBe(401);
  const refused = await guess(credentials);
  expect(refused.statusCode).toBe(429);
  expect(refused.json().error).toMatchObject({ code: 'LB5002', params: { seconds: 1 } });
  expect(refused.headers['retry-after']).toBe('1');

  time.pass(1_000);
  expect((await guess(wrong)).statusCode).toBe(401);
  expect((await guess(credentials)).headers['retry-after']).toBe('2');
  time.pass(2_000);
  expect((await guess(credentials)).statusCode).toBe(200);
  expect((await guess(wrong)).statusCode).toBe(401);
});

test('another address of the same IPv6 network is no other guesser', async () => {
  const { askAsStranger } = await testServer([], { now: () => 1_000_000_000_000 });
  const codes = [];
  for (let i = 1; i <= 4; i++) {
    const response = await askAsStranger('POST', '/api/session', { payload: wrong, remoteAddress: `2001:db8::${i}` });
    codes.push(response.statusCode);
  }
  expect(codes).toEqual([401, 401, 401, 429]);
});

test('one address may not try many names either', async () => {
  const { askAsStranger } = await testServer([], { now: () => 1_000_000_000_000 });
  const codes = [];
  for (let i = 0; i < 31; i++) {
    const response = await askAsStranger('POST', '/api/session', { payload: { username: `user-${i}`, password: 'x' } });
    codes.push(response.statusCode);
  }
  expect(codes.slice(0, 30).every((code) => code === 401)).toBe(true);
  expect(codes[30]).toBe(429);
}, 30_000);

test('a session ends when it rests, and at its end of life in any case', async () => {
  const time = clock();
  const { ask, cookie } = await testServer([], { now: time.now });
  time.pass(IDLE_LIFE - 1);
  expect((await ask('GET', '/api/session')).statusCode).toBe(200);
  time.pass(1);
  const refused = await ask('GET', '/api/session');
  expect(refused.statusCode).toBe(401);
  expect(refused.json().error.code).toBe('LB5003');

  let latest = cookie;
  time.pass(-IDLE_LIFE);
  for (let age = 0; age < WHOLE_LIFE; age += IDLE_LIFE / 2) {
    const response = await ask('GET', '/api/session', { headers: { cookie: latest } });
    expect(response.statusCode).toBe(200);
    if (response.cookies[0]) latest = `luban_session=${response.cookies[0].value}`;
    time.pass(IDLE_LIFE / 2);
  }
  expect((await ask('GET', '/api/session', { headers: { cookie: latest } })).statusCode).toBe(401);
});

test('no cookie is renewed on an answer that a cache on the way may keep', async () => {
  const time = clock();
  const { ask } = await testServer([{ name: 'alpha' }], { now: time.now });
  time.pass(IDLE_LIFE / 2);
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

test('a request that is never finished does not keep its connection for ever', async () => {
  const { server } = await testServer();
  expect(server.app.server.requestTimeout).toBeGreaterThan(0);
});

test('what is turned away before any route carries the security headers too', async () => {
  const { askAsStranger } = await testServer();
  const response = await askAsStranger('GET', '/ext/%');
  expect(response.statusCode).toBe(400);
  expect(response.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
});

test('signing out ends the session for whoever has its cookie', async () => {
  const { ask } = await testServer();
  const response = await ask('DELETE', '/api/session');
  expect(response.statusCode).toBe(204);
  expect(response.cookies[0]).toMatchObject({ name: 'luban_session', value: '', path: '/' });
  expect((await ask('GET', '/api/session')).statusCode).toBe(401);
  expect((await ask('DELETE', '/api/session')).statusCode).toBe(204);
});

test('a restart signs nobody out, a new password everybody', async () => {
  const first = await testServer();
  await first.server.close();
  const { clusters } = first;
  const second = await reopen(first.folder, { clusters });
  expect((await second.askAsStranger('GET', '/api/session', { headers: { cookie: first.cookie } })).statusCode).toBe(
    200,
  );
  await second.server.close();
  const third = await reopen(first.folder, { clusters, adminPassword: 'another one' });
  expect((await third.askAsStranger('GET', '/api/session', { headers: { cookie: first.cookie } })).statusCode).toBe(
    401,
  );
});

test.each(['luban_session=x', 'luban_session=Fe26.2*1*a*b*c*d*e*f', 'luban_session='])(
  'the cookie %s is worth nothing',
  async (cookie) => {
    const { askAsStranger } = await testServer();
    expect((await askAsStranger('GET', '/api/session', { headers: { cookie } })).statusCode).toBe(401);
  },
);

test('one changed character makes the cookie worthless', async () => {
  const { askAsStranger, cookie } = await testServer();
  const middle = Math.floor(cookie.length / 2);
  const changed = cookie.slice(0, middle) + (cookie[middle] === 'A' ? 'B' : 'A') + cookie.slice(middle + 1);
  expect((await askAsStranger('GET', '/api/session', { headers: { cookie: changed } })).statusCode).toBe(401);
});

test.each([
  ['POST', '/api/session'],
  ['DELETE', '/api/session'],
  ['POST', '/api/extensions'],
  ['POST', '/api/extensions/x/enable'],
  ['POST', '/api/extensions/x/disable'],
  ['PUT', '/api/extensions/x/version'],
  ['DELETE', '/api/extensions/x'],
  ['POST', '/nowhere'],
] as const)('%s %s from a page of another origin is refused', async (method, url) => {
  const { ask } = await testServer();
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
    const response = await ask(method, url, { headers });
    expect(response.statusCode).toBe(403);
    expect(response.json().error.code).toBe('LB5004');
  }
  expect((await ask('GET', '/api/session')).statusCode).toBe(200);
});
