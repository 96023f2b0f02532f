import { expect, test } from 'vitest';
import { eventually } from './testing/eventually.ts';
import { cookieIn, type IdentityReplica, identityStage, SECRET_WORDS } from './testing/identity-stage.ts';

const stage = identityStage();
const MINUTE = 60_000;
const statuses = (replicas: readonly IdentityReplica[], cookie: string) =>
  Promise.all(replicas.map(async ({ who }) => (await who(cookie)).statusCode));

test('replicas share one key and every session', async () => {
  const replicas = await Promise.all([stage.open(), stage.open()]);
  const [one, two] = replicas;
  const name = await stage.user();
  expect(await statuses(replicas, await one.cookieOf(name))).toEqual([200, 200]);
  expect(await statuses(replicas, await two.cookieOf(name))).toEqual([200, 200]);
});

test('signing out holds everywhere, for whoever has the cookie', async () => {
  const replicas = await Promise.all([stage.open(), stage.open()]);
  const [one] = replicas;
  const name = await stage.user();
  const [cookie, other] = [await one.cookieOf(name), await one.cookieOf(name)];
  expect((await one.ask('DELETE', '/api/session', { cookie })).statusCode).toBe(204);
  expect((await one.who(cookie)).statusCode).toBe(401);
  await eventually(async () => expect(await statuses(replicas, cookie)).toEqual([401, 401]));
  expect(await statuses(replicas, other)).toEqual([200, 200]);
  // A replica that starts later knows of it too.
  expect((await (await stage.open()).who(cookie)).statusCode).toBe(401);
});

test('signing out everywhere ends all sessions of a user, and nobody else’s', async () => {
  const replicas = await Promise.all([stage.open(), stage.open()]);
  const [one, two] = replicas;
  const [name, bystander] = [await stage.user(), await stage.user()];
  const [a, b, c] = [await one.cookieOf(name), await two.cookieOf(name), await one.cookieOf(bystander)];
  expect((await two.ask('DELETE', '/api/session/everywhere', { cookie: b })).statusCode).toBe(204);
  for (const cookie of [a, b]) {
    await eventually(async () => expect(await statuses(replicas, cookie)).toEqual([401, 401]));
  }
  expect(await statuses(replicas, c)).toEqual([200, 200]);
  expect(await statuses(replicas, await one.cookieOf(name))).toEqual([200, 200]);
});

test('a new password signs out everywhere but where it was changed', async () => {
  const replicas = await Promise.all([stage.open(), stage.open()]);
  const [one, two] = replicas;
  const name = await stage.user();
  const [mine, other] = [await one.cookieOf(name), await two.cookieOf(name)];
  const payload = { oldPassword: SECRET_WORDS, newPassword: 'four words of mine' };
  const fresh = cookieIn(await one.ask('PUT', '/api/session/password', { cookie: mine, payload }));
  // At once, also where the change was not heard of yet.
  expect(await statuses(replicas, fresh)).toEqual([200, 200]);
  for (const cookie of [mine, other]) {
    await eventually(async () => expect(await statuses(replicas, cookie)).toEqual([401, 401]));
  }
  expect((await two.signIn(name)).statusCode).toBe(401);
});

test('whoever deletes the key ends all sessions, and replicas agree on another one', async () => {
  const replicas = await Promise.all([stage.open(), stage.open()]);
  const [one] = replicas;
  const name = await stage.user();
  const old = await one.cookieOf(name);
  expect(await statuses(replicas, old)).toEqual([200, 200]);
  await stage
    .kube()
    .delete({ group: '', version: 'v1', resource: 'secrets', namespace: 'luban-system', name: 'luban-session-key' });
  await eventually(async () => {
    const fresh = await one.cookieOf(name);
    expect([await statuses(replicas, fresh), await statuses(replicas, old)]).toEqual([
      [200, 200],
      [401, 401],
    ]);
  });
});

test.each([-10 * MINUTE, 10 * MINUTE])('a clock that is off by %i ms ends no session', async (skew) => {
  const [one, two] = await Promise.all([stage.open(), stage.open({ now: Date.now() + skew })]);
  const name = await stage.user();
  const cookie = await one.cookieOf(name);
  const renewed = await two.who(cookie);
  expect(renewed.statusCode).toBe(200);
  expect(await statuses([one, two], cookie)).toEqual([200, 200]);
  const other = await two.cookieOf(name);
  expect(await statuses([one, two], other)).toEqual([200, 200]);
});
