import { generateKeyPairSync } from 'node:crypto';
import { type KubeObject, ManualClock } from '@luban/kube';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { openPki } from '../pki/pki.ts';
import { openStore } from '../store/open-store.ts';
import { createAuthenticator } from './authenticator.ts';
import type { RequestHeaders } from './request-headers.ts';
import { coreObject, put } from './testing.ts';
import type { UserInfo } from './user.ts';

const clock = () => new ManualClock(Date.UTC(2026, 0, 1));
const pki = await openPki(undefined, { clock: clock() });

async function cluster(tokens?: ReadonlyMap<string, UserInfo>) {
  const time = clock();
  const store = await openStore({ clock: time });
  const account = coreObject('ServiceAccount', 'robot', 'dev');
  const pod = coreObject('Pod', 'p', 'dev', { spec: { serviceAccountName: 'robot' } });
  const secret = coreObject('Secret', 's', 'dev');
  await put(store, 'serviceaccounts', account);
  await put(store, 'pods', pod);
  await put(store, 'secrets', secret);
  const authenticator = createAuthenticator({ pki, store, clock: time, ...(tokens && { tokens }) });
  const ids = { namespace: 'dev', serviceaccount: { name: 'robot', uid: account.metadata.uid } };
  const bound = (object: KubeObject) => ({ name: object.metadata.name ?? '', uid: object.metadata.uid ?? '' });
  const issue = async (more: object = {}, audiences: string[] = [], expirationSeconds = 3_600) => {
    const binding = { ...ids, ...more };
    return (await authenticator.serviceAccountTokens.issue({ binding, audiences, expirationSeconds })).token;
  };
  const asks = (token: string) => authenticator.authenticate({ headers: { authorization: `Bearer ${token}` } });
  return { time, store, authenticator, account, pod, secret, issue, asks, bound };
}

