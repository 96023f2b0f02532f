import { expect, test } from 'vitest';
import { IDLE_LIFE, WHOLE_LIFE } from './sessions.ts';
import { cookieIn, identityStage, SECRET_WORDS } from './testing/identity-stage.ts';

const stage = identityStage();

test('the right password opens a session that the cookie carries sealed', async () => {
  const { signIn, who } = await stage.open();
  const name = await stage.user({ displayName: 'Ada' });
  const response = await signIn(name);
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    user: { name, displayName: 'Ada', groups: [] },
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
  expect(Buffer.from(cookie!.value, 'base64url').toString('latin1') + cookie!.value).not.toContain(name);
  expect((await who(cookieIn(response))).json()).toEqual(response.json());
});

test('behind https the cookie is bound to the host', async () => {
  const { ask } = await stage.open();
  const payload = { username: await stage.user(), password: SECRET_WORDS };
  const headers = { 'x-forwarded-proto': 'https' };
  const response = await ask('POST', '/api/session', { payload, headers });
  expect(response.cookies[0]).toMatchObject({ name: '__Host-luban_session', secure: true, path: '/' });
  const cookie = `__Host-luban_session=${response.cookies[0]!.value}`;
  expect((await ask('GET', '/api/session', { headers, cookie })).statusCode).toBe(200);
});

test('what is no user and password is refused by number and without a cookie', async () => {
  const { ask } = await stage.open();
  const username = await stage.user();
  for (const [what, payload, status, code] of [
    ['a wrong password', { username, password: 'wrong' }, 401, 'LB5001'],
    ['an unknown name', { username: 'root', password: SECRET_WORDS }, 401, 'LB5001'],
    ['no password', { username }, 400, 'LB5015'],
    ['a list', { username: [username], password: SECRET_WORDS }, 400, 'LB5015'],
    ['a huge password', { username, password: 'x'.repeat(2_000) }, 400, 'LB5015'],
  ] as const) {
    const response = await ask('POST', '/api/session', { payload });
    expect(response.statusCode, what).toBe(status);
    expect(response.json().error).toMatchObject({ code, message: expect.any(String), cause: expect.any(String) });
    expect(response.cookies).toEqual([]);
  }
  for (const payload of ['{"username":', '{"__proto__":{"x":1}}', '[]', '"admin"', 'null']) {
    const response = await ask('POST', '/api/session', { payload, headers: { 'content-type': 'application/json' } });
    expect([response.statusCode, response.json().error.code], payload).toEqual([400, 'LB5015']);
    expect(response.body).not.toMatch(/\.[jt]s:\d+/);
  }
});

test('guessing is slowed down, and the right password must wait too', async () => {
  const { signIn, pass } = await stage.open({ now: Date.UTC(2030, 0, 1) });
  const name = await stage.user();
  const wrong = () => signIn(name, 'wrong');
  for (let i = 0; i < 3; i++) expect((await wrong()).statusCode).toBe(401);
  const refused = await signIn(name);
  expect(refused.statusCode).toBe(429);
  expect(refused.json().error).toMatchObject({ code: 'LB5002', params: { seconds: 1 } });
  expect(refused.headers['retry-after']).toBe('1');

  pass(1_000);
  expect((await wrong()).statusCode).toBe(401);
  expect((await signIn(name)).headers['retry-after']).toBe('2');
  pass(2_000);
  expect((await signIn(name)).statusCode).toBe(200);
  expect((await wrong()).statusCode).toBe(401);
});

test('another address of the same IPv6 network is no other guesser', async () => {
  const { signIn } = await stage.open({ now: 1_000_000_000_000 });
  const name = await stage.user();
  const codes = [];
  for (let i = 1; i <= 4; i++) codes.push((await signIn(name, 'wrong', `2001:db8::${i}`)).statusCode);
  expect(codes).toEqual([401, 401, 401, 429]);
});

test('one address may not try many names either', async () => {
  const { signIn } = await stage.open({ now: 1_000_000_000_000 });
  const attempts = Array.from({ length: 30 }, (_, i) => signIn(`guessed-${i}`, 'x'));
  expect(new Set((await Promise.all(attempts)).map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
  expect((await signIn('one-more', 'x')).statusCode).toBe(429);
}, 60_000);

test('a session ends when it rests, and at its end of life in any case', async () => {
  const { cookieOf, who, pass } = await stage.open();
  let cookie = await cookieOf(await stage.user());
  pass(IDLE_LIFE - 1);
  expect((await who(cookie)).statusCode).toBe(200);
  pass(1);
  const refused = await who(cookie);
  expect([refused.statusCode, refused.json().error.code]).toEqual([401, 'LB5003']);

  pass(-IDLE_LIFE);
  for (let age = 0; age < WHOLE_LIFE; age += IDLE_LIFE / 2) {
    const response = await who(cookie);
    expect(response.statusCode).toBe(200);
    cookie = cookieIn(response) || cookie;
    pass(IDLE_LIFE / 2);
  }
  expect((await who(cookie)).statusCode).toBe(401);
});

test('signing out ends the session for whoever has its cookie', async () => {
  const { ask, cookieOf, who } = await stage.open();
  const cookie = await cookieOf(await stage.user());
  const response = await ask('DELETE', '/api/session', { cookie });
  expect(response.statusCode).toBe(204);
  expect(response.cookies[0]).toMatchObject({ name: 'luban_session', value: '', path: '/' });
  expect((await who(cookie)).statusCode).toBe(401);
  expect((await ask('DELETE', '/api/session', { cookie })).statusCode).toBe(204);
});

test('a cookie that was not sealed here, or was changed, is worth nothing', async () => {
  const { cookieOf, who } = await stage.open();
  const cookie = await cookieOf(await stage.user());
  const middle = Math.floor(cookie.length / 2);
  const changed = cookie.slice(0, middle) + (cookie[middle] === 'A' ? 'B' : 'A') + cookie.slice(middle + 1);
  for (const other of ['luban_session=x', 'luban_session=Fe26.2*1*a*b*c*d*e*f', 'luban_session=', changed]) {
    expect((await who(other)).statusCode, other).toBe(401);
  }
  expect((await who(cookie)).statusCode).toBe(200);
});
