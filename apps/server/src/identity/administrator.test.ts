import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { ensureAdministrator } from './administrator.ts';
import { encode, hashPassword, verifyPassword } from './password.ts';
import { UNINITIALIZED, USERS, type UserObject } from './user.ts';

async function place() {
  const [dataDir, cluster] = await Promise.all([temporaryFolder(), testCluster()]);
  const { client } = cluster.api;
  const admin = () => client.get<UserObject>({ ...USERS, name: 'admin' });
  return { client, dataDir, admin, ensure: (password?: string) => ensureAdministrator({ client, dataDir, password }) };
}

test('a password is made once, kept as a hash, and has to be changed', async () => {
  const { admin, ensure, client } = await place();
  const password = (await ensure())!;
  expect(await ensure()).toBeUndefined();
  const user = await admin();
  expect(JSON.stringify(user)).not.toContain(password);
  expect(await verifyPassword(password, user.spec!.password)).toBe(true);
  expect(user.metadata.annotations).toMatchObject({ [UNINITIALIZED]: 'true' });
  const bindings = { group: 'iam.kubesphere.io', version: 'v1beta1', resource: 'globalrolebindings' };
  expect(await client.get({ ...bindings, name: 'admin' })).toMatchObject({
    roleRef: { kind: 'GlobalRole', name: 'platform-admin' },
    subjects: [{ kind: 'User', name: 'admin' }],
  });
});

test('a chosen password counts as chosen, and replaces the one there was', async () => {
  const { admin, ensure } = await place();
  await ensure();
  expect(await ensure('one of my own')).toBeUndefined();
  const first = await admin();
  expect(await verifyPassword('one of my own', first.spec!.password)).toBe(true);
  expect(first.metadata.annotations).not.toHaveProperty([UNINITIALIZED]);
  await ensure('one of my own');
  expect((await admin()).metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  await ensure('another one');
  expect(await verifyPassword('another one', (await admin()).spec!.password)).toBe(true);
});

test('replicas that start at once agree', async () => {
  const { ensure } = await place();
  const generated = await Promise.all([ensure(), ensure(), ensure()]);
  expect(generated.filter((password) => password !== undefined)).toHaveLength(1);
  await Promise.all([ensure('the same for all'), ensure('the same for all')]);
});

test('the password that an earlier version kept in the data folder still holds, and its files go', async () => {
  const { admin, dataDir, ensure } = await place();
  const [, , , salt, hash] = (await hashPassword('kept from before')).split('$');
  const file = join(dataDir, 'administrator.json');
  await writeFile(
    file,
    JSON.stringify({ algorithm: 'scrypt', cost: 2 ** 15, blockSize: 8, parallelization: 1, salt, hash }),
  );
  await writeFile(join(dataDir, 'session.key'), 'x');
  expect(await ensure()).toBeUndefined();
  const user = await admin();
  expect(user.spec!.password).toBe(
    encode({ log: 15, blockSize: 8, parallelization: 1, salt: salt!, hash: Buffer.from(hash!, 'base64url') }),
  );
  expect(await verifyPassword('kept from before', user.spec!.password)).toBe(true);
  for (const name of ['administrator.json', 'session.key']) await expect(stat(join(dataDir, name))).rejects.toThrow();
});

test('a damaged file of an earlier version is dropped', async () => {
  const { dataDir, ensure } = await place();
  await writeFile(join(dataDir, 'administrator.json'), '{"cost":"__proto__"');
  expect(await ensure()).toMatch(/^[a-z\d-]{27}$/);
});
