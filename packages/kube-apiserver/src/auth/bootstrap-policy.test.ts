import { ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import { openStore } from '../store/open-store.ts';
import { bootstrapPolicy } from './bootstrap-policy.ts';
import { ClusterRoleAggregation } from './cluster-role-aggregation.ts';
import { createRbacAuthorizer } from './rbac-authorizer.ts';
import { reconcileBootstrapPolicy } from './reconcile-bootstrap-policy.ts';
import { bindingOf, person, put, role } from './testing.ts';
import { ANONYMOUS, type UserInfo } from './user.ts';

const CLUSTER_ROLES = 'clusterroles.rbac.authorization.k8s.io';
const CLUSTER_ROLE_BINDINGS = 'clusterrolebindings.rbac.authorization.k8s.io';
const ROLE_BINDINGS = 'rolebindings.rbac.authorization.k8s.io';

async function cluster() {
  const clock = new ManualClock();
  const store = await openStore({ clock });
  await reconcileBootstrapPolicy(store, clock);
  return { clock, store, authorizer: createRbacAuthorizer(store) };
}

test('names every default once, with the marks of defaults', () => {
  const policy = bootstrapPolicy();
  const ids = policy.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { metadata } of policy) {
    expect(metadata.labels?.['kubernetes.io/bootstrapping']).toBe('rbac-defaults');
    expect(metadata.annotations?.['rbac.authorization.kubernetes.io/autoupdate']).toBe('true');
  }
  const roles = new Set(ids.filter((id) => /^(Cluster)?Role /.test(id)));
  for (const { kind, metadata, roleRef } of policy) {
    if (!kind.endsWith('Binding')) continue;
    const ref = roleRef as { kind: string; name: string };
    expect(roles).toContain(`${ref.kind} ${ref.kind === 'Role' ? metadata.namespace : ''}/${ref.name}`);
  }
});

test('gives view, edit and admin the rights of Kubernetes', async () => {
  const { store, authorizer } = await cluster();
  for (const level of ['view', 'edit', 'admin']) {
    await put(
      store,
      ROLE_BINDINGS,
      bindingOf(level, 'dev', { kind: 'ClusterRole', name: level }, { kind: 'User', name: level }),
    );
  }
  const table: [verb: string, group: string, resource: string, who: string][] = [
    ['list', '', 'pods', 'view edit admin'],
    ['get', 'apps', 'deployments', 'view edit admin'],
    ['list', '', 'secrets', 'edit admin'],
    ['create', '', 'pods', 'edit admin'],
    ['create', '', 'pods/exec', 'edit admin'],
    ['delete', 'apps', 'deployments', 'edit admin'],
    ['create', 'rbac.authorization.k8s.io', 'rolebindings', 'admin'],
    ['create', 'authorization.k8s.io', 'localsubjectaccessreviews', 'admin'],
    ['update', '', 'resourcequotas', ''],
    ['delete', '', 'namespaces', ''],
  ];
  for (const [verb, group, path, who] of table) {
    const [resource = '', subresource = ''] = path.split('/');
    const allowed = ['view', 'edit', 'admin'].filter((level) => {
      const attributes = {
        user: person(level),
        verb,
        group,
        version: 'v1',
        resource,
        subresource,
        namespace: 'dev',
        name: '',
      };
      return authorizer.authorize(attributes).allowed;
    });
    expect(allowed.join(' '), `${verb} ${path}`).toBe(who);
  }
});

test('lets everybody learn what is served, and who they are', async () => {
  const { authorizer } = await cluster();
  const get = (user: UserInfo, path: string) => authorizer.authorize({ user, verb: 'get', path }).allowed;
  expect([
    get(person('ann'), '/apis/apps/v1'),
    get(person('ann'), '/openapi/v3'),
    get(person('ann'), '/metrics'),
  ]).toEqual([true, true, false]);
  expect([get(ANONYMOUS, '/version'), get(ANONYMOUS, '/livez'), get(ANONYMOUS, '/apis')]).toEqual([true, true, false]);
});

