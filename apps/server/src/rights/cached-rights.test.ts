import type { KubeObject } from '@luban/kube';
import { KubeClient } from '@luban/kube/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ClusterConnection } from '../clusters/cluster-connection.ts';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import { staticClusters } from '../clusters/static-clusters.ts';
import type { Identity } from '../identity/identity.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { requireRight } from './access-reviews.ts';
import { CachedRights } from './cached-rights.ts';
import { NATIVE_RESOURCES } from './native/native-object.ts';
import type { Action } from './rights.ts';

// Real servers on a computer that may be busy with others.
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });

const person = (name: string, groups: string[] = []): Identity => ({ name, groups, kind: 'user', via: 'session' });
const LIST_PODS: Action = { cluster: 'host', verb: 'list', group: '', resource: 'pods' };
const RBAC = { apiVersion: 'rbac.authorization.k8s.io/v1' };

/** Rights over a real cluster, with every request to it that is made in somebody's name. */
async function standing({ settling = 50 } = {}) {
  const cluster = await testCluster();
  const registry = staticClusters([cluster]);
  const asked: string[] = [];
  const { connection } = registry.host;
  const transport = connection.transport.bind(connection);
  vi.spyOn(connection, 'transport').mockImplementation((identity) => {
    const send = transport(identity);
    return (request) => {
      if (identity !== undefined) asked.push(`${identity.name} ${request.path.split('/').pop()}`);
      return send(request);
    };
  });
  const errors: unknown[] = [];
  const rights = new CachedRights({ clusters: registry, onError: (error) => errors.push(error), settling });
  onTestFinished(async () => {
    rights[Symbol.dispose]();
    await registry[Symbol.asyncDispose]();
  });
  const { client } = cluster.api;
  await client.create(NATIVE_RESOURCES.ClusterRole, {
    ...RBAC,
    kind: 'ClusterRole',
    metadata: { name: 'reader' },
    rules: [
      { verbs: ['list'], apiGroups: [''], resources: ['pods'] },
      { verbs: ['get'], nonResourceURLs: ['/proxy/tide/*'] },
    ],
  });
  return { cluster, client, rights, registry, asked, errors };
}

