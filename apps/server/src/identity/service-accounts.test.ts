import type { KubeObject } from '@luban/kube';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { SERVICE_ACCOUNTS, type ServiceAccountObject, TOKEN_TYPE } from './service-accounts.ts';
import { eventually, until } from './testing/eventually.ts';
import { identityStage } from './testing/identity-stage.ts';

const secrets = { group: '', version: 'v1', resource: 'secrets', namespace: 'default' };
const accounts = { ...SERVICE_ACCOUNTS, namespace: 'default' };

const accountObject = (name: string) => ({
  apiVersion: 'kubesphere.io/v1alpha1',
  kind: 'ServiceAccount',
  metadata: { name },
});

const stage = identityStage();
let robots = 0;

async function place() {
  const replica = await stage.open();
  const kube = stage.kube();
  const robot = `robot-${++robots}`;
  const as = (token: string) => replica.ask('GET', '/api/session', { token });
  const account = (name: string) => kube.get<ServiceAccountObject>({ ...accounts, name });
  /** Names of the listed Secrets, as soon as there are `count`. */
  const listed = (name: string, count = 1) =>
    until(async () => {
      const names = (await account(name)).secrets?.map((secret) => secret.name!) ?? [];
      return names.length === count ? names : undefined;
    });
  const token = async (secret: string) => {
    const { data } = await kube.get<KubeObject & { data: { token: string } }>({ ...secrets, name: secret });
    return Buffer.from(data.token, 'base64').toString();
  };
  return { ...replica, robot, kube, as, account, listed, token };
}

test('an account gets a token in a Secret that it lists, and the token speaks for it', async () => {
  const { robot, kube, as, account, listed, token } = await place();
  await kube.create(accounts, accountObject(robot));
  const [secret] = await listed(robot);
  const { metadata, type } = await kube.get({ ...secrets, name: secret });
  const { uid } = (await account(robot)).metadata;
  expect(type).toBe(TOKEN_TYPE);
  expect(metadata.annotations).toMatchObject({
    'kubesphere.io/service-account.name': robot,
    'kubesphere.io/service-account.uid': uid,
  });
  const who = await as(await token(secret!));
  expect(who.json().user).toEqual({
    name: `kubesphere:serviceaccount:default:${robot}`,
    displayName: `kubesphere:serviceaccount:default:${robot}`,
    groups: ['kubesphere:serviceaccount'],
  });
});

test('deleting the Secret takes the token back, and the account gets another one', async () => {
  const { robot, kube, as, listed, token } = await place();
  await kube.create(accounts, accountObject(robot));
  const [first] = await listed(robot);
  const old = await token(first!);
  await kube.delete({ ...secrets, name: first });
  await eventually(async () => expect((await as(old)).statusCode).toBe(401));
  const second = await until(async () => (await listed(robot)).find((name) => name !== first));
  expect((await as(await token(second))).statusCode).toBe(200);
});

test('deleting the account ends its tokens, and another one of its name does not revive them', async () => {
  const { robot, kube, as, listed, token } = await place();
  await kube.create(accounts, accountObject(robot));
  const [secret] = await listed(robot);
  const old = await token(secret!);
  await kube.delete({ ...accounts, name: robot });
  await eventually(async () => expect((await as(old)).statusCode).toBe(401));
  await eventually(async () => {
    const { items } = await kube.list(secrets, { namespace: 'default', fieldSelector: `type=${TOKEN_TYPE}` });
    expect(items.filter(({ metadata }) => metadata.name!.startsWith(`${robot}-`))).toEqual([]);
  });
  await kube.create(accounts, accountObject(robot));
  await listed(robot);
  expect((await as(old)).statusCode).toBe(401);
});

test('a Secret that somebody makes for an account is filled in', async () => {
  const { robot, kube, as, listed, token } = await place();
  const annotations = { 'kubesphere.io/service-account.name': robot };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    type: TOKEN_TYPE,
    metadata: { name: `${robot}-second`, annotations },
  };
  await kube.create(accounts, accountObject(robot));
  await listed(robot);
  await kube.create(secrets, secret);
  expect(await listed(robot, 2)).toContain(`${robot}-second`);
  await eventually(async () => expect((await as(await token(`${robot}-second`))).statusCode).toBe(200));
});

test('what is signed with another key, or held by no Secret, is worth nothing', async () => {
  const { robot, kube, as, account, listed, token } = await place();
  await kube.create(accounts, accountObject(robot));
  const [secret] = await listed(robot);
  const good = await token(secret!);
  const { uid } = (await account(robot)).metadata;
  const claims = { 'luban.dev/service-account': { namespace: 'default', name: robot, uid, secret } };
  const forge = (key: string, alg = 'HS256') =>
    new SignJWT(claims)
      .setProtectedHeader({ alg })
      .setIssuer('luban')
      .sign(Buffer.from(key.padEnd(64, '0')));
  const [head, , signature] = good.split('.');
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${good.split('.')[1]}.x`;
  const other = Buffer.from(JSON.stringify({ iss: 'luban', sub: 'kubesphere:serviceaccount:kube-system:x' }));
  for (const token of [
    await forge('a'),
    await forge('b', 'HS512'),
    none,
    `${head}.${other.toString('base64url')}.${signature}`,
  ]) {
    expect((await as(token)).statusCode).toBe(401);
  }
  // Held by a Secret of the right form, but not the token that is in it.
  await kube.patch({ ...secrets, name: secret }, 'merge', { data: { token: Buffer.from('else').toString('base64') } });
  await eventually(async () => expect((await as(good)).statusCode).toBe(401));
});
