/** Who may do what: the three ways to find out agree, and say what Kubernetes would. */
import { type KubeObject, StatusError } from '@luban/kube';
import { resourcePath } from '@luban/kube/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

const USERS: Record<string, string[]> = {
  admin: ['system:masters'],
  'shop-admin': [],
  'shop-editor': [],
  viewer: [],
  'shop-viewer': ['auditors'],
  deployer: [],
  nobody: [],
};

let api: TestApi;

beforeAll(async () => {
  const tokens = new Map(
    Object.entries(USERS).map(([username, groups]) => [`token-${username}`, { username, groups }] as const),
  );
  api = await startTestApi({ tokens });
  const create = (group: string, resource: string, object: Omit<KubeObject, 'apiVersion'>, namespace?: string) =>
    api.client.create({ group, version: 'v1', resource, namespace }, {
      apiVersion: group === '' ? 'v1' : `${group}/v1`,
      ...object,
    } as KubeObject);
  for (const name of ['shop', 'other']) await create('', 'namespaces', { kind: 'Namespace', metadata: { name } });
  const rbac = 'rbac.authorization.k8s.io';
  const bind = (user: string, role: string, namespace?: string) =>
    create(
      rbac,
      namespace === undefined ? 'clusterrolebindings' : 'rolebindings',
      {
        kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
        metadata: { name: `${user}-${role}`, namespace },
        roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role },
        subjects: [{ apiGroup: rbac, kind: 'User', name: user }],
      },
      namespace,
    );
  await bind('shop-admin', 'admin', 'shop');
  await bind('shop-editor', 'edit', 'shop');
  await bind('shop-viewer', 'view', 'shop');
  await bind('viewer', 'view');
  await create(
    rbac,
    'roles',
    {
      kind: 'Role',
      metadata: { name: 'deployer', namespace: 'shop' },
      rules: [
        {
          apiGroups: ['apps'],
          resources: ['deployments', 'deployments/scale'],
          verbs: ['get', 'patch'],
          resourceNames: ['web'],
        },
        { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
      ],
    },
    'shop',
  );
  await create(
    rbac,
    'rolebindings',
    {
      kind: 'RoleBinding',
      metadata: { name: 'deployer', namespace: 'shop' },
      roleRef: { apiGroup: rbac, kind: 'Role', name: 'deployer' },
      subjects: [{ apiGroup: rbac, kind: 'User', name: 'deployer' }],
    },
    'shop',
  );
  await create(rbac, 'clusterrolebindings', {
    kind: 'ClusterRoleBinding',
    metadata: { name: 'auditors' },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'audit' },
    subjects: [{ apiGroup: rbac, kind: 'Group', name: 'auditors' }],
  });
  await create(rbac, 'clusterroles', {
    kind: 'ClusterRole',
    metadata: { name: 'audit' },
    rules: [{ apiGroups: [''], resources: ['events'], verbs: ['list'] }],
  });
});

afterAll(() => api[Symbol.asyncDispose]());

