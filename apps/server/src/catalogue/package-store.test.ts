import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testPackage } from '@luban/extension-package/testing';
import { expect, onTestFinished, test } from 'vitest';
import { ensureOwnNamespace } from '../kube/own-namespace.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { CatalogueObjects } from './catalogue-objects.ts';
import { CONFIG_MAPS, writeConfigMapArchive } from './config-map-archive.ts';
import { EXTENSION_VERSIONS, type ExtensionVersionObject } from './objects.ts';
import { PackageStore, type PackageStoreOptions } from './package-store.ts';

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const refused = (code: string, status: number) => expect.objectContaining({ code, status });

async function open(options: Partial<PackageStoreOptions> = {}) {
  const { client } = (await testCluster()).api;
  await ensureOwnNamespace(client);
  const objects = await CatalogueObjects.open(client, () => {});
  onTestFinished(() => objects[Symbol.asyncDispose]());
  const dataDir = await temporaryFolder();
  const store = await PackageStore.open({
    ...{ dataDir, client, objects },
    fetch: () => Promise.reject(new Error('nothing is fetched here')),
    builtin: () => Promise.reject(new Error('nothing comes along')),
    ...options,
  });
  const version = (spec: ExtensionVersionObject['spec']): Promise<ExtensionVersionObject> =>
    client.create(EXTENSION_VERSIONS, {
      ...{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'ExtensionVersion' },
      metadata: { name: `tide-clock-${spec?.version}`, labels: { 'kubesphere.io/extension-ref': 'tide-clock' } },
      spec,
    });
  return { client, store, dataDir, version, folder: join(dataDir, 'cache', 'packages') };
}

test('a ConfigMap as ksbuilder publishes it, in whatever namespace', async () => {
  const { client, store, version } = await open();
  const archive = testPackage();
  await client.create(
    { group: '', version: 'v1', resource: 'namespaces' },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kubesphere-system' } },
  );
  const chartDataRef = { namespace: 'kubesphere-system', name: 'extension-tide-clock-1.0.0-chart', key: 'chart.tgz' };
  const object = await version({ version: '1.0.0', chartDataRef });
  await expect(store.archive(object)).rejects.toEqual(refused('LB7301', 404));
  const binaryData = { 'chart.tgz': Buffer.from(archive).toString('base64') };
  const { namespace, name } = chartDataRef;
  await client.create(
    { ...CONFIG_MAPS, namespace },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, binaryData },
  );
  const { path, digest } = await store.archive(object);
  expect(digest).toBe(digestOf(archive));
  expect(digestOf(await readFile(path))).toBe(digestOf(archive));
  expect((await store.read(object)).metadata.name).toBe('tide-clock');
});

test('an archive of several ConfigMaps comes whole or not at all', async () => {
  const { client, store, version } = await open();
  const archive = testPackage({ files: { 'static/noise.bin': randomBytes(2_500_000) } });
  const chartDataRef = await writeConfigMapArchive(client, 'tide-clock-1.0.0', archive);
  const object = await version({ version: '1.0.0', chartDataRef, digest: digestOf(archive) });
  const namespace = chartDataRef.namespace;
  const { items } = await client.list(CONFIG_MAPS, { namespace, labelSelector: 'luban.dev/package-archive' });
  expect(items.length).toBeGreaterThan(1);
  const last = items.at(-1)!;
  await client.delete({ ...CONFIG_MAPS, namespace, name: last.metadata.name! });
  await expect(store.archive(object)).rejects.toEqual(refused('LB7301', 404));
  const { resourceVersion: _, uid: __, ...metadata } = last.metadata;
  await client.create({ ...CONFIG_MAPS, namespace }, { ...last, metadata });
  expect((await store.archive(object)).digest).toBe(digestOf(archive));
});

