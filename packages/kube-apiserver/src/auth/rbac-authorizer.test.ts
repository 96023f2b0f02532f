import { ManualClock } from '@luban/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore } from '../store/open-store.ts';
import { coversPath, type PolicyRule } from './policy-rule.ts';
import { createRbacAuthorizer } from './rbac-authorizer.ts';
import { bindingOf, person, put, role } from './testing.ts';
import type { Attributes } from './user.ts';

const CLUSTER_ROLES = 'clusterroles.rbac.authorization.k8s.io';
const ROLES = 'roles.rbac.authorization.k8s.io';
const CLUSTER_ROLE_BINDINGS = 'clusterrolebindings.rbac.authorization.k8s.io';
const ROLE_BINDINGS = 'rolebindings.rbac.authorization.k8s.io';

const ann = { kind: 'User', name: 'ann' };
const onPods = (verb: string, namespace: string, more: object = {}): Attributes => ({
  user: person('ann', 'devs'),
  verb,
  group: '',
  version: 'v1',
  resource: 'pods',
  namespace,
  name: '',
  ...more,
});

test('allows what a rule says, in the namespace of the binding, with the reason of Kubernetes', async () => {
  await using store = await openStore({ clock: new ManualClock() });
  using authorizer = createRbacAuthorizer(store);
  await put(
    store,
    CLUSTER_ROLES,
    role('reader', undefined, { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] }),
  );
  await put(store, ROLES, role('logs', 'dev', { verbs: ['get'], apiGroups: [''], resources: ['pods/log'] }));
  await put(store, ROLE_BINDINGS, bindingOf('b', 'dev', { kind: 'ClusterRole', name: 'reader' }, ann));
  await put(
    store,
    ROLE_BINDINGS,
    bindingOf('l', 'dev', { kind: 'Role', name: 'logs' }, { kind: 'Group', name: 'devs' }),
  );

  expect(authorizer.authorize(onPods('list', 'dev'))).toEqual({
    allowed: true,
    reason: 'RBAC: allowed by RoleBinding "b/dev" of ClusterRole "reader" to User "ann"',
  });
  expect(authorizer.authorize(onPods('get', 'dev', { subresource: 'log' })).reason).toBe(
    'RBAC: allowed by RoleBinding "l/dev" of Role "logs" to Group "devs"',
  );
  for (const refused of [
    onPods('list', ''),
    onPods('list', 'prod'),
    onPods('delete', 'dev'),
    onPods('list', 'dev', { group: 'apps' }),
  ]) {
    expect(authorizer.authorize(refused)).toEqual({ allowed: false, reason: '' });
  }
});

test('follows every change of roles and bindings', async () => {
  await using store = await openStore({ clock: new ManualClock() });
  let changes = 0;
  using authorizer = createRbacAuthorizer(store, { onChange: () => changes++ });
  const can = () => authorizer.authorize(onPods('list', 'dev')).allowed;
  const reader = role('reader', undefined, { verbs: ['list'], apiGroups: [''], resources: ['pods'] });

  await put(store, CLUSTER_ROLE_BINDINGS, bindingOf('b', undefined, { kind: 'ClusterRole', name: 'reader' }, ann));
  expect(authorizer.authorize(onPods('list', 'dev'))).toEqual({
    allowed: false,
    reason: 'RBAC: clusterrole.rbac.authorization.k8s.io "reader" not found',
  });
  await put(store, CLUSTER_ROLES, reader);
  expect(can()).toBe(true);
  await put(store, CLUSTER_ROLES, { ...reader, rules: [] });
  expect(can()).toBe(false);
  await put(store, CLUSTER_ROLES, reader);
  await put(
    store,
    CLUSTER_ROLE_BINDINGS,
    bindingOf('b', undefined, { kind: 'ClusterRole', name: 'reader' }, { kind: 'User', name: 'bob' }),
  );
  expect(can()).toBe(false);
  await put(store, CLUSTER_ROLE_BINDINGS, bindingOf('b', undefined, { kind: 'ClusterRole', name: 'reader' }, ann));
  expect(can()).toBe(true);
  await store.write({ resource: CLUSTER_ROLE_BINDINGS, key: 'b' });
  expect(can()).toBe(false);
  expect(changes).toBe(7);
});

test('knows what was in the store before it was made', async () => {
  await using store = await openStore({ clock: new ManualClock() });
  await put(store, CLUSTER_ROLES, role('reader', undefined, { verbs: ['list'], apiGroups: [''], resources: ['pods'] }));
  await put(store, CLUSTER_ROLE_BINDINGS, bindingOf('b', undefined, { kind: 'ClusterRole', name: 'reader' }, ann));
  using authorizer = createRbacAuthorizer(store);
  expect(authorizer.authorize(onPods('list', 'dev')).allowed).toBe(true);
});

