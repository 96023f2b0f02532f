import type { KubeObject } from '@luban/kube';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { expect, test } from 'vitest';
import { installPlatformDefinitions, PLATFORM_DEFINITIONS } from './install-platform-definitions.ts';

const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };

interface Condition {
  type: string;
  status: string;
}

test('every kind is accepted, established and well-formed, and a second start writes nothing', async () => {
  await using api = await startTestApi();
  await installPlatformDefinitions(api.client);
  const first = await api.client.list(DEFINITIONS);
  expect(first.items).toHaveLength(PLATFORM_DEFINITIONS.length);
  for (const { metadata, status } of first.items) {
    const { conditions } = status as { conditions: Condition[] };
    expect({
      name: metadata.name,
      conditions: conditions.map(({ type, status }) => `${type}=${status}`).sort(),
    }).toEqual({
      name: metadata.name,
      conditions: ['Established=True', 'NamesAccepted=True'],
    });
  }
  await installPlatformDefinitions(api.client);
  const second = await api.client.list(DEFINITIONS);
  // Of each definition: the list's own version moves with whatever else is written meanwhile.
  const versions = ({ items }: typeof first) =>
    items.map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`);
  expect(versions(second)).toEqual(versions(first));
});

test('what an earlier version made is brought up to date, and what others made stays', async () => {
  await using api = await startTestApi();
  await installPlatformDefinitions(api.client);
  const name = 'uibundles.extensions.luban.dev';
  await api.client.patch({ ...DEFINITIONS, name }, 'merge', {
    metadata: { annotations: { 'luban.dev/definition-digest': 'of an earlier version' } },
    spec: { names: { shortNames: ['old'] } },
  });
  const others = 'users.iam.kubesphere.io';
  await api.client.patch({ ...DEFINITIONS, name: others }, 'merge', {
    metadata: { annotations: { 'luban.dev/definition-digest': null } },
    spec: { names: { shortNames: ['person'] } },
  });
  await installPlatformDefinitions(api.client);
  const shortNames = async (definition: string) =>
    ((await api.client.get({ ...DEFINITIONS, name: definition })).spec as { names: { shortNames?: string[] } }).names
      .shortNames;
  expect(await shortNames(name)).toBeUndefined();
  expect(await shortNames(others)).toEqual(['person']);
});

test('objects of the public documentation fit, and broken ones are refused', async () => {
  await using api = await startTestApi();
  await installPlatformDefinitions(api.client);
  const create = (resource: string, object: KubeObject) => {
    const [group = '', version = ''] = object.apiVersion.split('/');
    return api.client.create({ group, version, resource }, object);
  };
  const plan = {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'InstallPlan',
    metadata: { name: 'tide-clock' },
    spec: {
      extension: { name: 'tide-clock', version: '0.3.1' },
      enabled: true,
      config: 'collector: {interval: 30s}\n',
      clusterScheduling: { placement: { clusters: ['host'] }, overrides: { reef: 'a: 1\n' } },
    },
    status: { state: 'Installed' },
  };
  expect(await create('installplans', plan)).toMatchObject({
    spec: { ...plan.spec, upgradeStrategy: 'Manual' },
    status: { state: 'Installed' },
  });
  await expect(create('installplans', { ...plan, metadata: { name: 'b' }, spec: { enabled: true } })).rejects.toThrow(
    'spec.extension: Required value',
  );
  const entry = {
    apiVersion: 'extensions.kubesphere.io/v1alpha1',
    kind: 'ExtensionEntry',
    metadata: { name: 'tide-clock' },
    spec: { entries: [{ parent: 'global', name: 'tide-clock', order: 3, anything: { at: ['all'] } }] },
    status: { state: 'Available' },
  };
  expect(await create('extensionentries', entry)).toMatchObject({ spec: entry.spec, status: entry.status });
  const builtIn = {
    apiVersion: 'iam.kubesphere.io/v1beta1',
    kind: 'BuiltinRole',
    metadata: { name: 'admin' },
    role: {
      apiVersion: 'iam.kubesphere.io/v1beta1',
      kind: 'Role',
      metadata: { name: 'admin' },
      rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
    },
    targetSelector: { matchLabels: { a: 'true' } },
  };
  expect(await create('builtinroles', builtIn)).toMatchObject({ role: builtIn.role });
});
