import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { executorClient } from './executor.ts';
import { CLUSTER_ROLES, NAMESPACES, prepareExecutor, ROLE_BINDINGS, ROLES } from './executor-rights.ts';
import { testReleases } from './testing/test-releases.ts';

const rule = (apiGroup: string, resource: string, ...verbs: string[]) => ({
  ...{ apiGroups: [apiGroup], resources: [resource], verbs, resourceNames: [], nonResourceURLs: [] },
});
const NAMESPACE = 'extension-tide-clock';

async function stage() {
  const made = await testReleases();
  const target = await made.spec({});
  return { ...made, target, client: made.host.api.client };
}

test('the installer may do what is asked for, what every installer may, and nothing else', async () => {
  const { target, client } = await stage();
  await prepareExecutor(target, {
    role: [rule('tides.example.com', 'tides', 'get')],
    clusterRole: [rule('', 'nodes', 'list')],
  });
  expect(await client.get({ ...NAMESPACES, name: NAMESPACE })).toMatchObject({
    metadata: {
      labels: {
        'kubesphere.io/workspace': 'system-workspace',
        'kubesphere.io/extension-ref': 'tide-clock',
        'kubesphere.io/managed': 'true',
      },
    },
  });
  const executor = executorClient(target);
  await executor.list({ group: '', version: 'v1', resource: 'nodes' });
  await executor.create(
    { group: '', version: 'v1', resource: 'configmaps', namespace: NAMESPACE },
    {
      ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own' } },
    },
  );
  for (const [resource, namespace] of [
    ['secrets', 'kube-system'],
    ['namespaces', undefined],
  ] as const) {
    await expect(executor.list({ group: '', version: 'v1', resource }, { namespace })).rejects.toThrow(/forbidden/);
  }
});

test('rights of an earlier version go, and a binding to something else is put right', async () => {
  const { target, client } = await stage();
  const name = 'kubesphere:tide-clock:helm-executor';
  await prepareExecutor(target, { role: [], clusterRole: [rule('', 'nodes', '*'), rule('', 'pods', 'list')] });
  const binding = { ...ROLE_BINDINGS, namespace: NAMESPACE, name };
  const { metadata: _, ...rest } = await client.get<KubeObject>(binding);
  await client.delete(binding);
  const roleRef = { apiGroup: ROLES.group, kind: 'ClusterRole', name: 'cluster-admin' };
  await client.create({ ...ROLE_BINDINGS, namespace: NAMESPACE }, { ...rest, metadata: { name }, roleRef });
  await prepareExecutor(target, { role: [], clusterRole: [rule('', 'pods', 'list')] });
  expect(await client.get({ ...CLUSTER_ROLES, name })).toMatchObject({
    rules: [{ resources: ['pods'], verbs: ['list'] }],
  });
  expect(await client.get(binding)).toMatchObject({ roleRef: { kind: 'Role', name } });
});

test('a namespace that was there before stays as it is, and is not told as a remainder', async () => {
  const { target, client, releases } = await stage();
  const labels = { 'kubesphere.io/workspace': 'sailors' };
  await client.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } });
  await prepareExecutor(target, { role: [], clusterRole: [] });
  const { metadata } = await client.get({ ...NAMESPACES, name: NAMESPACE });
  expect(metadata.labels).toMatchObject(labels);
  expect(metadata.labels).not.toHaveProperty(['kubesphere.io/extension-ref']);
  expect((await releases.remains(target)).map(({ kind }) => kind)).not.toContain('Namespace');
});

test('a namespace that is going is waited for, and not for ever', async () => {
  const { target, client } = await stage();
  await client.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  const held = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'held', finalizers: ['tides.example.com/ebb'] },
  };
  const configMaps = { group: '', version: 'v1', resource: 'configmaps', namespace: NAMESPACE };
  await client.create(configMaps, held);
  await client.delete({ ...NAMESPACES, name: NAMESPACE });
  const nothing = { role: [], clusterRole: [] };
  await expect(prepareExecutor(target, nothing, { patience: 300 })).rejects.toMatchObject({ code: 'LB7518' });
  const preparing = prepareExecutor(target, nothing);
  await client.patch({ ...configMaps, name: 'held' }, 'merge', { metadata: { finalizers: null } });
  await preparing;
  const { metadata } = await client.get({ ...NAMESPACES, name: NAMESPACE });
  expect(metadata).toMatchObject({ annotations: { 'luban.dev/made-for': 'tide-clock' } });
});
