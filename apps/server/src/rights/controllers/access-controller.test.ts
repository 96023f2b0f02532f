import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ClusterHandle } from '../../clusters/cluster-registry.ts';
import { staticClusters } from '../../clusters/static-clusters.ts';
import { testCluster } from '../../test-support/test-clusters.ts';
import { ACCESS_LABEL, NATIVE_RESOURCES } from '../native/native-object.ts';
import { IAM, TENANT } from '../roles/access-objects.ts';
import { startAccessController } from './access-controller.ts';

// Real servers on a computer that may be busy with others.
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });

const CORE = { group: '', version: 'v1' };

async function started(names = ['host', 'member']) {
  const clusters = await Promise.all(names.map((name) => testCluster(name)));
  const registry = staticClusters(clusters);
  const errors: unknown[] = [];
  const controller = await startAccessController({ clusters: registry, onError: (error) => errors.push(error) });
  onTestFinished(async () => {
    await controller[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });
  const clients = clusters.map(({ api }) => api.client);
  return { clients, host: clients[0]!, member: clients[1]!, errors, controller, clusters, registry };
}

const iam = (
  kind: string,
  name: string,
  more: Record<string, unknown> & { namespace?: string; labels?: Record<string, string> },
) => {
  const { namespace, labels, ...rest } = more;
  return { apiVersion: 'iam.kubesphere.io/v1beta1', kind, metadata: { name, namespace, labels }, ...rest };
};
const binding = (
  kind: string,
  name: string,
  role: string,
  user: string,
  more: { namespace?: string; labels?: Record<string, string> } = {},
) =>
  iam(kind, name, {
    ...more,
    subjects: [{ kind: 'User', name: user }],
    roleRef: { apiGroup: IAM.group, kind: kind.replace('Binding', ''), name: role },
  });
const create = (client: KubeClient, resource: string, object: KubeObject) =>
  client.create({ ...IAM, resource, namespace: object.metadata.namespace }, object);
const workspace = (client: KubeClient, name: string, manager = '') =>
  client.create(
    { ...TENANT, resource: 'workspacetemplates' },
    {
      apiVersion: 'tenant.kubesphere.io/v1beta1',
      kind: 'WorkspaceTemplate',
      metadata: { name },
      spec: { template: { spec: { manager } } },
    },
  );
const project = (client: KubeClient, name: string, of?: string) =>
  client.create(
    { ...CORE, resource: 'namespaces' },
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, ...(of && { labels: { 'kubesphere.io/workspace': of } }) },
    },
  );

/** Whether a cluster lets somebody do something: what counts in the end. */
async function can(
  client: KubeClient,
  user: string,
  verb: string,
  resource: string,
  where: { namespace?: string; group?: string; name?: string } = {},
) {
  const review = await client.create<KubeObject & { status: { allowed: boolean } }>(
    { group: 'authorization.k8s.io', version: 'v1', resource: 'subjectaccessreviews' },
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      metadata: {},
      spec: { user, groups: ['system:authenticated'], resourceAttributes: { verb, resource, ...where } },
    },
  );
  return review.status.allowed;
}
const soon = (check: () => Promise<unknown>, wanted: unknown) =>
  expect.poll(check, { timeout: 20_000, interval: 20 }).toBe(wanted);