test('takes service accounts without a namespace for those of the binding', async () => {
  await using store = await openStore({ clock: new ManualClock() });
  using authorizer = createRbacAuthorizer(store);
  await put(store, CLUSTER_ROLES, role('reader', undefined, { verbs: ['list'], apiGroups: [''], resources: ['pods'] }));
  const account = { kind: 'ServiceAccount', name: 'robot' };
  await put(store, ROLE_BINDINGS, bindingOf('b', 'dev', { kind: 'ClusterRole', name: 'reader' }, account));
  await put(store, CLUSTER_ROLE_BINDINGS, bindingOf('c', undefined, { kind: 'ClusterRole', name: 'reader' }, account));
  const user = person('system:serviceaccount:dev:robot');
  expect(authorizer.authorize({ ...onPods('list', 'dev'), user }).reason).toBe(
    'RBAC: allowed by RoleBinding "b/dev" of ClusterRole "reader" to ServiceAccount "robot/dev"',
  );
  expect(authorizer.authorize({ ...onPods('list', 'prod'), user }).allowed).toBe(false);
});

test('lets masters do everything without a rule', async () => {
  await using store = await openStore({ clock: new ManualClock() });
  using authorizer = createRbacAuthorizer(store);
  const user = person('root', 'system:masters');
  expect(authorizer.authorize({ ...onPods('escalate', 'x'), user }).allowed).toBe(true);
  expect(authorizer.authorize({ user, verb: 'get', path: '/metrics' }).allowed).toBe(true);
  expect(authorizer.rulesFor(user, 'x').rules).toHaveLength(2);
});

