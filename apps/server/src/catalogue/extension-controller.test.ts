import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { CategoryController } from './category-controller.ts';
import {
  CATEGORIES,
  type CategoryObject,
  EXTENSION_VERSIONS,
  EXTENSIONS,
  type ExtensionVersionObject,
  INSTALL_PLANS,
} from './objects.ts';
import { recommendedOf } from './platform.ts';
import { type CatalogueStage, catalogueStage } from './test-support/catalogue-stage.ts';

vi.setConfig({ testTimeout: 30_000 });

const kubesphere = { apiVersion: 'kubesphere.io/v1alpha1' };

function versionOf(
  version: string,
  spec: ExtensionVersionObject['spec'] = {},
  name = 'tide-clock',
): ExtensionVersionObject {
  return {
    ...{ ...kubesphere, kind: 'ExtensionVersion' },
    metadata: {
      name: `${name}-${version}`,
      labels: { 'kubesphere.io/extension-ref': name, 'kubesphere.io/category': spec.category ?? 'dev-tools' },
    },
    spec: { version, displayName: { en: `Tides ${version}` }, category: 'dev-tools', ...spec },
  };
}

const publish = async ({ client }: CatalogueStage, ...versions: ExtensionVersionObject[]) => {
  for (const version of versions) await client.create(EXTENSION_VERSIONS, version);
};

const status = async (stage: CatalogueStage) => (await stage.extension('tide-clock'))?.status;

test('versions make an extension, which says what the newest says', async () => {
  const stage = await catalogueStage([]);
  await publish(stage, versionOf('1.10.0', { icon: 'data:,x' }), versionOf('1.9.0'), versionOf('not-a-version'));
  await eventually(async () => {
    expect(await stage.extension('tide-clock')).toMatchObject({
      metadata: { labels: { 'kubesphere.io/category': 'dev-tools' } },
      spec: { displayName: { en: 'Tides 1.10.0' }, icon: 'data:,x' },
      status: {
        state: '',
        enabled: false,
        recommendedVersion: '1.10.0',
        versions: [{ version: '1.9.0' }, { version: '1.10.0' }],
      },
    });
  });
  await stage.client.delete({ ...EXTENSION_VERSIONS, name: 'tide-clock-1.10.0' });
  await eventually(async () =>
    expect((await stage.extension('tide-clock'))?.spec?.displayName).toEqual({ en: 'Tides 1.9.0' }),
  );
  expect(stage.errors).toEqual([]);
});

test.each<[string, ExtensionVersionObject[], string | undefined]>([
  ['the greatest that fits', [versionOf('1.0.0'), versionOf('1.2.0'), versionOf('1.1.0')], '1.2.0'],
  [
    'one for another Kubernetes is passed over',
    [versionOf('1.0.0'), versionOf('2.0.0', { kubeVersion: '>=1.99.0' })],
    '1.0.0',
  ],
  ['one for another KubeSphere is, too', [versionOf('1.0.0'), versionOf('2.0.0', { ksVersion: '>=9.0.0-0' })], '1.0.0'],
  ['a range that cannot be read fits nothing', [versionOf('1.0.0', { kubeVersion: 'about 1.20' })], undefined],
  ["vendors' suffixes are prereleases", [versionOf('1.0.0', { kubeVersion: '>=1.19.0' })], undefined],
  ['which ranges admit with -0', [versionOf('1.0.0', { kubeVersion: '>=1.19.0-0' })], '1.0.0'],
  ['none at all', [], undefined],
])('recommended: %s', (_, versions, expected) => {
  const platform = { kubeVersion: 'v1.34.1-gke.100', platformVersion: '4.1.3', lubanVersion: '0.1.0' };
  expect(recommendedOf(versions, platform)).toBe(expected);
});

test('what the plan says of the installation stands in the extension, and is gone with the plan', async () => {
  const stage = await catalogueStage([]);
  await publish(stage, versionOf('1.0.0'), versionOf('1.1.0'));
  const installed = {
    state: 'Installed' as const,
    enabled: true,
    version: '1.0.0',
    conditions: [{ type: 'Installed', status: 'True' as const, reason: 'InstallSuccessful' }],
    clusterSchedulingStatuses: { reef: { state: 'Installed' as const, version: '1.0.0' } },
  };
  await stage.plan('tide-clock', '1.1.0', installed);
  await eventually(async () => {
    expect(await status(stage)).toMatchObject({
      ...{ state: 'Installed', enabled: true, plannedInstallVersion: '1.1.0', installedVersion: '1.0.0' },
      conditions: installed.conditions,
      clusterSchedulingStatuses: installed.clusterSchedulingStatuses,
    });
  });
  await stage.client.delete({ ...INSTALL_PLANS, name: 'tide-clock' });
  await eventually(async () => {
    expect(await status(stage)).toEqual({
      ...{ state: '', enabled: false, recommendedVersion: '1.1.0' },
      versions: [expect.objectContaining({ version: '1.0.0' }), expect.objectContaining({ version: '1.1.0' })],
    });
  });
});

