import { expect, test } from 'vitest';
import { eventually } from './testing/eventually.ts';
import { cookieIn, identityStage, SECRET_WORDS } from './testing/identity-stage.ts';
import { UNINITIALIZED, USERS, type UserObject } from './user.ts';

const stage = identityStage();
const NEW = 'four words of mine';

test('whoever has a generated password does nothing before choosing another', async () => {
  const { ask, signIn, who } = await stage.open();
  const name = await stage.user({}, { [UNINITIALIZED]: 'true' });
  const response = await signIn(name);
  const cookie = cookieIn(response);
  expect(response.json()).toMatchObject({ user: { name }, mustChangePassword: true });
  expect((await who(cookie)).json()).toMatchObject({ user: { name }, mustChangePassword: true });
  for (const url of ['/probe/session', '/probe/identity', '/probe/stream', '/api/session/tokens']) {
    const refused = await ask('GET', url, { cookie });
    expect([refused.statusCode, refused.json().error.code], url).toEqual([403, 'LB5201']);
  }
  expect((await ask('GET', '/api/v1/probe', { cookie })).json()).toMatchObject({ kind: 'Status', reason: 'Forbidden' });
  expect((await ask('GET', '/', { cookie })).json()).toEqual({ user: null });
  expect((await ask('GET', '/login', { cookie })).json()).toMatchObject({ mustChangePassword: { user: name } });

  const payload = { oldPassword: SECRET_WORDS, newPassword: NEW };
  const changed = await ask('PUT', '/api/session/password', { cookie, payload });
  expect(changed.json()).toMatchObject({ user: { name }, mustChangePassword: false });
  expect((await ask('GET', '/probe/session', { cookie: cookieIn(changed) })).statusCode).toBe(200);
  expect((await who(cookie)).statusCode).toBe(401);
  const { metadata } = await stage.kube().get<UserObject>({ ...USERS, name });
  expect(metadata.annotations).not.toHaveProperty([UNINITIALIZED]);
});

test('the first administrator has to change the password that was made, a chosen one counts as chosen', async () => {
  await stage.open({ adminPassword: 'chosen by somebody' });
  const { signIn } = await stage.open();
  expect((await signIn('admin', 'chosen by somebody')).json()).toMatchObject({ mustChangePassword: false });
});

test('easy passwords are refused', async () => {
  const { ask, cookieOf, who } = await stage.open();
  const name = await stage.user();
  const cookie = await cookieOf(name);
  const change = async (newPassword: unknown) => {
    const payload = { oldPassword: SECRET_WORDS, newPassword };
    const response = await ask('PUT', '/api/session/password', { cookie, payload });
    return [response.statusCode, response.json().error.code];
  };
  for (const password of ['short', 'aaaaaaaaaaaaaa', `${name}12`.padEnd(10, '3'), SECRET_WORDS]) {
    expect(await change(password), password).toEqual([400, 'LB5205']);
  }
  for (const password of [undefined, 12_345_678_901, ['a'], 'x'.repeat(2_000)]) {
    expect(await change(password)).toEqual([400, 'LB5015']);
  }
  expect((await who(cookie)).statusCode).toBe(200);
});

test('the present password is asked for, and guessing it is slowed down', async () => {
  const { ask, cookieOf } = await stage.open();
  const cookie = await cookieOf(await stage.user());
  const guess = async (oldPassword: string) => {
    const response = await ask('PUT', '/api/session/password', { cookie, payload: { oldPassword, newPassword: NEW } });
    return response.json().error.code;
  };
  const codes = [];
  for (let i = 0; i < 4; i++) codes.push(await guess(`guess ${i}`));
  expect(codes).toEqual(['LB5204', 'LB5204', 'LB5204', 'LB5002']);
  expect(await guess(SECRET_WORDS)).toBe('LB5002');
});

test('two changes at once: one holds, the other one is told', async () => {
  const { ask, cookieOf, signIn } = await stage.open();
  const name = await stage.user();
  const cookie = await cookieOf(name);
  const change = (newPassword: string) =>
    ask('PUT', '/api/session/password', { cookie, payload: { oldPassword: SECRET_WORDS, newPassword } });
  const answers = await Promise.all([change('the first of two'), change('the second of two')]);
  const codes = answers.map((response) => response.json().error?.code ?? 'done').sort();
  expect(codes).toEqual(['LB5207', 'done']);
  const held = answers[0].statusCode === 200 ? 'the first of two' : 'the second of two';
  expect((await signIn(name, held)).statusCode).toBe(200);
});

test('whoever signs in with a provider has no password to change', async () => {
  const { ask, cookieOf } = await stage.open();
  const name = await stage.user();
  const cookie = await cookieOf(name);
  await stage.kube().patch({ ...USERS, name }, 'merge', { spec: { password: null } });
  await eventually(async () => {
    const payload = { oldPassword: SECRET_WORDS, newPassword: NEW };
    const response = await ask('PUT', '/api/session/password', { cookie, payload });
    // The password that was taken away took the session with it.
    expect(response.statusCode).toBe(401);
  });
});