const RULES: [name: string, rule: Partial<PolicyRule>, wanted: object, allowed: boolean][] = [
  ['a star for the verb', { verbs: ['*'], apiGroups: [''], resources: ['pods'] }, {}, true],
  [
    'a star for the group',
    { verbs: ['list'], apiGroups: ['*'], resources: ['pods'] },
    { group: 'metrics.k8s.io' },
    true,
  ],
  [
    'a star for resources and subresources',
    { verbs: ['list'], apiGroups: [''], resources: ['*'] },
    { subresource: 'log' },
    true,
  ],
  [
    'a resource without its subresources',
    { verbs: ['list'], apiGroups: [''], resources: ['pods'] },
    { subresource: 'log' },
    false,
  ],
  ['a subresource without its resource', { verbs: ['list'], apiGroups: [''], resources: ['pods/log'] }, {}, false],
  [
    'a subresource of everything',
    { verbs: ['list'], apiGroups: [''], resources: ['*/log'] },
    { subresource: 'log' },
    true,
  ],
  [
    'another subresource of everything',
    { verbs: ['list'], apiGroups: [''], resources: ['*/scale'] },
    { subresource: 'log' },
    false,
  ],
  [
    'no star behind the slash',
    { verbs: ['list'], apiGroups: [''], resources: ['pods/*'] },
    { subresource: 'log' },
    false,
  ],
  [
    'the name that is listed',
    { verbs: ['list'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'] },
    { name: 'a' },
    true,
  ],
  [
    'another name',
    { verbs: ['list'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'] },
    { name: 'b' },
    false,
  ],
  [
    'no name where names are listed',
    { verbs: ['list'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'] },
    {},
    false,
  ],
  ['no group', { verbs: ['list'], apiGroups: [], resources: ['pods'] }, {}, false],
];

test.each(RULES)('reads a rule with %s', async (_name, rule, wanted, allowed) => {
  await using store = await openStore({ clock: new ManualClock() });
  using authorizer = createRbacAuthorizer(store);
  await put(store, CLUSTER_ROLES, role('r', undefined, rule));
  await put(store, CLUSTER_ROLE_BINDINGS, bindingOf('b', undefined, { kind: 'ClusterRole', name: 'r' }, ann));
  expect(authorizer.authorize(onPods('list', 'dev', wanted)).allowed).toBe(allowed);
});

test.each([
  ['*', '/anything', true],
  ['/healthz', '/healthz', true],
  ['/healthz', '/healthz/etcd', false],
  ['/healthz/*', '/healthz/etcd', true],
  ['/healthz/*', '/healthz', false],
  ['/heal*', '/healthz', true],
  ['/*/x', '/a/x', false],
])('lets the pattern %s cover %s: %s', (pattern, path, covered) => {
  expect(coversPath(pattern, path)).toBe(covered);
});

/** The same question answered by reading everything, without indexes. */
function naive(world: World, attributes: Attributes): boolean {
  const { user } = attributes;
  const namespace = 'path' in attributes ? '' : attributes.namespace;
  const some = (wanted: string, list: readonly string[] = []) => list.some((item) => item === '*' || item === wanted);
  return world.bindings.some((binding) => {
    if (binding.namespace !== undefined && (binding.namespace !== namespace || namespace === '')) return false;
    const subject = binding.subjects.some(
      ({ kind, name }) =>
        (kind === 'User' && name === user.username) || (kind === 'Group' && user.groups.includes(name)),
    );
    if (!subject) return false;
    const found = world.roles.find(
      ({ name, namespace: home }) =>
        name === binding.role.name &&
        (binding.role.kind === 'ClusterRole' ? home === undefined : home === binding.namespace),
    );
    return (found?.rules ?? []).some((rule) => {
      if (!some(attributes.verb, rule.verbs)) return false;
      if ('path' in attributes) return false;
      const full = attributes.subresource ? `${attributes.resource}/${attributes.subresource}` : attributes.resource;
      const resource =
        some(full, rule.resources) ||
        (attributes.subresource && rule.resources?.includes(`*/${attributes.subresource}`));
      const names = rule.resourceNames ?? [];
      return (
        some(attributes.group, rule.apiGroups) && resource && (names.length === 0 || names.includes(attributes.name))
      );
    });
  });
}

interface World {
  roles: { name: string; namespace: string | undefined; rules: Partial<PolicyRule>[] }[];
  bindings: {
    name: string;
    namespace: string | undefined;
    role: { kind: string; name: string };
    subjects: { kind: string; name: string }[];
  }[];
}

const name = fc.constantFrom('a', 'b', 'c');
const namespace = fc.constantFrom('one', 'two', undefined);
const some = (...items: string[]) => fc.subarray(items, { minLength: 1 });
const rule = fc.record({
  verbs: some('get', 'list', '*'),
  apiGroups: some('', 'apps', '*'),
  resources: some('pods', 'pods/log', '*/log', '*'),
  resourceNames: fc.subarray(['x', 'y']),
});
const world: fc.Arbitrary<World> = fc.record({
  roles: fc.uniqueArray(fc.record({ name, namespace, rules: fc.array(rule, { maxLength: 2 }) }), {
    selector: (it) => `${it.namespace}/${it.name}`,
    maxLength: 5,
  }),
  bindings: fc.uniqueArray(
    fc.record({
      name,
      namespace,
      role: fc.record({ kind: fc.constantFrom('Role', 'ClusterRole'), name }),
      subjects: fc.array(
        fc.record({ kind: fc.constantFrom('User', 'Group'), name: fc.constantFrom('ann', 'devs', 'ops') }),
        {
          maxLength: 3,
        },
      ),
    }),
    { selector: (it) => `${it.namespace}/${it.name}`, maxLength: 6 },
  ),
});
const question = fc.record({
  verb: fc.constantFrom('get', 'list', 'watch'),
  group: fc.constantFrom('', 'apps'),
  resource: fc.constantFrom('pods', 'jobs'),
  subresource: fc.constantFrom('', 'log'),
  namespace: fc.constantFrom('one', 'two', ''),
  name: fc.constantFrom('x', ''),
  version: fc.constant('v1'),
  user: fc.constantFrom(person('ann', 'devs'), person('bob', 'ops'), person('eve')),
});

test('decides as reading everything would, after any changes', async () => {
  await fc.assert(
    fc.asyncProperty(
      world,
      world,
      fc.array(question, { minLength: 5, maxLength: 15 }),
      async (before, after, questions) => {
        await using store = await openStore({ clock: new ManualClock() });
        using authorizer = createRbacAuthorizer(store);
        for (const state of [before, after]) {
          // A ClusterRoleBinding can only refer to a ClusterRole.
          state.bindings = state.bindings.filter((it) => it.namespace !== undefined || it.role.kind === 'ClusterRole');
          for (const resource of [ROLES, CLUSTER_ROLES, ROLE_BINDINGS, CLUSTER_ROLE_BINDINGS]) {
            await Promise.all(store.list(resource).items.map(({ key }) => store.write({ resource, key })));
          }
          for (const it of state.roles) {
            await put(
              store,
              it.namespace === undefined ? CLUSTER_ROLES : ROLES,
              role(it.name, it.namespace, ...it.rules),
            );
          }
          for (const it of state.bindings) {
            const resource = it.namespace === undefined ? CLUSTER_ROLE_BINDINGS : ROLE_BINDINGS;
            await put(store, resource, bindingOf(it.name, it.namespace, it.role, ...it.subjects));
          }
          for (const asked of questions) expect(authorizer.authorize(asked).allowed).toBe(naive(state, asked));
        }
      },
    ),
    { numRuns: 100 },
  );
});