test('other content than announced is refused, and not kept', async () => {
  const { store, version, folder } = await open({ fetch: async () => testPackage({ values: 'evil: true' }) });
  const object = await version({
    version: '1.0.0',
    chartURL: 'https://shore.example/x.tgz',
    digest: digestOf(testPackage()),
  });
  await expect(store.archive(object)).rejects.toEqual(refused('LB7302', 502));
  expect(await readdir(folder)).toEqual([]);
});

test('whoever asks at the same time waits for one and the same download; the next one finds it on disk', async () => {
  let fetched = 0;
  const archive = testPackage();
  const { store, version, dataDir, client } = await open({
    async fetch() {
      fetched++;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return archive;
    },
  });
  const object = await version({
    version: '1.0.0',
    chartURL: 'https://shore.example/x.tgz',
    digest: digestOf(archive),
  });
  const impatient = new AbortController();
  const gone = expect(store.archive(object, impatient.signal)).rejects.toThrow('no patience');
  impatient.abort(new Error('no patience'));
  const all = await Promise.all(Array.from({ length: 20 }, () => store.read(object)));
  await gone;
  expect(new Set(all).size).toBe(1);
  expect(fetched).toBe(1);
  // After a start, without a network.
  const objects = await CatalogueObjects.open(client, () => {});
  await using _objects = objects;
  const next = await PackageStore.open({
    ...{ dataDir, client, objects },
    fetch: () => Promise.reject(new Error('the network is cut')),
    builtin: () => Promise.reject(new Error('nothing comes along')),
  });
  expect((await next.archive(object)).digest).toBe(digestOf(archive));
});

test('a file of the cache that somebody has changed is fetched again', async () => {
  const archive = testPackage();
  const options = { fetch: async () => archive };
  const { store, version, folder, dataDir, client } = await open(options);
  const object = await version({
    version: '1.0.0',
    chartURL: 'https://shore.example/x.tgz',
    digest: digestOf(archive),
  });
  const { path } = await store.archive(object);
  await writeFile(path, 'tampered');
  await using objects = await CatalogueObjects.open(client, () => {});
  const next = await PackageStore.open({
    ...{ dataDir, client, objects, ...options },
    builtin: () => Promise.reject(),
  });
  expect(digestOf(await readFile((await next.archive(object)).path))).toBe(digestOf(archive));
  expect(await readdir(folder)).toHaveLength(1);
});

test('the longest unused go when there are too many, and never what is in use', async () => {
  let now = 1_000_000_000_000;
  const archives = ['1.0.0', '1.1.0', '1.2.0'].map((version) => testPackage({ version }));
  const { store, folder } = await open({ limit: archives[0]!.length * 2 + 100, now: () => now });
  for (const archive of archives) {
    await store.keep(archive);
    now += 1_000;
  }
  expect(await readdir(folder)).toHaveLength(3);
  now += 2 * 3_600_000;
  await store.keep(archives[1]!);
  await store.keep(testPackage({ version: '1.3.0' }));
  const left = (await readdir(folder)).map((file) => `sha256:${file.replace('.tgz', '')}`);
  expect(left).toContain(digestOf(archives[1]!));
  expect(left).not.toContain(digestOf(archives[0]!));
});

test.each<[string, ExtensionVersionObject['spec'], string]>([
  ['no source', {}, 'LB7307'],
  ['a package that the product no longer brings', { chartURL: '/repository/charts/tide-clock-1.0.0.tgz' }, 'LB7301'],
])('%s is said by number', async (_, spec, code) => {
  const { store, version } = await open();
  await expect(store.archive(await version({ version: '1.0.0', ...spec }))).rejects.toEqual(refused(code, 404));
});

test('what is no package is refused with file and field when it is read', async () => {
  const archive = testPackage({ metadata: { category: undefined } });
  const { store, version } = await open({ fetch: async () => archive });
  const object = await version({ version: '1.0.0', chartURL: 'https://shore.example/x.tgz' });
  await expect(store.read(object)).rejects.toMatchObject({
    status: 422,
    params: { file: 'extension.yaml', field: 'category' },
  });
});