async function natives(client: KubeClient): Promise<string[]> {
  const lists = await Promise.all(
    Object.values(NATIVE_RESOURCES).map((kind) => client.list(kind, { labelSelector: ACCESS_LABEL })),
  );
  return lists.flatMap(({ items }) => items.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`));
}

test('a role of the platform counts in every cluster, and ends with its binding', async () => {
  const { host, member, errors } = await started();
  await soon(() => exists(host, 'globalroles', 'platform-admin'), true);
  await create(host, 'globalrolebindings', binding('GlobalRoleBinding', 'ann-admin', 'platform-admin', 'ann'));
  for (const client of [host, member]) await soon(() => can(client, 'ann', 'delete', 'nodes'), true);
  await host.delete({ ...IAM, resource: 'globalrolebindings', name: 'ann-admin' });
  for (const client of [host, member]) {
    await soon(() => can(client, 'ann', 'delete', 'nodes'), false);
    await soon(async () => (await natives(client)).length, 0);
  }
  expect(errors).toEqual([]);
});

test('a role of a cluster counts in that cluster alone', async () => {
  const { host, member } = await started();
  await soon(() => exists(member, 'clusterroles', 'cluster-viewer'), true);
  await create(member, 'clusterrolebindings', binding('ClusterRoleBinding', 'ann', 'cluster-viewer', 'ann'));
  await soon(() => can(member, 'ann', 'list', 'nodes'), true);
  expect(await can(member, 'ann', 'list', 'secrets')).toBe(false);
  expect(await can(member, 'ann', 'delete', 'nodes')).toBe(false);
  expect(await can(host, 'ann', 'list', 'nodes')).toBe(false);
});

test('each project has its roles, and each binding counts in its project', async () => {
  const { host } = await started(['host']);
  await workspace(host, 'team');
  await project(host, 'shop', 'team');
  await soon(() => exists(host, 'roles', 'viewer', 'shop'), true);
  await create(host, 'rolebindings', binding('RoleBinding', 'ann', 'viewer', 'ann', { namespace: 'shop' }));
  await create(host, 'rolebindings', binding('RoleBinding', 'bob', 'operator', 'bob', { namespace: 'shop' }));
  await soon(() => can(host, 'ann', 'list', 'pods', { namespace: 'shop' }), true);
  await soon(() => can(host, 'bob', 'update', 'secrets', { namespace: 'shop' }), true);
  expect(await can(host, 'ann', 'list', 'secrets', { namespace: 'shop' })).toBe(false);
  expect(await can(host, 'ann', 'list', 'pods', { namespace: 'default' })).toBe(false);
  expect(await can(host, 'ann', 'list', 'pods')).toBe(false);
  await host.delete({ ...IAM, resource: 'rolebindings', namespace: 'shop', name: 'ann' });
  await soon(() => can(host, 'ann', 'list', 'pods', { namespace: 'shop' }), false);
});

test('a role of a workspace follows its projects through all clusters', async () => {
  const { host, member } = await started();
  await workspace(host, 'team');
  await workspace(host, 'other');
  await project(host, 'shop', 'team');
  await soon(() => exists(host, 'workspaceroles', 'team-viewer'), true);
  const labels = { 'kubesphere.io/workspace': 'team' };
  await create(host, 'workspacerolebindings', binding('WorkspaceRoleBinding', 'ann', 'team-viewer', 'ann', { labels }));
  const pods = (client: KubeClient, namespace: string) => () => can(client, 'ann', 'list', 'pods', { namespace });
  await soon(pods(host, 'shop'), true);
  await project(member, 'blog', 'team');
  await soon(pods(member, 'blog'), true);
  expect(await can(member, 'ann', 'list', 'secrets', { namespace: 'blog' })).toBe(false);
  const workspaces = { group: TENANT.group, name: 'team' };
  await soon(() => can(host, 'ann', 'get', 'workspaces', workspaces), true);
  expect(await can(host, 'ann', 'get', 'workspaces', { ...workspaces, name: 'other' })).toBe(false);
  expect(await can(host, 'ann', 'delete', 'workspaces', workspaces)).toBe(false);

  const move = (to: string | null) =>
    member.patch({ ...CORE, resource: 'namespaces', name: 'blog' }, 'merge', {
      metadata: { labels: { 'kubesphere.io/workspace': to } },
    });
  await move('other');
  await soon(pods(member, 'blog'), false);
  await move('team');
  await soon(pods(member, 'blog'), true);
  await move(null);
  await soon(pods(member, 'blog'), false);
  await host.delete({ ...TENANT, resource: 'workspacetemplates', name: 'team' });
  await soon(pods(host, 'shop'), false);
  await soon(async () => (await natives(host)).length, 0);
});

test('the manager of a workspace may do everything in it, and another one takes over', async () => {
  const { host } = await started(['host']);
  await project(host, 'shop', 'team');
  await workspace(host, 'team', 'ann@acme.example');
  const may = (user: string) => () => can(host, user, 'delete', 'secrets', { namespace: 'shop' });
  await soon(may('ann@acme.example'), true);
  expect(
    await can(host, 'ann@acme.example', 'update', 'workspacetemplates', { group: TENANT.group, name: 'team' }),
  ).toBe(true);
  await host.patch({ ...TENANT, resource: 'workspacetemplates', name: 'team' }, 'merge', {
    spec: { template: { spec: { manager: 'bob' } } },
  });
  await soon(may('bob'), true);
  await soon(may('ann@acme.example'), false);
});

test('roles gain and lose what their templates say', async () => {
  const { host } = await started(['host']);
  await project(host, 'shop', 'team');
  await soon(() => exists(host, 'roles', 'viewer', 'shop'), true);
  await create(host, 'rolebindings', binding('RoleBinding', 'ann', 'viewer', 'ann', { namespace: 'shop' }));
  const tides = () => can(host, 'ann', 'list', 'tides', { group: 'harbour.example', namespace: 'shop' });
  const rule = { apiGroups: ['harbour.example'], resources: ['tides'], verbs: ['list'] };
  const labels = { 'iam.kubesphere.io/scope': 'namespace', 'iam.kubesphere.io/aggregate-to-viewer': '' };
  await create(host, 'roletemplates', iam('RoleTemplate', 'tides', { labels, spec: { rules: [rule] } }));
  await soon(tides, true);
  await soon(async () => (await rules(host)).includes('tides'), true);
  await host.patch({ ...IAM, resource: 'roletemplates', name: 'tides' }, 'merge', { spec: { rules: [] } });
  await soon(tides, false);
  await soon(async () => (await rules(host)).includes('tides'), false);
  await host.patch({ ...IAM, resource: 'roletemplates', name: 'tides' }, 'merge', { spec: { rules: [rule] } });
  await soon(tides, true);
  await host.delete({ ...IAM, resource: 'roletemplates', name: 'tides' });
  await soon(tides, false);
});

test('a cluster that is away keeps no other waiting, and is brought up to date when it is back', async () => {
  const clusters = await Promise.all(['host', 'member'].map((name) => testCluster(name)));
  const registry = staticClusters(clusters);
  const [host, member] = registry.list() as [ClusterHandle, ClusterHandle];
  let away = true;
  const transport = member.connection.transport.bind(member.connection);
  vi.spyOn(member.connection, 'transport').mockImplementation((identity) => {
    const send = transport(identity);
    return async (request) => {
      if (away) throw new Error('nobody answers');
      return send(request);
    };
  });
  let changed = () => {};
  const health = (): ClusterHandle['health'] => ({ state: away ? 'unreachable' : 'ready', since: 0 });
  const handles = (): ClusterHandle[] => [host, { ...member, connection: member.connection, health: health() }];
  const controller = await startAccessController({
    clusters: {
      host,
      get: (name) => handles().find((one) => one.name === name),
      list: handles,
      watch: (listener) => {
        changed = listener;
        return { [Symbol.dispose]() {} };
      },
    },
    onError: () => {},
  });
  onTestFinished(async () => {
    await controller[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });
  const [onHost, onMember] = clusters.map(({ api }) => api.client) as [KubeClient, KubeClient];
  await soon(() => exists(onHost, 'globalroles', 'platform-admin'), true);
  await create(onHost, 'globalrolebindings', binding('GlobalRoleBinding', 'ann', 'platform-admin', 'ann'));
  await soon(() => can(onHost, 'ann', 'delete', 'nodes'), true);
  expect(await can(onMember, 'ann', 'delete', 'nodes')).toBe(false);
  away = false;
  changed();
  await soon(() => can(onMember, 'ann', 'delete', 'nodes'), true);
});

test('what others made under such a name is neither changed nor removed, and keeps nothing else from working', async () => {
  const { host, errors } = await started(['host']);
  const foreign = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'luban:global:platform-regular' },
    rules: [],
  };
  await host.create(NATIVE_RESOURCES.ClusterRole, foreign);
  await create(host, 'globalrolebindings', binding('GlobalRoleBinding', 'ann', 'platform-regular', 'ann'));
  await create(host, 'globalrolebindings', binding('GlobalRoleBinding', 'bob', 'platform-admin', 'bob'));
  await soon(() => can(host, 'bob', 'delete', 'nodes'), true);
  await vi.waitFor(() => expect(errors).not.toEqual([]));
  const role = await host.get<KubeObject & { rules?: unknown[] }>({
    ...NATIVE_RESOURCES.ClusterRole,
    name: foreign.metadata.name,
  });
  expect(role.rules ?? []).toEqual([]);
  expect(role.metadata.labels).toBeUndefined();
});

test('a faulty rule, subject or selector gives nothing and harms nobody', async () => {
  const { host, errors } = await started(['host']);
  const rules = [
    { verbs: [], apiGroups: [''], resources: ['pods'] },
    { verbs: ['get'], resources: ['pods'] },
    { verbs: ['list'], apiGroups: [''], resources: ['nodes'], nonResourceURLs: ['/metrics'] },
  ];
  await create(host, 'globalroles', iam('GlobalRole', 'odd', { rules }));
  const selector = { matchExpressions: [{ key: 'a', operator: 'Sideways' }] };
  await create(
    host,
    'globalroles',
    iam('GlobalRole', 'crooked', { aggregationRoleTemplates: { roleSelector: selector } }),
  );
  await create(host, 'globalrolebindings', {
    ...binding('GlobalRoleBinding', 'odd', 'odd', 'ann'),
    subjects: [
      { kind: 'Robot', name: 'x' },
      { kind: 'ServiceAccount', name: 'no-namespace' },
      { kind: 'User', name: 'ann' },
    ],
  });
  await create(host, 'globalrolebindings', binding('GlobalRoleBinding', 'crooked', 'crooked', 'bob'));
  await soon(() => can(host, 'ann', 'list', 'nodes'), true);
  expect(await can(host, 'ann', 'get', 'pods')).toBe(false);
  expect(errors).toEqual([]);
});

test('roles that a KubeSphere looks after stay as they are, and count as they are written', async () => {
  const cluster = await testCluster();
  const { client } = cluster.api;
  const everything = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
  await create(client, 'globalroles', iam('GlobalRole', 'platform-admin', { rules: everything }));
  const rules = [{ verbs: ['list'], apiGroups: [''], resources: ['nodes'] }];
  const aggregationRoleTemplates = { templateNames: ['none-of-that-name'] };
  await create(client, 'globalroles', iam('GlobalRole', 'custom', { rules, aggregationRoleTemplates }));
  await create(client, 'globalrolebindings', binding('GlobalRoleBinding', 'ann', 'custom', 'ann'));
  await workspace(client, 'team', 'bob');
  await project(client, 'shop', 'team');
  const before = await settled(client);
  const registry = staticClusters([cluster]);
  const controller = await startAccessController({
    clusters: registry,
    onError: (error) => expect.unreachable(String(error)),
  });
  onTestFinished(async () => {
    await controller[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });
  await soon(() => can(client, 'ann', 'list', 'nodes'), true);
  const made = (await settled(client)).filter((line) => !before.includes(line));
  expect(made.map((line) => line.split('@')[0]).sort()).toEqual(['/luban:global:ann', '/luban:global:custom']);
});

test('nothing is written once everything is as it has to be, not even by a successor', async () => {
  const { clusters, host, controller, registry } = await started(['host']);
  await workspace(host, 'team', 'ann');
  await project(host, 'shop', 'team');
  await soon(() => can(host, 'ann', 'delete', 'secrets', { namespace: 'shop' }), true);
  await soon(() => exists(host, 'roles', 'viewer', 'shop'), true);
  const before = await settled(host);
  await controller[Symbol.asyncDispose]();
  const errors: unknown[] = [];
  const next = await startAccessController({ clusters: registry, onError: (error) => errors.push(error) });
  onTestFinished(() => next[Symbol.asyncDispose]());
  await project(host, 'late', 'team');
  await soon(() => can(host, 'ann', 'delete', 'secrets', { namespace: 'late' }), true);
  const after = (await settled(host)).filter((line) => !line.includes('late'));
  expect(after).toEqual(before);
  expect(errors).toEqual([]);
  expect(clusters[0]!.api.errors).toEqual([]);
});

/** Names and versions of all roles and bindings, once they have stood still for a while. */
async function settled(client: KubeClient): Promise<string[]> {
  const kinds = [
    ...Object.values(NATIVE_RESOURCES),
    ...['roles', 'workspaceroles', 'globalroles', 'clusterroles', 'workspacerolebindings', 'roletemplates'].map(
      (resource) => ({ ...IAM, resource }),
    ),
  ];
  const read = async () => {
    const lists = await Promise.all(kinds.map((kind) => client.list(kind)));
    return lists.flatMap(({ items }) =>
      items.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}@${metadata.resourceVersion}`),
    );
  };
  let last = await read();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const next = await read();
    if (next.join() === last.join()) return next;
    last = next;
  }
}

async function rules(client: KubeClient): Promise<string> {
  const role = await client.get({ ...IAM, resource: 'roles', namespace: 'shop', name: 'viewer' });
  return JSON.stringify(role.rules);
}

async function exists(client: KubeClient, resource: string, name: string, namespace?: string): Promise<boolean> {
  try {
    await client.get({ ...IAM, resource, name, namespace });
    return true;
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return false;
    throw error;
  }
}
