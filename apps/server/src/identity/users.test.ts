import { expect, test } from 'vitest';
import { isPasswordHash } from './password.ts';
import { eventually } from './testing/eventually.ts';
import { cookieIn, identityStage, SECRET_WORDS } from './testing/identity-stage.ts';
import { isUserName, readUser, USERS, type UserObject } from './user.ts';

const stage = identityStage();
const patch = (name: string, change: object) => stage.kube().patch<UserObject>({ ...USERS, name }, 'merge', change);
const get = (name: string) => stage.kube().get<UserObject>({ ...USERS, name });

test('a password that kubectl wrote is hashed at once, and is the password', async () => {
  const { signIn, errors } = await stage.open();
  const name = await stage.user({
    password: 'as it is typed',
    email: 'ada@example.com',
    groups: ['dev', 'system:masters'],
  });
  await eventually(async () => expect(isPasswordHash((await get(name)).spec!.password!)).toBe(true));
  expect((await signIn(name, 'as it is typed')).json().user).toEqual({
    name,
    displayName: name,
    email: 'ada@example.com',
    groups: ['dev'],
  });
  await patch(name, { spec: { password: 'another by hand' } });
  // Whether the controller was there already or not.
  expect((await signIn(name, 'another by hand')).statusCode).toBe(200);
  expect((await signIn(name, 'as it is typed')).statusCode).toBe(401);
  expect((await get(name)).metadata.annotations).toMatchObject({ 'iam.kubesphere.io/password-encrypted': 'true' });
  expect(errors).toEqual([]);
});

test('a disabled user is signed out at once, and stays so when enabled again', async () => {
  const { signIn, cookieOf, who } = await stage.open();
  const name = await stage.user();
  const cookie = await cookieOf(name);
  expect((await who(cookie)).statusCode).toBe(200);
  await patch(name, { status: { state: 'Disabled' } });
  await eventually(async () => expect((await who(cookie)).statusCode).toBe(401));
  expect((await signIn(name)).json().error.code).toBe('LB5203');
  expect((await signIn(name, 'a wrong one')).json().error.code).toBe('LB5001');
  await eventually(async () => expect((await get(name)).metadata.annotations).toHaveProperty(['luban.dev/disabled']));
  await patch(name, { status: { state: 'Active' } });
  await eventually(async () =>
    expect((await get(name)).metadata.annotations).not.toHaveProperty(['luban.dev/disabled']),
  );
  expect((await who(cookie)).statusCode).toBe(401);
  expect((await signIn(name)).statusCode).toBe(200);
});

test('a deleted user is signed out at once, and another one of the name does not revive the session', async () => {
  const { cookieOf, who } = await stage.open();
  const name = await stage.user();
  const cookie = await cookieOf(name);
  const { spec } = await get(name);
  await stage.kube().delete({ ...USERS, name });
  await eventually(async () => expect((await who(cookie)).statusCode).toBe(401));
  const again = { apiVersion: 'iam.kubesphere.io/v1beta1', kind: 'User', metadata: { name }, spec };
  await stage.kube().create(USERS, again);
  expect((await who(await cookieOf(name))).statusCode).toBe(200);
  expect((await who(cookie)).statusCode).toBe(401);
});

test.each([
  ['the user is disabled', (name: string) => patch(name, { status: { state: 'Disabled' } })],
  ['the user is deleted', (name: string) => stage.kube().delete({ ...USERS, name })],
  ['the password changes', (name: string) => patch(name, { spec: { password: 'another by hand' } })],
])('open streams end when %s', async (_, change) => {
  const { app, cookieOf } = await stage.open();
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const name = await stage.user();
  const response = await fetch(`${url}/probe/stream`, { headers: { cookie: await cookieOf(name) } });
  const text = response.text();
  // What was heard of the user before says nothing against the session.
  await patch(name, { metadata: { annotations: { unrelated: 'change' } } });
  await change(name);
  expect(await text).toBe('open\nended\n');
});

test('groups and names follow the object while the session goes on', async () => {
  const { ask, cookieOf } = await stage.open();
  const name = await stage.user();
  const cookie = await cookieOf(name);
  await patch(name, { spec: { groups: ['ops', 'system:nodes'], displayName: 'Ada' } });
  await eventually(async () => {
    expect((await ask('GET', '/probe/identity', { cookie })).json()).toEqual({
      name,
      groups: ['ops'],
      kind: 'user',
      via: 'session',
    });
  });
  expect((await ask('GET', '/probe/session', { cookie })).json()).toEqual({ name, displayName: 'Ada' });
});

test('a sign-in makes a session of its own, whatever cookie came with it', async () => {
  const { ask, cookieOf, who } = await stage.open();
  const name = await stage.user();
  const cookie = await cookieOf(name);
  const payload = { username: name, password: SECRET_WORDS };
  const fresh = cookieIn(await ask('POST', '/api/session', { payload, cookie }));
  expect(fresh).not.toBe(cookie);
  await ask('DELETE', '/api/session', { cookie });
  expect((await who(fresh)).statusCode).toBe(200);
  const planted = await ask('POST', '/api/session', { payload, cookie: 'luban_session=chosen-by-somebody-else' });
  expect(cookieIn(planted)).not.toContain('chosen');
});

test('requests that come at once with an old cookie get the same new one', async () => {
  const { cookieOf, who, pass } = await stage.open();
  const cookie = await cookieOf(await stage.user());
  pass(16 * 60_000);
  const answers = await Promise.all(Array.from({ length: 10 }, () => who(cookie)));
  const renewed = new Set(answers.map(cookieIn));
  expect(renewed.size).toBe(1);
  expect((await who([...renewed][0]!)).cookies).toEqual([]);
});

test.each([
  ['ada', true],
  ['a-1', true],
  ['system:admin', false],
  ['Ada', false],
  ['ada.lovelace', false],
  ['-a', false],
  ['a-', false],
  ['', false],
  ['a'.repeat(64), false],
  ['a\n', false],
])('%j may be a name: %s', (name, may) => {
  expect(isUserName(name)).toBe(may);
});

test('what an object says is read with care', () => {
  const read = (object: Partial<UserObject>) =>
    readUser({ apiVersion: 'v1', kind: 'User', metadata: { name: 'a', uid: '1' }, ...object });
  expect(read({})).toMatchObject({ displayName: 'a', groups: [], state: 'Active', mustChangePassword: false });
  expect(read({ status: { state: 'root' } }).state).toBe('Active');
  expect(read({ spec: { password: 'x' } }).credential).not.toBe(read({}).credential);
  const metadata = { name: 'a', uid: '2' };
  expect(read({ metadata }).credential).not.toBe(read({}).credential);
});