test('an extension that is deleted takes its versions along, but for those that are installed', async () => {
  const stage = await catalogueStage([]);
  await publish(stage, versionOf('1.0.0'), versionOf('1.1.0'));
  await eventually(async () =>
    expect((await stage.extension('tide-clock'))?.metadata.finalizers).toEqual(['kubesphere.io/extension-protection']),
  );
  await stage.plan('tide-clock', '1.0.0', { state: 'Installed', version: '1.0.0' });
  await eventually(() => expect(stage.objects.plans.size).toBe(1));
  const before = await stage.extension('tide-clock');
  await stage.client.delete({ ...EXTENSIONS, name: 'tide-clock' });
  await eventually(async () => {
    expect(await stage.versionNames()).toEqual(['tide-clock-1.0.0']);
    const after = await stage.extension('tide-clock');
    expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
    expect(after?.status).toMatchObject({ state: 'Installed', installedVersion: '1.0.0' });
  });
  await stage.client.delete({ ...INSTALL_PLANS, name: 'tide-clock' });
  await eventually(async () => expect((await status(stage))?.state).toBe(''));
  await stage.client.delete({ ...EXTENSIONS, name: 'tide-clock' });
  await eventually(async () => {
    expect(await stage.versionNames()).toEqual([]);
    expect(await stage.extension('tide-clock')).toBeUndefined();
  });
});

test('an extension that a person made stands without a version', async () => {
  const stage = await catalogueStage([]);
  await stage.client.create(EXTENSIONS, {
    ...{ ...kubesphere, kind: 'Extension', metadata: { name: 'tide-clock' } },
    spec: { displayName: { en: 'By hand' } },
  });
  await eventually(async () => expect(await status(stage)).toEqual({ state: '', enabled: false, versions: [] }));
  expect(await stage.extension('tide-clock')).toMatchObject({ spec: { displayName: { en: 'By hand' } } });
});

test('the eleven categories are there, counted, and an extension of an unknown one works like any other', async () => {
  const stage = await catalogueStage([]);
  const { client, objects } = stage;
  const onError = (error: unknown) => stage.errors.push(error);
  await using _controller = await CategoryController.start({ client, objects, onError });
  const categories = async () =>
    new Map((await client.list<CategoryObject>(CATEGORIES)).items.map((one) => [one.metadata.name!, one]));
  const found = await categories();
  expect([...found.keys()].sort()).toEqual([
    ...['ai-machine-learning', 'computing', 'database', 'deepseek', 'dev-tools', 'integration-delivery', 'networking'],
    ...['observability', 'security', 'storage', 'streaming-messaging'],
  ]);
  for (const { spec } of found.values()) {
    expect(Object.keys(spec?.displayName ?? {})).toEqual(['en', 'zh']);
    expect(spec?.icon).toMatch(/^data:image\/svg\+xml;base64,/);
  }
  await publish(stage, versionOf('1.0.0'), versionOf('1.0.0', { category: 'networking' }, 'harbour'));
  await publish(stage, versionOf('1.0.0', { category: 'sea-things' }, 'gull'));
  const counts = async () =>
    Object.fromEntries(
      [...(await categories())].map(([name, one]) => [name, one.metadata.annotations?.['kubesphere.io/count']]),
    );
  await eventually(async () =>
    expect(await counts()).toMatchObject({ 'dev-tools': '1', networking: '1', storage: '0' }),
  );
  expect((await stage.extension('gull'))?.status?.recommendedVersion).toBe('1.0.0');
  const moved = { metadata: { labels: { 'kubesphere.io/category': 'storage' } } };
  await client.patch({ ...EXTENSION_VERSIONS, name: 'harbour-1.0.0' }, 'merge', moved);
  await eventually(async () => expect(await counts()).toMatchObject({ networking: '0', storage: '1' }));
  expect(stage.errors).toEqual([]);
});
