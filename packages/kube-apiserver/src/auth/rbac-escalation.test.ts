import { type KubeObject, ManualClock, StatusError } from '@luban/kube';
import { expect, test } from 'vitest';
import type { AdmissionRequest } from '../admission/admission.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { openStore } from '../store/open-store.ts';
import type { PolicyRule } from './policy-rule.ts';
import { createRbacAuthorizer } from './rbac-authorizer.ts';
import { rbacEscalationCheck } from './rbac-escalation.ts';
import { bindingOf, person, put, role } from './testing.ts';
import type { UserInfo } from './user.ts';

const GROUP = 'rbac.authorization.k8s.io';
const SECRETS = { verbs: ['get'], apiGroups: [''], resources: ['secrets'] };
const RESOURCES: Record<string, string> = {
  Role: 'roles',
  ClusterRole: 'clusterroles',
  RoleBinding: 'rolebindings',
  ClusterRoleBinding: 'clusterrolebindings',
};

/** A world in which `u` holds the rules in `dev`, and whether a write of the user passes. */
async function world(held: Partial<PolicyRule>[], everywhere: Partial<PolicyRule>[] = []) {
  const store = await openStore({ clock: new ManualClock() });
  const authorizer = createRbacAuthorizer(store);
  await put(store, `roles.${GROUP}`, role('held', 'dev', ...held));
  await put(
    store,
    `clusterroles.${GROUP}`,
    role('everywhere', undefined, ...everywhere),
    role('secrets', undefined, SECRETS),
  );
  const u = { kind: 'User', name: 'u' };
  await put(store, `rolebindings.${GROUP}`, bindingOf('held', 'dev', { kind: 'Role', name: 'held' }, u));
  await put(
    store,
    `clusterrolebindings.${GROUP}`,
    bindingOf('everywhere', undefined, { kind: 'ClusterRole', name: 'everywhere' }, u),
  );
  const check = rbacEscalationCheck(authorizer);
  return (object: KubeObject, more: Partial<AdmissionRequest> & { user?: UserInfo } = {}): string => {
    const type = { group: GROUP, version: 'v1', kind: object.kind, resource: RESOURCES[object.kind] } as ResourceType;
    const { name = '', namespace = '' } = object.metadata;
    const request = {
      operation: 'CREATE',
      subresource: '',
      object,
      name,
      namespace,
      type,
      user: person('u', 'g'),
    } as const;
    try {
      check.validate?.({ ...request, options: {}, dryRun: false, warn: () => {}, ...more });
      return 'passes';
    } catch (error) {
      if (error instanceof StatusError) return `${error.code} ${error.message}`;
      throw error;
    }
  };
}

test('a role may give what its writer holds', async () => {
  const write = await world([{ verbs: ['get', 'list'], apiGroups: [''], resources: ['secrets', 'pods'] }]);
  expect(write(role('r', 'dev', SECRETS))).toBe('passes');
  expect(write(role('r', 'prod', SECRETS))).toBe(
    `403 roles.${GROUP} "r" is forbidden: user "u" (groups=["g" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}`,
  );
  expect(write(role('r', undefined, SECRETS))).toMatch(
    /^403 clusterroles\.rbac\.authorization\.k8s\.io "r" is forbidden/,
  );
});

test('tells just what is missing, sorted and joined', async () => {
  const write = await world(
    [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] }],
    [{ verbs: ['get'], nonResourceURLs: ['/apis/*'] }],
  );
  const wanted = role(
    'r',
    'dev',
    { verbs: ['get', 'delete', 'watch'], apiGroups: [''], resources: ['pods', 'jobs'] },
    { verbs: ['get'], apiGroups: [''], resources: ['nodes'], resourceNames: ['a', 'b'] },
    { verbs: ['get', 'post'], nonResourceURLs: ['/apis/apps'] },
  );
  expect(write(wanted).split('\n').slice(1)).toEqual([
    '{APIGroups:[""], Resources:["jobs"], Verbs:["get" "delete" "watch"]}',
    '{APIGroups:[""], Resources:["nodes"], ResourceNames:["a"], Verbs:["get"]}',
    '{APIGroups:[""], Resources:["nodes"], ResourceNames:["b"], Verbs:["get"]}',
    '{APIGroups:[""], Resources:["pods"], Verbs:["delete" "watch"]}',
    '{NonResourceURLs:["/apis/apps"], Verbs:["post"]}',
  ]);
});

