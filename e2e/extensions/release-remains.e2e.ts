import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { expect, test } from 'vitest';
import { purgeRemains } from '../../apps/server/src/releases/purge.ts';
import { testReleases } from '../../apps/server/src/releases/testing/test-releases.ts';

const core = (resource: string) => ({ group: '', version: 'v1', resource });
const GLOBAL_ROLES = { group: 'iam.kubesphere.io', version: 'v1beta1', resource: 'globalroles' };
const TIDES = { group: 'tides.example.com', version: 'v1', resource: 'tides' };
const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };

const definition = (plural: string, kind: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ${plural}.tides.example.com}
spec:
  group: tides.example.com
  scope: Namespaced
  names: {plural: ${plural}, singular: ${kind.toLowerCase()}, kind: ${kind}}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`;

const TEMPLATES = {
  'templates/tide.yaml': 'apiVersion: tides.example.com/v1\nkind: Tide\nmetadata: {name: high}\n',
  'templates/kept.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept, annotations: {helm.sh/resource-policy: keep}}\n',
  'templates/hook.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: hook, annotations: {helm.sh/hook: post-install}}\n',
  'templates/role.yaml':
    'apiVersion: iam.kubesphere.io/v1beta1\nkind: RoleTemplate\nmetadata: {name: tides-view, labels: {iam.kubesphere.io/scope: global}}\nspec: {rules: []}\n',
  'templates/set.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  replicas: 0
  serviceName: db
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: db}]}}
  volumeClaimTemplates:
    - metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`,
};

const permissions = [
  {
    kind: 'ClusterRole',
    rules: [
      { apiGroups: ['iam.kubesphere.io'], resources: ['roletemplates'], verbs: ['*'] },
      { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['get', 'create'] },
    ],
  },
  { kind: 'Role', rules: [{ apiGroups: ['tides.example.com'], resources: ['*'], verbs: ['*'] }] },
];

/** Nobody runs what is installed here. */
async function asItsController(client: KubeClient, namespace: string): Promise<void> {
  const ref = { group: 'apps', version: 'v1', resource: 'statefulsets', namespace, name: 'db' };
  await expect.poll(() => client.get(ref).catch(() => undefined), { timeout: 60_000 }).toBeDefined();
  await client.patch({ ...ref, subresource: 'status' }, 'merge', { status: { observedGeneration: 1, replicas: 0 } });
}

async function uninstalled() {
  const stage = await testReleases();
  const charts = {
    host: { tags: ['extension'], files: { 'crds/tides.yaml': definition('tides', 'Tide'), ...TEMPLATES } },
  };
  const spec = await stage.spec({ permissions, charts });
  const { client } = stage.host.api;
  const { namespace } = spec;
  await stage.releases.prepare(spec, spec.package.permissions);
  const applying = stage.releases.apply(spec, stage.run);
  await asItsController(client, namespace);
  await applying;
  const claim = (name: string) => ({
    ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name } },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
  // What the controller of stateful sets would have made, and something of a person's.
  for (const name of ['data-db-0', 'data-db-my-own']) {
    const claims = { ...core('persistentvolumeclaims'), namespace };
    await client.create(claims, claim(name));
    // As nobody uses it, its controller would let it go.
    await client.patch({ ...claims, name }, 'merge', { metadata: { finalizers: null } });
  }
  await client.create(
    { ...TIDES, namespace },
    { apiVersion: 'tides.example.com/v1', kind: 'Tide', metadata: { name: 'low' } },
  );
  expect(await stage.releases.remains(spec)).toMatchObject([{ why: 'volume', name: 'data-db-0' }]);
  const role = { apiVersion: 'iam.kubesphere.io/v1beta1', kind: 'GlobalRole', metadata: { name: 'sailor' } };
  const aggregationRoleTemplates = { templateNames: ['tides-view', 'elsewhere'] };
  await client.create(GLOBAL_ROLES, { ...role, aggregationRoleTemplates });
  await stage.releases.uninstall(spec, stage.run);
  return { ...stage, spec, client, namespace };
}