test('is nobody in particular without credentials, and with those of other schemes', async () => {
  const { authenticator } = await cluster();
  const headers: RequestHeaders[] = [
    {},
    { authorization: 'Basic eDp5' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer ' },
  ];
  for (const it of headers) expect(await authenticator.authenticate({ headers: it })).toBeUndefined();
});

test('knows a client certificate', async () => {
  const { authenticator } = await cluster();
  const clientCertificate = { commonName: 'ann', organizations: ['devs'], fingerprint: 'ab' };
  expect(await authenticator.authenticate({ headers: { 'x-remote-user': 'root' }, clientCertificate })).toEqual({
    username: 'ann',
    groups: ['devs', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': ['X509SHA256=ab'] },
  });
  const nameless = { commonName: '', organizations: ['system:masters'] };
  await expect(authenticator.authenticate({ headers: {}, clientCertificate: nameless })).rejects.toThrow(
    'Unauthorized',
  );
});

test('believes a front proxy, and nobody else, about users', async () => {
  const { authenticator } = await cluster();
  const clientCertificate = { commonName: 'front-proxy-client', organizations: [] };
  const headers = {
    'x-remote-user': 'ann',
    'x-remote-group': ['a', 'b'],
    'x-remote-uid': '7',
    'x-remote-extra-Scopes': 'x',
  };
  expect(await authenticator.authenticate({ headers, clientCertificate })).toEqual({
    username: 'ann',
    uid: '7',
    groups: ['a', 'b', 'system:authenticated'],
    extra: { scopes: ['x'] },
  });
  expect(await authenticator.authenticate({ headers: {}, clientCertificate })).toMatchObject({
    username: 'front-proxy-client',
  });
  expect(await authenticator.authenticate({ headers })).toBeUndefined();
});

test('knows static tokens', async () => {
  const { asks } = await cluster(new Map([['s3cret', { username: 'ann', groups: ['devs'] }]]));
  expect(await asks('s3cret')).toEqual({ username: 'ann', groups: ['devs', 'system:authenticated'] });
  await expect(asks('other')).rejects.toMatchObject({ code: 401, message: 'Unauthorized' });
});

test('knows service accounts by their tokens', async () => {
  const { issue, asks, account, pod, bound } = await cluster();
  const token = await issue({ pod: bound(pod), node: { name: 'n', uid: 'n-uid' } });
  const claims = decodeJwt(token);
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', kid: pki.serviceAccount.keyId });
  expect(claims).toMatchObject({
    iss: 'https://kubernetes.default.svc',
    aud: ['https://kubernetes.default.svc'],
    sub: 'system:serviceaccount:dev:robot',
    exp: Date.UTC(2026, 0, 1, 1) / 1000,
    'kubernetes.io': { namespace: 'dev', serviceaccount: { name: 'robot', uid: account.metadata.uid } },
  });
  const user = {
    username: 'system:serviceaccount:dev:robot',
    uid: account.metadata.uid,
    groups: ['system:serviceaccounts', 'system:serviceaccounts:dev', 'system:authenticated'],
    extra: {
      'authentication.kubernetes.io/credential-id': [`JTI=${claims.jti}`],
      'authentication.kubernetes.io/node-name': ['n'],
      'authentication.kubernetes.io/node-uid': ['n-uid'],
      'authentication.kubernetes.io/pod-name': ['p'],
      'authentication.kubernetes.io/pod-uid': [pod.metadata.uid],
    },
  };
  expect(await asks(token)).toEqual(user);
  expect(await asks(token)).toEqual(user);
});

test('a token ends with its time, though it was seen before', async () => {
  const { issue, asks, time } = await cluster();
  const token = await issue({}, [], 600);
  await asks(token);
  await time.advance(659_000);
  await asks(token);
  await time.advance(2_000);
  await expect(asks(token)).rejects.toThrow('Unauthorized');
});

test('a token ends with its service account, and with a new one of the name', async () => {
  const { issue, asks, store, account } = await cluster();
  const token = await issue();
  await asks(token);
  await store.write({ resource: 'serviceaccounts', key: 'dev/robot' });
  await expect(asks(token)).rejects.toThrow('Unauthorized');
  await put(store, 'serviceaccounts', coreObject('ServiceAccount', 'robot', 'dev'));
  await expect(asks(token)).rejects.toThrow('Unauthorized');
  await put(store, 'serviceaccounts', { ...account, metadata: { ...account.metadata } });
  await asks(token);
});

test.each(['pod', 'secret'] as const)('a token ends with its %s', async (kind) => {
  const context = await cluster();
  const { issue, asks, store, time, bound } = context;
  const object = context[kind];
  const token = await issue({ [kind]: bound(object) });
  await asks(token);
  const deletionTimestamp = '2026-01-01T00:00:00Z';
  await put(store, `${kind}s`, { ...object, metadata: { ...object.metadata, deletionTimestamp } });
  await time.advance(30_000);
  await asks(token);
  await time.advance(31_000);
  await expect(asks(token)).rejects.toThrow('Unauthorized');
  await put(store, `${kind}s`, { ...object, metadata: { ...object.metadata, uid: 'another' } });
  await expect(asks(token)).rejects.toThrow('Unauthorized');
  await store.write({ resource: `${kind}s`, key: `dev/${object.metadata.name}` });
  await expect(asks(token)).rejects.toThrow('Unauthorized');
});

test('a token bound to a node ends with it', async () => {
  const { issue, asks, store } = await cluster();
  const node = coreObject('Node', 'n');
  await put(store, 'nodes', node);
  const token = await issue({ node: { name: 'n', uid: node.metadata.uid } });
  await asks(token);
  await store.write({ resource: 'nodes', key: 'n' });
  await expect(asks(token)).rejects.toThrow('Unauthorized');
});

test('a token for another audience is no good here, but is recognized for its own', async () => {
  const { issue, asks, authenticator } = await cluster();
  const token = await issue({}, ['vault', 'ci']);
  await expect(asks(token)).rejects.toThrow('Unauthorized');
  expect((await authenticator.reviewToken(token, ['ci', 'other']))?.audiences).toEqual(['ci']);
});

test('forged tokens are no good', async () => {
  const { issue, asks } = await cluster();
  const claims = decodeJwt(await issue());
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const sign = (payload: object, key = pki.serviceAccount.privateKey) =>
    new SignJWT({ ...payload }).setProtectedHeader({ alg: 'ES256' }).sign(key);
  await asks(await sign(claims));

  const [header = '', body = '', signature = ''] = (await issue()).split('.');
  const other = Buffer.from(JSON.stringify({ ...claims, sub: 'system:serviceaccount:kube-system:root' })).toString(
    'base64url',
  );
  const secretBytes = new TextEncoder().encode(
    pki.serviceAccount.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  );
  const forged = [
    await sign(claims, privateKey),
    await sign({ ...claims, iss: 'https://evil.example.com' }),
    await sign({ ...claims, exp: undefined }),
    await sign({ ...claims, nbf: Date.UTC(2027, 0, 1) / 1000 }),
    await sign({ ...claims, 'kubernetes.io': undefined }),
    await sign({ ...claims, 'kubernetes.io': { namespace: 'dev', serviceaccount: { name: 'robot' } } }),
    await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secretBytes),
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`,
    `${header}.${other}.${signature}`,
    `${header}.${body}.`,
    'a.b.c',
    'x'.repeat(100_000),
  ];
  for (const token of forged) await expect(asks(token)).rejects.toThrow('Unauthorized');
});

test('tokens in Secrets last as long as the Secret holds them', async () => {
  const { asks, store, account, secret, authenticator, time } = await cluster();
  const identity = { namespace: 'dev', name: 'robot', uid: account.metadata.uid };
  const token = await authenticator.serviceAccountTokens.issueLegacy(identity, 's');
  await expect(asks(token)).rejects.toThrow('Unauthorized');
  const data = { token: Buffer.from(token).toString('base64') };
  await put(store, 'secrets', { ...secret, metadata: { ...secret.metadata }, data });
  await time.advance(400 * 86_400_000);
  expect(await asks(token)).toEqual({
    username: 'system:serviceaccount:dev:robot',
    uid: account.metadata.uid,
    groups: ['system:serviceaccounts', 'system:serviceaccounts:dev', 'system:authenticated'],
  });
  await put(store, 'secrets', { ...secret, metadata: { ...secret.metadata }, data: { token: 'eA==' } });
  await expect(asks(token)).rejects.toThrow('Unauthorized');
});