test.each<[string, Partial<PolicyRule>, Partial<PolicyRule>, boolean]>([
  ['a name with all names', SECRETS, { ...SECRETS, resourceNames: ['a'] }, true],
  ['all names with a name', { ...SECRETS, resourceNames: ['a'] }, SECRETS, false],
  [
    'a subresource with its resource',
    { ...SECRETS, resources: ['pods'] },
    { ...SECRETS, resources: ['pods/log'] },
    false,
  ],
  [
    'a subresource with that of everything',
    { ...SECRETS, resources: ['*/log'] },
    { ...SECRETS, resources: ['pods/log'] },
    true,
  ],
  ['everything with something', SECRETS, { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, false],
  ['something with everything', { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, SECRETS, true],
])('covers %s: %#', async (_name, held, wanted, passes) => {
  const write = await world([held]);
  expect(write(role('r', 'dev', wanted)) === 'passes').toBe(passes);
});

test('several rules together cover one', async () => {
  const write = await world([SECRETS, { ...SECRETS, verbs: ['list'] }]);
  expect(write(role('r', 'dev', { ...SECRETS, verbs: ['get', 'list'] }))).toBe('passes');
});

test('escalate lifts it for roles, by name only for those that exist', async () => {
  const escalate = { verbs: ['escalate'], apiGroups: [GROUP], resources: ['roles'] };
  expect((await world([escalate]))(role('r', 'dev', SECRETS))).toBe('passes');
  const write = await world([{ ...escalate, resourceNames: ['r'] }]);
  expect(write(role('r', 'dev', SECRETS))).toMatch(/^403/);
  expect(write(role('r', 'dev', SECRETS), { operation: 'UPDATE', old: role('r', 'dev') })).toBe('passes');
});

test('binding takes the rules or the verb bind', async () => {
  const toSecrets = bindingOf('b', 'dev', { kind: 'ClusterRole', name: 'secrets' }, { kind: 'User', name: 'x' });
  expect((await world([SECRETS]))(toSecrets)).toBe('passes');
  expect((await world([]))(toSecrets)).toBe(
    `403 rolebindings.${GROUP} "b" is forbidden: user "u" (groups=["g" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}`,
  );
  const bind = { verbs: ['bind'], apiGroups: [GROUP], resources: ['clusterroles'], resourceNames: ['secrets'] };
  expect((await world([bind]))(toSecrets)).toBe('passes');
  const clusterWide = bindingOf('b', undefined, { kind: 'ClusterRole', name: 'secrets' }, { kind: 'User', name: 'x' });
  expect((await world([bind]))(clusterWide)).toMatch(/^403 clusterrolebindings/);
  expect((await world([], [bind]))(clusterWide)).toBe('passes');
});

test('binding a role that does not exist says so', async () => {
  const write = await world([SECRETS]);
  expect(write(bindingOf('b', 'dev', { kind: 'ClusterRole', name: 'none' }))).toBe(
    `404 clusterroles.${GROUP} "none" not found`,
  );
  expect(write(bindingOf('b', 'dev', { kind: 'Role', name: 'none' }))).toBe(`404 roles.${GROUP} "none" not found`);
});

test('aggregation is for those who may do everything', async () => {
  const gathering = {
    ...role('r', undefined),
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
  };
  const write = await world([], [SECRETS]);
  expect(write(gathering)).toBe(
    `403 clusterroles.${GROUP} "r" is forbidden: must have cluster-admin privileges to use the aggregationRule`,
  );
  const { aggregationRule: _rule, ...plain } = gathering;
  expect(write(plain, { operation: 'UPDATE', old: gathering })).toMatch(/must have cluster-admin/);
  expect(write({ ...gathering, rules: [SECRETS] }, { operation: 'UPDATE', old: gathering })).toBe('passes');
  const all = [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], nonResourceURLs: ['*'] },
  ];
  expect((await world([], all))(gathering)).toBe('passes');
});

test('masters pass, and so do changes of owners and finalizers alone', async () => {
  const write = await world([]);
  const old = role('r', 'dev', SECRETS);
  expect(write(old, { user: person('root', 'system:masters') })).toBe('passes');
  const update = (object: KubeObject) => write(object, { operation: 'UPDATE', old });
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'c' };
  expect(update({ ...old, metadata: { ...old.metadata, ownerReferences: [owner], finalizers: ['x/y'] } })).toBe(
    'passes',
  );
  expect(update({ ...old, metadata: { ...old.metadata, labels: { a: 'b' } } })).toMatch(/^403/);
});

test('a rule of a million rights is answered at once', async () => {
  const write = await world([SECRETS]);
  const many = Array.from({ length: 1_000 }, (_, at) => `r${at}`);
  const started = process.threadCpuUsage();
  expect(write(role('r', 'dev', { verbs: many, apiGroups: many, resources: many }))).toMatch(/^403/);
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(1_000);
});