/** user, verb, resource with subresource and group, namespace (`-`: none), name, whether it is allowed */
const TABLE = `
admin        get     pods                                   shop   -    yes
admin        delete  namespaces                             -      shop yes
admin        create  clusterroles.rbac.authorization.k8s.io -      -    yes
admin        list    secrets                                -      -    yes
shop-admin   get     pods                                   shop   -    yes
shop-admin   list    secrets                                shop   -    yes
shop-admin   create  rolebindings.rbac.authorization.k8s.io shop   -    yes
shop-admin   create  roles.rbac.authorization.k8s.io        shop   -    yes
shop-admin   delete  deployments.apps                       shop   x    yes
shop-admin   get     pods                                   other  -    no
shop-admin   list    pods                                   -      -    no
shop-admin   list    nodes                                  -      -    no
shop-admin   create  clusterroles.rbac.authorization.k8s.io -      -    no
shop-admin   create  namespaces                             -      -    no
shop-admin   create  pods/exec                              shop   x    yes
shop-admin   update  resourcequotas                         shop   x    no
shop-admin   get     resourcequotas                         shop   x    yes
shop-admin   create  localsubjectaccessreviews.authorization.k8s.io shop - yes
shop-editor  list    pods                                   shop   -    yes
shop-editor  create  deployments.apps                       shop   -    yes
shop-editor  patch   deployments.apps/scale                 shop   x    yes
shop-editor  list    secrets                                shop   -    yes
shop-editor  get     pods/log                               shop   x    yes
shop-editor  create  pods/exec                              shop   x    yes
shop-editor  create  pods/eviction                          shop   x    yes
shop-editor  list    rolebindings.rbac.authorization.k8s.io shop   -    no
shop-editor  create  rolebindings.rbac.authorization.k8s.io shop   -    no
shop-editor  create  roles.rbac.authorization.k8s.io        shop   -    no
shop-editor  delete  namespaces                             shop   shop no
shop-editor  list    pods                                   other  -    no
shop-editor  create  serviceaccounts/token                  shop   x    yes
shop-editor  delete  jobs.batch                             shop   x    yes
shop-viewer  list    pods                                   shop   -    yes
shop-viewer  watch   pods                                   shop   -    yes
shop-viewer  get     pods/log                               shop   x    yes
shop-viewer  get     configmaps                             shop   x    yes
shop-viewer  get     secrets                                shop   x    no
shop-viewer  list    secrets                                shop   -    no
shop-viewer  create  pods                                   shop   -    no
shop-viewer  delete  pods                                   shop   x    no
shop-viewer  create  pods/exec                              shop   x    no
shop-viewer  patch   deployments.apps                       shop   x    no
shop-viewer  get     deployments.apps                       shop   x    yes
shop-viewer  get     ingresses.networking.k8s.io            shop   x    yes
shop-viewer  list    events                                 -      -    yes
shop-viewer  list    pods                                   -      -    no
viewer       list    pods                                   -      -    yes
viewer       list    pods                                   other  -    yes
viewer       list    secrets                                -      -    no
viewer       get     secrets                                other  x    no
viewer       list    namespaces                             -      -    yes
viewer       list    nodes                                  -      -    no
viewer       create  configmaps                             other  -    no
viewer       list    horizontalpodautoscalers.autoscaling   -      -    yes
viewer       list    persistentvolumes                      -      -    no
viewer       list    persistentvolumeclaims                 -      -    yes
deployer     get     deployments.apps                       shop   web  yes
deployer     patch   deployments.apps                       shop   web  yes
deployer     patch   deployments.apps/scale                 shop   web  yes
deployer     patch   deployments.apps                       shop   api  no
deployer     update  deployments.apps                       shop   web  no
deployer     list    deployments.apps                       shop   -    no
deployer     get     pods/log                               shop   any  yes
deployer     get     pods                                   shop   any  no
deployer     get     deployments.apps                       other  web  no
nobody       list    pods                                   shop   -    no
nobody       get     secrets                                shop   x    no
nobody       create  selfsubjectaccessreviews.authorization.k8s.io - - yes
nobody       create  subjectaccessreviews.authorization.k8s.io     - - no
nobody       impersonate users                              -      admin no
admin        impersonate users                              -      viewer yes
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/) as [string, string, string, string, string, string])
  .map(([user, verb, what, namespace, name, allowed]) => {
    const [resource = '', subresource = ''] = what.split('/');
    const dot = resource.indexOf('.');
    return {
      user,
      verb,
      group: dot < 0 ? '' : resource.slice(dot + 1),
      resource: dot < 0 ? resource : resource.slice(0, dot),
      subresource,
      namespace: namespace === '-' ? '' : namespace,
      name: name === '-' ? '' : name,
      allowed: allowed === 'yes',
    };
  });

type Row = (typeof TABLE)[number];

const titled = TABLE.map(
  (row) =>
    [
      `${row.user} ${row.allowed ? 'may' : 'may not'} ${row.verb} ${row.resource}${row.subresource && `/${row.subresource}`} ${row.name} in ${row.namespace || 'no namespace'}`,
      row,
    ] as const,
);

const as = (user: string) =>
  api.server.client({ user: { username: user, groups: [...(USERS[user] ?? []), 'system:authenticated'] } });

describe('the table has enough rows', () => {
  test('at least sixty', () => expect(TABLE.length).toBeGreaterThanOrEqual(60));
});

test.each(titled)('%s', async (_title, row) => {
  const attributes = {
    verb: row.verb,
    group: row.group,
    resource: row.resource,
    ...(row.subresource && { subresource: row.subresource }),
    ...(row.namespace && { namespace: row.namespace }),
    ...(row.name && { name: row.name }),
  };
  const self = await as(row.user).json<Review>('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: attributes },
  });
  expect(self.status.allowed).toBe(row.allowed);
  const other = await api.client.json<Review>('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user: row.user,
      groups: [...(USERS[row.user] ?? []), 'system:authenticated'],
      resourceAttributes: attributes,
    },
  });
  expect(other.status.allowed).toBe(row.allowed);
  expect(await isListed(row)).toBe(row.allowed);
  expect(await isAnswered(row)).toBe(row.allowed);
});

interface Review {
  status: { allowed: boolean };
}

interface Rule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
}

/** By the rules that the user is told. */
async function isListed(row: Row): Promise<boolean> {
  const { status } = await as(row.user).json<{ status: { resourceRules: Rule[] } }>(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectRulesReview',
      spec: { namespace: row.namespace || 'a-namespace-without-bindings' },
    },
  );
  const what = row.subresource ? `${row.resource}/${row.subresource}` : row.resource;
  const has = (list: string[] | undefined, ...values: string[]) =>
    values.some((value) => list?.includes(value)) || list?.includes('*');
  // Rules of masters are not listed in Kubernetes either, but for the one that allows all.
  if (USERS[row.user]?.includes('system:masters')) return true;
  return status.resourceRules.some(
    (rule) =>
      has(rule.verbs, row.verb) &&
      has(rule.apiGroups, row.group) &&
      has(rule.resources, what, ...(row.subresource ? [`*/${row.subresource}`] : [])) &&
      (rule.resourceNames === undefined || rule.resourceNames.includes(row.name)),
  );
}

const METHODS: Record<string, string> = {
  get: 'GET',
  list: 'GET',
  watch: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
};

/** By a real request: anything but a 403 means that it was let through to be looked at. */
async function isAnswered(row: Row): Promise<boolean> {
  if (row.verb === 'impersonate') return isImpersonated(row);
  const version = row.group === 'autoscaling' ? 'v2' : 'v1';
  const isCollection = ['list', 'watch', 'create'].includes(row.verb) && row.subresource === '';
  const base = resourcePath({
    group: row.group,
    version,
    resource: row.resource,
    namespace: row.namespace && row.resource !== 'namespaces' ? row.namespace : undefined,
    name: isCollection ? undefined : row.name || 'x',
    subresource: row.subresource || undefined,
  });
  // A name that nothing has, so that deletions find nothing to delete.
  const path = row.verb === 'delete' && row.resource === 'namespaces' ? `${base}?dryRun=All` : base;
  const query = row.verb === 'watch' ? '?watch=true&timeoutSeconds=1' : '';
  const transport = api.server.transport({
    username: row.user,
    groups: [...(USERS[row.user] ?? []), 'system:authenticated'],
  });
  const end = new AbortController();
  const response = await transport({
    method: METHODS[row.verb]!,
    path: `${path}${query}`,
    headers: {
      accept: 'application/json',
      'content-type': row.verb === 'patch' ? 'application/merge-patch+json' : 'application/json',
    },
    body: ['GET', 'DELETE'].includes(METHODS[row.verb]!) ? undefined : '{}',
    signal: end.signal,
  });
  end.abort();
  return response.status !== 403;
}

async function isImpersonated({ user, name }: Pick<Row, 'user' | 'name'>): Promise<boolean> {
  const transport = api.server.transport({ username: user, groups: [...(USERS[user] ?? []), 'system:authenticated'] });
  const response = await transport({ method: 'GET', path: '/api', headers: { 'impersonate-user': name } });
  return response.status === 200;
}

describe('what is refused is refused in words', () => {
  const refusal = async (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'it was allowed',
      (error) => (error instanceof StatusError ? error.message : String(error)),
    );

  test('a list in a namespace and at the cluster scope', async () => {
    const nobody = as('nobody');
    expect(await refusal(nobody.list({ group: '', version: 'v1', resource: 'pods' }, { namespace: 'shop' }))).toBe(
      'pods is forbidden: User "nobody" cannot list resource "pods" in API group "" in the namespace "shop"',
    );
    expect(await refusal(nobody.list({ group: 'apps', version: 'v1', resource: 'deployments' }))).toBe(
      'deployments.apps is forbidden: User "nobody" cannot list resource "deployments" in API group "apps" at the cluster scope',
    );
  });

  test('a role with more rights than its author has, and a binding to such a role', async () => {
    const author = as('shop-admin');
    const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1', namespace: 'shop' };
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'more', namespace: 'shop' },
      rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
    };
    expect(await refusal(author.create({ ...rbac, resource: 'roles' }, role))).toMatch(
      /is forbidden: user "shop-admin" \(groups=\["system:authenticated"\]\) is attempting to grant RBAC permissions not currently held:\n\{APIGroups:\[""\], Resources:\["nodes"\], Verbs:\["get"\]\}/,
    );
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'more', namespace: 'shop' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'shop-admin' }],
    };
    expect(await refusal(author.create({ ...rbac, resource: 'rolebindings' }, binding))).toMatch(
      /is attempting to grant RBAC permissions not currently held/,
    );
  });

  test('acting as somebody else', async () => {
    const transport = api.server.transport({ username: 'viewer', groups: ['system:authenticated'] });
    const response = await transport({ method: 'GET', path: '/api/v1/pods', headers: { 'impersonate-user': 'admin' } });
    expect(response.status).toBe(403);
    expect(JSON.parse(await response.text()).message).toBe(
      'users "admin" is forbidden: User "viewer" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
  });
});