test('whatever helm leaves is told with the reason, and goes when asked to', async () => {
  const { releases, spec, client, namespace } = await uninstalled();
  const remains = await releases.remains(spec);
  const told = remains.map(({ why, kind, name, inUse }) => [why, kind, name, ...(inUse === undefined ? [] : [inUse])]);
  expect(told.filter(([why]) => why !== 'rights').sort()).toEqual([
    ['definition', 'CustomResourceDefinition', 'tides.tides.example.com', 1],
    ['hook', 'ConfigMap', 'hook'],
    ['kept', 'ConfigMap', 'kept'],
    ['namespace', 'Namespace', namespace, 0],
    ['role-template', 'GlobalRole', 'sailor'],
    ['volume', 'PersistentVolumeClaim', 'data-db-0'],
  ]);
  expect(
    told
      .filter(([why]) => why === 'rights')
      .map(([, kind]) => kind)
      .sort(),
  ).toEqual(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'ServiceAccount']);

  // Only what is on the list, whoever asks.
  const foreign = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: 'data-db-my-own' };
  const system = { apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' };
  const failed = await releases.purge(spec, [foreign, system, ...remains.filter(({ why }) => why === 'volume')]);
  expect(failed).toEqual([
    { item: foreign, reason: 'It is not among what remains of the extension.' },
    { item: system, reason: 'It is not among what remains of the extension.' },
  ]);
  const { items } = await client.list(core('persistentvolumeclaims'), { namespace });
  expect(items.map(({ metadata }) => metadata.name)).toEqual(['data-db-my-own']);

  expect(await releases.purge(spec, await releases.remains(spec))).toEqual([]);
  expect(await releases.remains(spec)).toEqual([]);
  // A role is somebody's; it only loses the name of what is gone.
  expect(await client.get({ ...GLOBAL_ROLES, name: 'sailor' })).toMatchObject({
    aggregationRoleTemplates: { templateNames: ['elsewhere'] },
  });
  await expect(client.get({ ...DEFINITIONS, name: 'tides.tides.example.com' })).rejects.toThrow('not found');
});

test('what does not go is told with what it waits for', async () => {
  const { releases, spec, client, namespace } = await uninstalled();
  const ref = { ...core('configmaps'), namespace, name: 'kept' };
  await client.patch<KubeObject>(ref, 'merge', { metadata: { finalizers: ['tides.example.com/ebb'] } });
  const remains = await releases.remains(spec);
  const kept = remains.filter(({ name }) => name === 'kept');
  expect(await purgeRemains(spec, kept, remains, { patience: 300 })).toMatchObject([
    { item: { name: 'kept' }, reason: expect.stringContaining('tides.example.com/ebb') },
  ]);
  const own = { ...kept[0]!, apiVersion: 'v1', kind: 'Namespace', namespace: undefined, name: 'default' };
  expect(await purgeRemains(spec, [own], [own])).toMatchObject([{ reason: expect.stringContaining('default') }]);
  // Whoever may label an object of the system has not made it the extension's.
  const labels = { 'kubesphere.io/extension-ref': spec.extension };
  const system = { ...core('configmaps'), namespace: 'kube-system' };
  await client.create(system, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'labelled', labels } });
  const labelled = (await releases.remains(spec)).filter(({ name }) => name === 'labelled');
  expect(await releases.purge(spec, labelled)).toMatchObject([{ reason: expect.stringContaining('kube-system') }]);
});

test('definitions that a later version brings are made, and those that are there stay as they are', {
  timeout: 60_000,
}, async () => {
  const { releases, spec, run, host } = await testReleases();
  const { client } = host.api;
  const files = {
    'crds/tides.yaml': definition('tides', 'Tide'),
    'templates/tide.yaml': TEMPLATES['templates/tide.yaml'],
  };
  const first = await spec({ permissions, charts: { host: { tags: ['extension'], files } } });
  await releases.prepare(first, first.package.permissions);
  await releases.apply(first, run);
  const known = await client.get({ ...DEFINITIONS, name: 'tides.tides.example.com' });
  const more = {
    ...files,
    'crds/tides.yaml': files['crds/tides.yaml'].replace('type: object', 'type: object, description: changed'),
    'crds/moons.yaml': `---\n${definition('moons', 'Moon')}`,
    'templates/moon.yaml': 'apiVersion: tides.example.com/v1\nkind: Moon\nmetadata: {name: full}\n',
  };
  const second = await spec({ version: '2.0.0', permissions, charts: { host: { tags: ['extension'], files: more } } });
  expect((await releases.render(second, run)).objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
    expect.arrayContaining(['CustomResourceDefinition moons.tides.example.com', 'Moon full']),
  );
  await releases.apply(second, run);
  expect(await client.get({ ...DEFINITIONS, name: 'tides.tides.example.com' })).toMatchObject({
    metadata: {
      resourceVersion: known.metadata.resourceVersion,
      labels: { 'kubesphere.io/extension-ref': 'tide-clock' },
    },
  });
  await client.get({ ...TIDES, resource: 'moons', namespace: second.namespace, name: 'full' });
  // By force nothing is asked, neither helm nor hooks.
  await releases.uninstall(second, { ...run, force: true });
  expect(await releases.state(second)).toBeUndefined();
  expect((await releases.remains(second)).filter(({ why }) => why === 'other')).toEqual([]);
});
