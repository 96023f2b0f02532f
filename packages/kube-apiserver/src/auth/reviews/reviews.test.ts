import { type KubeObject, ManualClock, StatusError } from '@luban/kube';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { openPki } from '../../pki/pki.ts';
import { openStore } from '../../store/open-store.ts';
import { createAuthenticator } from '../authenticator.ts';
import { jsonWebKeySet, openIdConfiguration } from '../openid.ts';
import { createRbacAuthorizer } from '../rbac-authorizer.ts';
import { bindingOf, coreObject, person, put, role } from '../testing.ts';
import { reviewResources } from './review-resources.ts';

const GROUP = 'rbac.authorization.k8s.io';
const pki = await openPki(undefined, { clock: new ManualClock() });

async function cluster() {
  const clock = new ManualClock();
  const store = await openStore({ clock });
  const authorizer = createRbacAuthorizer(store);
  const authenticator = createAuthenticator({ pki, store, clock });
  const pods = { verbs: ['list'], apiGroups: [''], resources: ['pods'] };
  await put(
    store,
    `clusterroles.${GROUP}`,
    role('reader', undefined, pods, { verbs: ['get'], nonResourceURLs: ['/metrics'] }),
  );
  await put(
    store,
    `rolebindings.${GROUP}`,
    bindingOf('b', 'dev', { kind: 'ClusterRole', name: 'reader' }, { kind: 'Group', name: 'devs' }),
  );
  await put(store, 'serviceaccounts', coreObject('ServiceAccount', 'robot', 'dev'));
  const reviews = reviewResources({ authorizer, authenticator, store, clock, longestExpirationSeconds: 86_400 });
  const warnings: string[] = [];
  const ask = async (
    resource: string,
    spec: object | undefined,
    more: { namespace?: string; name?: string; metadata?: object } = {},
  ) => {
    const { namespace = '', name = '', metadata = {} } = more;
    const object: KubeObject = { apiVersion: 'x/v1', kind: 'Review', metadata, ...(spec && { spec }) };
    const answer = await reviews[resource]?.({
      object,
      user: person('ann', 'devs'),
      namespace,
      name,
      warn: (it) => warnings.push(it),
    });
    return answer as KubeObject & { spec: Record<string, unknown>; status: Record<string, unknown> };
  };
  const refused = async (...args: Parameters<typeof ask>): Promise<string> => {
    try {
      await ask(...args);
    } catch (error) {
      if (error instanceof StatusError) return `${error.code} ${error.message}`;
      throw error;
    }
    throw new Error('nothing was refused');
  };
  return { clock, store, ask, refused, warnings, authenticator };
}

const SAR = 'subjectaccessreviews.authorization.k8s.io';
const LSAR = 'localsubjectaccessreviews.authorization.k8s.io';
const SSAR = 'selfsubjectaccessreviews.authorization.k8s.io';
const listPods = { verb: 'list', resource: 'pods', namespace: 'dev' };

test('tells what I may do', async () => {
  const { ask } = await cluster();
  expect((await ask(SSAR, { resourceAttributes: listPods })).status).toEqual({
    allowed: true,
    reason: 'RBAC: allowed by RoleBinding "b/dev" of ClusterRole "reader" to Group "devs"',
  });
  expect((await ask(SSAR, { resourceAttributes: { ...listPods, namespace: 'prod' } })).status).toEqual({
    allowed: false,
  });
  expect((await ask(SSAR, { nonResourceAttributes: { verb: 'get', path: '/metrics' } })).status).toEqual({
    allowed: false,
  });
});

test('tells what somebody may do', async () => {
  const { ask } = await cluster();
  expect((await ask(SAR, { resourceAttributes: listPods, groups: ['devs'] })).status.allowed).toBe(true);
  expect((await ask(SAR, { resourceAttributes: listPods, user: 'bob' })).status).toEqual({ allowed: false });
  expect(
    (await ask(LSAR, { resourceAttributes: listPods, user: 'x', groups: ['devs'] }, { namespace: 'dev' })).status
      .allowed,
  ).toBe(true);
});

