import { expect, test } from 'vitest';
import { KEPT, LoginRecords } from './login-records.ts';
import { eventually } from './testing/eventually.ts';
import { identityStage, SECRET_WORDS } from './testing/identity-stage.ts';
import { readUser, USERS, type UserObject } from './user.ts';

const stage = identityStage();
const RECORDS = { ...USERS, resource: 'loginrecords' };
const get = (name: string) => stage.kube().get<UserObject>({ ...USERS, name });
const records = async (name: string) => {
  const { items } = await stage.kube().list(RECORDS, { labelSelector: `iam.kubesphere.io/user-ref=${name}` });
  return items.map(({ spec }) => spec as { success: boolean; reason: string; sourceIP: string; type: string });
};

test('ten failures from wherever lock a user for ten minutes; sessions go on', async () => {
  const { cookieOf, signIn, who, pass } = await stage.open();
  const name = await stage.user();
  const cookie = await cookieOf(name);
  await eventually(async () => expect(await records(name)).toHaveLength(1));
  const guesses = Array.from({ length: 10 }, (_, i) => signIn(name, `guess ${i}`, `192.0.2.${i}`));
  expect((await Promise.all(guesses)).map(({ statusCode }) => statusCode)).toEqual(Array.from(guesses, () => 401));
  await eventually(async () => expect((await get(name)).status?.state).toBe('AuthLimitExceeded'));
  const refused = await signIn(name, SECRET_WORDS, '198.51.100.1');
  expect([refused.statusCode, refused.json().error.code]).toEqual([429, 'LB5002']);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(500);
  expect((await who(cookie)).statusCode).toBe(200);
  // Where the user has come in from before, strangers lock nobody out.
  expect((await signIn(name, 'a guess')).statusCode).toBe(401);
  pass(10 * 60_000);
  expect((await signIn(name, SECRET_WORDS, '198.51.100.1')).statusCode).toBe(200);
  await eventually(async () => expect((await get(name)).status?.state).toBe('Active'));
}, 30_000);

test('attempts at users who exist are recorded, and the last sign-in is noted', async () => {
  const { signIn } = await stage.open();
  const name = await stage.user();
  await signIn(name, 'a guess', '192.0.2.9');
  await signIn('nobody-of-this-name', 'a guess');
  await eventually(async () => expect(await records(name)).toHaveLength(1));
  expect(await records(name)).toMatchObject([
    { type: 'Password', success: false, reason: 'IncorrectPassword', sourceIP: '192.0.2.9' },
  ]);
  expect(await records('nobody-of-this-name')).toEqual([]);
  await signIn(name);
  await eventually(async () => expect((await get(name)).status?.lastLoginTime).toMatch(/^\d{4}-/));
});

test(`no more than ${KEPT} records of a user are kept`, async () => {
  const name = await stage.user();
  const user = readUser(await get(name));
  const log = new LoginRecords(stage.kube());
  for (let i = 0; i < KEPT + 5; i++) await log.add(user, { ip: `10.0.0.${i}`, headers: {} } as never, {});
  expect(await records(name)).toHaveLength(KEPT);
});

test('nobody signs in under a name that is none', async () => {
  const { signIn } = await stage.open();
  for (const name of ['system:admin', 'a/b', '../admin', 'A', 'é', 'a'.repeat(64), '__proto__', '']) {
    const response = await signIn(name, 'x', `192.0.2.${name.length}`);
    expect([response.statusCode, response.json().error.code], name).toEqual([401, 'LB5001']);
  }
});