const bind = (client: KubeClient, name: string, subject: object, namespace?: string) =>
  client.create(
    { ...NATIVE_RESOURCES[namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding'], namespace },
    {
      ...RBAC,
      kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
      subjects: [subject],
    },
  );
const user = (name: string) => ({ kind: 'User', name, apiGroup: 'rbac.authorization.k8s.io' });
const group = (name: string) => ({ kind: 'Group', name, apiGroup: 'rbac.authorization.k8s.io' });

test('many questions of one person at once are one to the cluster, and later ones none', async () => {
  const { client, rights, asked } = await standing();
  await bind(client, 'ann', user('ann'));
  const questions = Array.from({ length: 50 }, (_, i) =>
    rights.allows(person('ann'), { ...LIST_PODS, resource: i % 2 ? 'pods' : 'nodes' } as Action),
  );
  expect((await Promise.all(questions)).filter(Boolean)).toHaveLength(25);
  await rights.in('host').followed();
  asked.length = 0;
  for (let i = 0; i < 20; i++) await rights.allows(person('ann'), LIST_PODS);
  expect(asked.filter((line) => line.startsWith('ann')).length).toBeLessThanOrEqual(1);
});

test('a change of roles counts at once, for those whom it concerns', async () => {
  const { client, rights, asked } = await standing();
  const [ann, bob, cid] = [person('ann'), person('bob', ['devs']), person('cid')];
  for (const one of [ann, bob, cid]) expect(await rights.allows(one, LIST_PODS)).toBe(false);
  await rights.in('host').followed();
  const told: boolean[][] = [];
  rights.watch((_cluster, affects) => told.push([affects(ann), affects(bob), affects(cid)]));
  const stamps = () => [ann, bob, cid].map((one) => rights.stamp(one));
  const before = stamps();

  await bind(client, 'devs', group('devs'));
  await vi.waitFor(async () => expect(await rights.allows(bob, LIST_PODS)).toBe(true));
  expect(told[0]).toEqual([false, true, false]);
  expect(stamps().map((stamp, i) => stamp === before[i])).toEqual([true, false, true]);

  asked.length = 0;
  await client.patch({ ...NATIVE_RESOURCES.ClusterRole, name: 'reader' }, 'merge', { rules: [] });
  await vi.waitFor(async () => expect(await rights.allows(bob, LIST_PODS)).toBe(false));
  expect(await rights.allows(ann, LIST_PODS)).toBe(false);
  expect(asked.filter((line) => !line.startsWith('bob'))).toEqual([]);
});

test('a cluster that decided by old roles for a moment is found out', async () => {
  const { client, rights, registry } = await standing({ settling: 500 });
  const ann = person('ann');
  expect(await rights.allows(ann, LIST_PODS)).toBe(false);
  await rights.in('host').followed();
  // The next answers are those of a server that has not heard of the change yet.
  const real = registry.host.connection.client.bind(registry.host.connection);
  const before = JSON.stringify(
    await real(ann).create(
      { group: 'authorization.k8s.io', version: 'v1', resource: 'selfsubjectrulesreviews' },
      { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', metadata: {}, spec: { namespace: 'x' } },
    ),
  );
  const late = vi.spyOn(registry.host.connection, 'client').mockImplementation((identity) => {
    if (identity === undefined) return real();
    return new KubeClient(async () => ({
      status: 201,
      headers: {},
      text: async () => before,
      async *chunks() {},
    }));
  });
  const changes: boolean[] = [];
  rights.watch((_cluster, affects) => changes.push(affects(ann)));
  await bind(client, 'ann', user('ann'));
  await vi.waitFor(() => expect(changes).toEqual([true]), { interval: 5, timeout: 10_000 });
  expect(await rights.allows(ann, LIST_PODS)).toBe(false);
  late.mockRestore();
  await vi.waitFor(async () => expect(await rights.allows(ann, LIST_PODS)).toBe(true), 10_000);
  expect(changes.length).toBeGreaterThanOrEqual(2);
});

test('paths that name no resource are decided too', async () => {
  const { client, rights } = await standing();
  await bind(client, 'ann', user('ann'));
  const on = (path: string, verb = 'get') => rights.allows(person('ann'), { cluster: 'host', verb, path });
  expect(await on('/proxy/tide/x')).toBe(true);
  expect(await on('/proxy/tide')).toBe(false);
  expect(await on('/proxy/tide/x', 'post')).toBe(false);
  expect(await on('/healthz')).toBe(true);
});

test('somebody is known where they are bound, and nobody without a binding', async () => {
  const { client, rights } = await standing();
  await bind(client, 'ann', user('ann'), 'default');
  await bind(client, 'devs', group('devs'), 'kube-system');
  const host = rights.in('host');
  await host.followed();
  expect(host.boundNamespaces(person('ann'))).toEqual(['default']);
  expect(host.boundNamespaces(person('ann', ['devs']))).toEqual(['default', 'kube-system']);
  expect([person('ann'), person('bob'), person('bob', ['system:masters'])].map((one) => host.isBound(one))).toEqual([
    true,
    false,
    false,
  ]);
});

test('what rules do not tell is asked for one by one', async () => {
  const { client, rights, asked } = await standing();
  await bind(client, 'ann', user('ann'));
  // A binding to nothing: the cluster cannot tell all rules.
  await client.create(
    { ...NATIVE_RESOURCES.RoleBinding, namespace: 'default' },
    {
      ...RBAC,
      kind: 'RoleBinding',
      metadata: { name: 'lost', namespace: 'default' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'gone' },
      subjects: [user('ann')],
    },
  );
  const inDefault = { ...LIST_PODS, namespace: 'default' } as Action;
  expect(await rights.allows(person('ann'), inDefault)).toBe(true);
  expect(await rights.allows(person('ann'), { ...inDefault, resource: 'nodes' } as Action)).toBe(false);
  expect(asked).toContain('ann selfsubjectaccessreviews');
});

test('a cluster that does not exist is a refusal, one that does not answer a failure that is not kept', async () => {
  const { rights, registry } = await standing();
  await expect(rights.allows(person('ann'), { ...LIST_PODS, cluster: 'nowhere' } as Action)).rejects.toMatchObject({
    status: 404,
    code: 'LB5100',
  });
  const failing = vi.spyOn(registry.host.connection, 'client').mockImplementation(
    () =>
      new KubeClient(async () => {
        throw new Error('nobody answers');
      }),
  );
  await expect(rights.allows(person('eve'), LIST_PODS)).rejects.toThrow('nobody answers');
  failing.mockRestore();
  expect(await rights.allows(person('eve'), LIST_PODS)).toBe(false);
});

test('where roles cannot be followed, decisions are soon asked for again', async () => {
  let allowed = false;
  let time = 0;
  const refused = async () => ({
    status: 403,
    headers: {},
    text: async () => JSON.stringify({ kind: 'Status', code: 403, reason: 'Forbidden' }),
    async *chunks() {},
  });
  const review = async () => ({
    status: 201,
    headers: {},
    text: async () =>
      JSON.stringify({
        status: { resourceRules: allowed ? [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] : [] },
      }),
    async *chunks() {},
  });
  const connection = {
    client: (identity?: Identity) => new KubeClient(identity === undefined ? refused : review),
  } as unknown as ClusterConnection;
  const host = {
    name: 'host',
    displayName: '',
    isHost: true,
    connection,
    health: { state: 'ready' as const, since: 0 },
  };
  const registry: ClusterRegistry = {
    host,
    get: () => host,
    list: () => [host],
    watch: () => ({ [Symbol.dispose]() {} }),
  };
  const rights = new CachedRights({ clusters: registry, onError: () => {}, now: () => time });
  onTestFinished(() => rights[Symbol.dispose]());
  expect(await rights.allows(person('ann'), LIST_PODS)).toBe(false);
  allowed = true;
  expect(await rights.allows(person('ann'), LIST_PODS)).toBe(false);
  time += 10_000;
  expect(await rights.allows(person('ann'), LIST_PODS)).toBe(true);
});

test('a right that is missing is named', async () => {
  const { rights } = await standing();
  const action: Action = { cluster: 'host', verb: 'list', group: 'apps', resource: 'deployments' };
  await expect(requireRight(rights, person('ann'), action)).rejects.toMatchObject({
    status: 403,
    code: 'LB5300',
    params: { user: 'ann', verb: 'list', resource: 'deployments.apps', cluster: 'host' },
  });
});

test('no change of anybody is told after the end', async () => {
  const { client, rights } = await standing();
  await rights.allows(person('ann'), LIST_PODS);
  await rights.in('host').followed();
  const told = vi.fn();
  rights.watch(told);
  rights[Symbol.dispose]();
  await bind(client, 'ann', user('ann'));
  const pods = await client.list<KubeObject>({ group: '', version: 'v1', resource: 'pods' });
  expect(pods.items).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(told).not.toHaveBeenCalled();
});