test('refuses questions that make no sense', async () => {
  const { refused } = await cluster();
  const path = { verb: 'get', path: '/' };
  expect(await refused(SSAR, {})).toBe(
    '422 Review.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
  );
  expect(await refused(SSAR, undefined)).toMatch(/^422/);
  expect(await refused(SSAR, { resourceAttributes: listPods, nonResourceAttributes: path })).toContain(
    'cannot be specified in combination with resourceAttributes',
  );
  expect(await refused(SSAR, { resourceAttributes: 'x' })).toMatch(/^422/);
  expect(await refused(SSAR, 'x' as never)).toMatch(/^400/);
  expect(await refused(SAR, { resourceAttributes: listPods })).toContain(
    'spec.user: Invalid value: "": at least one of user or group must be specified',
  );
  expect(await refused(LSAR, { resourceAttributes: listPods, user: 'x' }, { namespace: 'prod' })).toContain(
    'spec.resourceAttributes.namespace: Invalid value: "dev": must match metadata.namespace',
  );
  expect(await refused(LSAR, { nonResourceAttributes: path, user: 'x' }, { namespace: 'dev' })).toContain(
    'spec.nonResourceAttributes: Forbidden: disallowed on this kind of request',
  );
  expect(await refused('selfsubjectrulesreviews.authorization.k8s.io', {})).toBe('400 no namespace on request');
});

test('lists my rules, and tells when they are not all', async () => {
  const { ask, store } = await cluster();
  const rules = 'selfsubjectrulesreviews.authorization.k8s.io';
  expect((await ask(rules, { namespace: 'dev' })).status).toEqual({
    resourceRules: [{ verbs: ['list'], apiGroups: [''], resources: ['pods'] }],
    nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/metrics'] }],
    incomplete: false,
  });
  await put(
    store,
    `rolebindings.${GROUP}`,
    bindingOf('c', 'prod', { kind: 'Role', name: 'none' }, { kind: 'User', name: 'ann' }),
  );
  expect((await ask(rules, { namespace: 'prod' })).status).toEqual({
    resourceRules: [],
    nonResourceRules: [],
    incomplete: true,
    evaluationError: `role.${GROUP} "none" not found`,
  });
});

test('tells who I am', async () => {
  const { ask } = await cluster();
  expect((await ask('selfsubjectreviews.authentication.k8s.io', undefined)).status).toEqual({
    userInfo: { username: 'ann', groups: ['devs', 'system:authenticated'] },
  });
});

test('gives tokens that reviews and other programs recognize', async () => {
  const { ask, refused, clock } = await cluster();
  const at = { namespace: 'dev', name: 'robot' };
  const { status, spec, metadata } = await ask('serviceaccounts/token', { expirationSeconds: 1_200 }, at);
  expect(metadata).toMatchObject({ name: 'robot', namespace: 'dev', creationTimestamp: '2026-01-01T00:00:00Z' });
  expect(spec).toEqual({ audiences: ['https://kubernetes.default.svc'], expirationSeconds: 1_200 });
  expect(status.expirationTimestamp).toBe('2026-01-01T00:20:00Z');

  const token = String(status.token);
  const reviews = 'tokenreviews.authentication.k8s.io';
  expect((await ask(reviews, { token })).status).toMatchObject({
    authenticated: true,
    audiences: ['https://kubernetes.default.svc'],
    user: { username: 'system:serviceaccount:dev:robot' },
  });
  expect((await ask(reviews, { token, audiences: ['vault'] })).status).toEqual({
    user: {},
    error: '[invalid bearer token]',
  });
  expect((await ask(reviews, { token: 'x' })).status).toEqual({ user: {}, error: '[invalid bearer token]' });
  expect(await refused(reviews, {})).toBe('400 token is required for TokenReview in authentication');

  const keys = createLocalJWKSet(jsonWebKeySet(pki.serviceAccount));
  const verified = await jwtVerify(token, keys, {
    issuer: 'https://kubernetes.default.svc',
    currentDate: new Date(clock.now()),
  });
  expect(verified.payload.sub).toBe('system:serviceaccount:dev:robot');
});

