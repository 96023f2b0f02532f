import type { KubeObject, OwnerReference } from '@luban/kube';
import type { ResourceRef } from '@luban/kube/client';
import { expect, test, vi } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' };
const map = (name: string): ResourceRef => ({ ...CONFIG_MAPS, name });

async function create(
  api: TestApi,
  name: string,
  owners: OwnerReference[] = [],
  metadata: object = {},
): Promise<KubeObject> {
  return api.client.create(CONFIG_MAPS, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...(owners.length > 0 && { ownerReferences: owners }), ...metadata },
  });
}

const ownedBy = ({ apiVersion, kind, metadata }: KubeObject, rest: object = {}): OwnerReference => ({
  apiVersion,
  kind,
  name: metadata.name ?? '',
  uid: metadata.uid ?? '',
  ...rest,
});

const gone = (api: TestApi, ...names: string[]) =>
  vi.waitFor(
    async () => {
      for (const name of names) await expect(api.client.get(map(name))).rejects.toMatchObject({ code: 404 });
    },
    { timeout: 15_000 },
  );

const settle = () => new Promise((resolve) => setTimeout(resolve, 150));

test('in the background, what lost its last owner goes, and so on', async () => {
  await using api = await startTestApi();
  const [one, two] = [await create(api, 'one'), await create(api, 'two')];
  const child = await create(api, 'child', [ownedBy(one), ownedBy(two)]);
  await create(api, 'grandchild', [ownedBy(child)]);
  await api.client.delete(map('one'), { propagationPolicy: 'Background' });
  await vi.waitFor(async () => {
    const { metadata } = await api.client.get(map('child'));
    expect(metadata.ownerReferences).toEqual([ownedBy(two)]);
  });
  await api.client.delete(map('two'), { propagationPolicy: 'Background' });
  await gone(api, 'child', 'grandchild');
  expect(api.errors).toEqual([]);
});

test('in the foreground, the owner waits for those that block it', async () => {
  await using api = await startTestApi();
  const owner = await create(api, 'owner');
  await create(api, 'blocking', [ownedBy(owner, { blockOwnerDeletion: true })], { finalizers: ['example.com/hold'] });
  await create(api, 'other', [ownedBy(owner)]);
  const deleted = await api.client.delete(map('owner'), { propagationPolicy: 'Foreground' });
  expect(deleted.metadata.finalizers).toEqual(['foregroundDeletion']);
  await vi.waitFor(async () => {
    expect((await api.client.get(map('blocking'))).metadata.deletionTimestamp).toBeDefined();
  });
  await settle();
  expect((await api.client.get(map('owner'))).metadata.finalizers).toEqual(['foregroundDeletion']);
  await api.client.patch(map('blocking'), 'merge', { metadata: { finalizers: null } });
  await gone(api, 'owner', 'blocking', 'other');
  expect(api.errors).toEqual([]);
});

test('orphans stay, without their owner', async () => {
  await using api = await startTestApi();
  const owner = await create(api, 'owner');
  await create(api, 'child', [ownedBy(owner)]);
  await api.client.delete(map('owner'), { propagationPolicy: 'Orphan' });
  await gone(api, 'owner');
  await settle();
  expect((await api.client.get(map('child'))).metadata).not.toHaveProperty('ownerReferences');
});

test('an owner that came again by the same name is another', async () => {
  await using api = await startTestApi();
  const before = await create(api, 'owner');
  await create(api, 'child', [ownedBy(before)], { finalizers: ['example.com/hold'] });
  await api.client.delete(map('owner'));
  await create(api, 'owner');
  await vi.waitFor(async () => {
    expect((await api.client.get(map('child'))).metadata.deletionTimestamp).toBeDefined();
  });
  expect((await api.client.get(map('owner'))).metadata.deletionTimestamp).toBeUndefined();
});

test('owners in other namespaces are none, those of the whole cluster are', async () => {
  await using api = await startTestApi();
  await api.client.create(
    { group: '', version: 'v1', resource: 'namespaces' },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'far' } },
  );
  const far = await api.client.create(
    { ...CONFIG_MAPS, namespace: 'far' },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'far' } },
  );
  const cluster = await api.client.create(
    { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles' },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'owner' } },
  );
  await create(api, 'of-far', [ownedBy(far)]);
  await create(api, 'of-cluster', [ownedBy(cluster)]);
  await gone(api, 'of-far');
  expect((await api.client.get(map('of-cluster'))).metadata.name).toBe('of-cluster');
  await api.client.delete({
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    resource: 'clusterroles',
    name: 'owner',
  });
  await gone(api, 'of-cluster');
});

test('circles of owners end', async () => {
  await using api = await startTestApi();
  const a = await create(api, 'a');
  const b = await create(api, 'b', [ownedBy(a, { blockOwnerDeletion: true })]);
  await api.client.patch(map('a'), 'merge', {
    metadata: { ownerReferences: [ownedBy(b, { blockOwnerDeletion: true })] },
  });
  await settle();
  expect((await api.client.get(map('a'))).metadata.deletionTimestamp).toBeUndefined();
  await api.client.delete(map('a'), { propagationPolicy: 'Foreground' });
  await gone(api, 'a', 'b');
  expect(api.errors).toEqual([]);
});

test('custom resources own and are owned', async () => {
  await using api = await startTestApi();
  const names = { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' };
  const schema = { openAPIV3Schema: { type: 'object' } };
  await api.client.create(
    { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names,
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    },
  );
  const widgets = { group: 'example.com', version: 'v1', resource: 'widgets', namespace: 'default' };
  const widget = await vi.waitFor(() =>
    api.client.create(widgets, { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' } }),
  );
  const child = await create(api, 'child', [ownedBy(widget)]);
  await api.client.create(widgets, {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'below', ownerReferences: [ownedBy(child)] },
  });
  await settle();
  expect((await api.client.get(map('child'))).metadata.name).toBe('child');
  await api.client.delete({ ...widgets, name: 'w' });
  await gone(api, 'child');
  await vi.waitFor(
    async () => await expect(api.client.get({ ...widgets, name: 'below' })).rejects.toMatchObject({ code: 404 }),
  );
  expect(api.errors).toEqual([]);
});