test('puts back what was taken away and keeps what was added', async () => {
  const { store, clock } = await cluster();
  const edit = store.get(CLUSTER_ROLES, 'system:aggregate-to-edit')?.object;
  const basic = store.get(CLUSTER_ROLE_BINDINGS, 'system:basic-user')?.object;
  if (edit === undefined || basic === undefined) throw new Error('the defaults are missing');
  const added = { verbs: ['get'], apiGroups: ['acme.com'], resources: ['rockets'] };
  await put(store, CLUSTER_ROLES, { ...edit, metadata: { ...edit.metadata }, rules: [added] });
  const mine = { kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' };
  await put(store, CLUSTER_ROLE_BINDINGS, { ...basic, metadata: { ...basic.metadata }, subjects: [mine] });
  const view = store.get(CLUSTER_ROLES, 'system:aggregate-to-view')?.object;
  const frozen = { ...view?.metadata, annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'false' } };
  await put(store, CLUSTER_ROLES, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: frozen,
    rules: [],
  });

  await reconcileBootstrapPolicy(store, clock);
  const rules = store.get(CLUSTER_ROLES, 'system:aggregate-to-edit')?.object.rules as unknown[];
  expect(rules[0]).toEqual(added);
  expect(rules.slice(1)).toEqual(edit.rules);
  expect(store.get(CLUSTER_ROLE_BINDINGS, 'system:basic-user')?.object.subjects).toEqual([
    mine,
    ...(basic.subjects as unknown[]),
  ]);
  expect(store.get(CLUSTER_ROLES, 'system:aggregate-to-view')?.object.rules).toEqual([]);
});

test('writes nothing when there is nothing to do', async () => {
  const { store, clock } = await cluster();
  const { revision } = store;
  await reconcileBootstrapPolicy(store, clock);
  expect(store.revision).toBe(revision);
});

test('gathers rules as roles come and go, through roles that gather themselves', async () => {
  const { store } = await cluster();
  await using aggregation = new ClusterRoleAggregation(store);
  const rockets = role('rockets', undefined, { verbs: ['get'], apiGroups: ['acme.com'], resources: ['rockets'] });
  rockets.metadata.labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
  const has = (name: string) => JSON.stringify(store.get(CLUSTER_ROLES, name)?.object.rules).includes('rockets');

  await put(store, CLUSTER_ROLES, rockets);
  await aggregation.settle();
  expect(['view', 'edit', 'admin', 'cluster-admin'].map(has)).toEqual([true, true, true, false]);
  await store.write({ resource: CLUSTER_ROLES, key: 'rockets' });
  await aggregation.settle();
  expect(['view', 'edit', 'admin'].map(has)).toEqual([false, false, false]);
});

test('comes to rest with roles that gather one another', async () => {
  await using store = await openStore({ clock: new ManualClock() });
  const gathering = (name: string, from: string) => ({
    ...role(name, undefined, { verbs: ['get'], apiGroups: [''], resources: [name] }),
    metadata: { name, labels: { [name]: 'true' } },
    aggregationRule: {
      clusterRoleSelectors: [
        { matchLabels: { [from]: 'true' } },
        { matchExpressions: [{ key: 'x', operator: 'In', values: null }] },
      ],
    },
  });
  const leaf = role('leaf', undefined, { verbs: ['get'], apiGroups: [''], resources: ['pods'] });
  leaf.metadata.labels = { a: 'true' };
  await put(store, CLUSTER_ROLES, gathering('a', 'b'), gathering('b', 'c'), gathering('c', 'a'), leaf);
  await using aggregation = new ClusterRoleAggregation(store);
  await aggregation.settle();
  for (const name of ['a', 'b', 'c']) expect(store.get(CLUSTER_ROLES, name)?.object.rules).toEqual(leaf.rules);
});