test('bounds the life of tokens', async () => {
  const { ask, refused, warnings } = await cluster();
  const at = { namespace: 'dev', name: 'robot' };
  const token = (expirationSeconds: unknown) => ask('serviceaccounts/token', { expirationSeconds }, at);
  expect((await ask('serviceaccounts/token', undefined, at)).spec.expirationSeconds).toBe(3_600);
  expect((await token(100_000)).spec.expirationSeconds).toBe(86_400);
  expect(warnings).toEqual(['requested expiration of 100000 seconds shortened to 86400 seconds']);
  expect(await refused('serviceaccounts/token', { expirationSeconds: 599 }, at)).toBe(
    '422 Review.authentication.k8s.io "robot" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes',
  );
  expect(await refused('serviceaccounts/token', { expirationSeconds: 2 ** 33 }, at)).toContain(
    'larger than 2^32 seconds',
  );
  expect(await refused('serviceaccounts/token', {}, { ...at, name: 'none' })).toBe(
    '404 serviceaccounts "none" not found',
  );
  expect(await refused('serviceaccounts/token', {}, { ...at, metadata: { name: 'other' } })).toContain(
    'metadata.name: Invalid value: "other": must match the service account name if specified',
  );
});

test('binds tokens to what is there and fits', async () => {
  const { ask, refused, store, authenticator } = await cluster();
  const pod = coreObject('Pod', 'p', 'dev', { spec: { serviceAccountName: 'robot', nodeName: 'n' } });
  await put(store, 'pods', pod, coreObject('Pod', 'q', 'dev', { spec: { serviceAccountName: 'other' } }));
  await put(store, 'nodes', coreObject('Node', 'n'));
  const at = { namespace: 'dev', name: 'robot' };
  const ref = { kind: 'Pod', apiVersion: 'v1', name: 'p' };
  const { status } = await ask('serviceaccounts/token', { boundObjectRef: { ...ref, uid: pod.metadata.uid } }, at);
  const verified = await authenticator.reviewToken(String(status.token));
  expect(verified?.user.extra).toMatchObject({
    'authentication.kubernetes.io/pod-name': ['p'],
    'authentication.kubernetes.io/node-name': ['n'],
  });
  const refuse = (boundObjectRef: object) => refused('serviceaccounts/token', { boundObjectRef }, at);
  expect(await refuse({ ...ref, name: 'none' })).toBe('404 pods "none" not found');
  expect(await refuse({ ...ref, name: 'q' })).toBe(
    '400 cannot bind token for serviceaccount "robot" to pod running with different serviceaccount name.',
  );
  expect(await refuse({ ...ref, uid: 'x' })).toMatch(
    /^409 .*the UID in the bound object reference \(x\) does not match/,
  );
  expect(await refuse({ kind: 'ConfigMap', apiVersion: 'v1', name: 'c' })).toBe(
    '400 cannot bind token to object of type /v1, Kind=ConfigMap',
  );
  expect(await refuse({ kind: '__proto__', apiVersion: 'v1', name: 'c' })).toMatch(/^400/);
});

test('publishes where the keys are', () => {
  expect(openIdConfiguration('https://kubernetes.default.svc', 'https://127.0.0.1:6443', pki.serviceAccount)).toEqual({
    issuer: 'https://kubernetes.default.svc',
    jwks_uri: 'https://127.0.0.1:6443/openid/v1/jwks',
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  });
  const [key] = jsonWebKeySet(pki.serviceAccount).keys;
  expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', kid: pki.serviceAccount.keyId });
  expect(key).not.toHaveProperty('d');
});
