import { testPackage } from '@luban/extension-package/testing';
import type { KubeObject } from '@luban/kube';
import { expect, onTestFinished, test, vi } from 'vitest';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { eventually } from '../test-support/eventually.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import { CONFIG_MAPS } from './config-map-archive.ts';
import { EXTENSION_VERSIONS } from './objects.ts';
import { PackageStore } from './package-store.ts';
import { catalogueStage } from './test-support/catalogue-stage.ts';
import { VersionController } from './version-controller.ts';

vi.setConfig({ testTimeout: 30_000 });

async function open() {
  const stage = await catalogueStage([]);
  const { client, objects } = stage;
  const onError = (error: unknown) => stage.errors.push(error);
  const packages = await PackageStore.open({
    ...{ dataDir: await temporaryFolder(), client, objects },
    fetch: async ({ url }) => testPackage({ version: /(\d\.\d\.\d)/.exec(url)?.[1] }),
    builtin: () => Promise.reject(new Error('nothing comes along')),
  });
  const controller = new VersionController({ client, objects, packages, onError });
  onTestFinished(() => controller[Symbol.asyncDispose]());
  const bare = (name: string, spec: object) =>
    client.create(EXTENSION_VERSIONS, {
      ...{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'ExtensionVersion', metadata: { name }, spec },
    });
  return { stage, bare };
}

test('a version with nothing but the place of its package is completed, and has an extension', async () => {
  const { stage, bare } = await open();
  await bare('tide-clock-1.0.0', { chartURL: 'https://shore.example/tide-clock-1.0.0.tgz' });
  await eventually(async () => {
    expect(await stage.version('tide-clock-1.0.0')).toMatchObject({
      metadata: { labels: { 'kubesphere.io/extension-ref': 'tide-clock', 'kubesphere.io/category': 'dev-tools' } },
      spec: { version: '1.0.0', displayName: { en: 'Extension tide-clock' }, installationMode: 'HostOnly' },
    });
    expect((await stage.extension('tide-clock'))?.status?.recommendedVersion).toBe('1.0.0');
  });
  expect(stage.errors).toEqual([]);
});

test('what is in the way is said on the object and as an event, and forgotten when it is mended', async () => {
  const { stage, bare } = await open();
  const { client } = stage;
  const chartDataRef = { namespace: OWN_NAMESPACE, name: 'mine', key: 'chart.tgz' };
  await bare('tide-clock-1.0.0', { chartDataRef });
  await eventually(async () => {
    const { annotations = {} } = (await stage.version('tide-clock-1.0.0'))!.metadata;
    expect(JSON.parse(annotations[CATALOGUE_MARKS.problem]!)).toMatchObject({ code: 'LB7301' });
    const { items } = await client.list<KubeObject & { reason?: string }>({
      group: '',
      version: 'v1',
      resource: 'events',
    });
    expect(items.map(({ reason }) => reason)).toContain('Incomplete');
  });
  const binaryData = { 'chart.tgz': Buffer.from(testPackage()).toString('base64') };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine' }, binaryData };
  await client.create({ ...CONFIG_MAPS, namespace: OWN_NAMESPACE }, configMap);
  // Whoever writes the object has it tried again at once.
  await client.patch({ ...EXTENSION_VERSIONS, name: 'tide-clock-1.0.0' }, 'merge', {
    spec: { docs: 'https://shore.example' },
  });
  await eventually(async () => {
    const version = await stage.version('tide-clock-1.0.0');
    expect(version?.spec).toMatchObject({ version: '1.0.0', docs: 'https://shore.example', chartDataRef });
    expect(version?.metadata.annotations?.[CATALOGUE_MARKS.problem]).toBeUndefined();
  });
});

test('an object under another name than its package is not completed', async () => {
  const { stage, bare } = await open();
  await bare('other-1.0.0', { chartURL: 'https://shore.example/tide-clock-1.0.0.tgz' });
  await eventually(async () => {
    const { annotations = {} } = (await stage.version('other-1.0.0'))!.metadata;
    expect(JSON.parse(annotations[CATALOGUE_MARKS.problem]!)).toEqual({
      code: 'LB7308',
      params: { object: 'other-1.0.0', name: 'tide-clock-1.0.0' },
    });
  });
  expect((await stage.version('other-1.0.0'))?.spec?.version).toBeUndefined();
});

test('a version under another name than that of its extension is neither recommended nor offered, and told of', async () => {
  const { stage, bare } = await open();
  await bare('tide-clock-1.0.0', { chartURL: 'https://shore.example/tide-clock-1.0.0.tgz' });
  const recommended = async () => (await stage.extension('tide-clock'))?.status?.recommendedVersion;
  await eventually(async () => expect(await recommended()).toBe('1.0.0'));
  await stage.client.create(EXTENSION_VERSIONS, {
    ...{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'ExtensionVersion' },
    metadata: { name: 'surf-1.0.0', labels: { 'kubesphere.io/extension-ref': 'tide-clock' } },
    spec: { version: '9.0.0', chartURL: 'https://shore.example/surf-9.0.0.tgz' },
  });
  await eventually(async () => {
    const { annotations = {} } = (await stage.version('surf-1.0.0'))!.metadata;
    expect(JSON.parse(annotations[CATALOGUE_MARKS.problem] ?? '{}')).toEqual({
      code: 'LB7308',
      params: { object: 'surf-1.0.0', name: 'tide-clock-9.0.0' },
    });
  });
  expect(await recommended()).toBe('1.0.0');
  expect((await stage.extension('tide-clock'))?.status?.versions?.map(({ version }) => version)).toEqual(['1.0.0']);
  expect(stage.errors).toEqual([]);
});
