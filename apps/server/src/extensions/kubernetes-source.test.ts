import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ExtensionManifest } from '@luban/manifest';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createAddressGuard } from '../addresses/address-guard.ts';
import { guardedFetch } from '../addresses/guarded-fetch.ts';
import { ensureOwnNamespace } from '../kube/own-namespace.ts';
import { soleLeader } from '../operations/leadership.ts';
import { archive, folderEntries } from '../test-support/archive.ts';
import { type ExtensionFolderOptions, writeExtension } from '../test-support/extension-folder.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { type TestCluster, testCluster } from '../test-support/test-clusters.ts';
import { KubernetesSource } from './kubernetes-source.ts';
import type { OfferedPackages } from './object-content.ts';
import { sha256Of, UI_BUNDLES, type UIBundleObject } from './ui-bundle-object.ts';

interface Place {
  cluster: TestCluster;
  folder: string;
  builtin: string;
  allowHosts?: string[];
}

async function place(...extensions: ExtensionFolderOptions[]): Promise<Place> {
  const cluster = await testCluster();
  await ensureOwnNamespace(cluster.api.client);
  const folder = await temporaryFolder();
  const builtin = join(folder, 'builtin');
  for (const extension of extensions) await writeExtension(join(builtin, extension.name), extension);
  return { cluster, folder, builtin };
}

async function open(
  { cluster, folder, builtin, allowHosts = [] }: Place,
  offered?: OfferedPackages,
): Promise<KubernetesSource> {
  const onError = vi.fn();
  const outside = guardedFetch(createAddressGuard(allowHosts));
  const source = await KubernetesSource.open({
    client: cluster.api.client,
    leadership: soleLeader(onError),
    dataDir: join(folder, 'data'),
    roots: [builtin],
    temporary: join(folder, 'tmp'),
    fetch: outside.fetch,
    patience: 400,
    offered,
    onError,
  });
  onTestFinished(async () => {
    await source[Symbol.asyncDispose]();
    await outside[Symbol.asyncDispose]();
    expect(onError).not.toHaveBeenCalled();
  });
  return source;
}

const listed = (source: KubernetesSource) =>
  source.list().extensions.map(({ name, active, state }) => `${name} ${active.version} ${state}`);
const problems = (source: KubernetesSource) =>
  source.list().skipped.map(({ extension, problem }) => `${extension} ${problem.code}`);
const object = ({ cluster }: Place, name: string) => cluster.api.client.get<UIBundleObject>({ ...UI_BUNDLES, name });

const MENU_ONLY: ExtensionManifest = {
  apiVersion: 'luban.dev/v1',
  name: 'signpost',
  version: '0.1.0',
  displayName: { en: 'Signpost' },
  contributes: { menus: [{ slot: 'global', id: 'docs', title: 'Docs', href: 'https://kubernetes.io/docs/' }] },
} as ExtensionManifest;

function bundle(manifest: ExtensionManifest, spec: Partial<UIBundleObject['spec']> = {}): UIBundleObject {
  return {
    apiVersion: 'extensions.luban.dev/v1alpha1',
    kind: 'UIBundle',
    metadata: { name: manifest.name },
    spec: { version: manifest.version, manifest, ...spec },
  };
}

test('each package has an object that says what is in force, and is found again after a restart', async () => {
  const at = await place({ name: 'alpha' }, { name: 'beta', version: '2.0.0' });
  const source = await open(at);
  expect(listed(source)).toEqual(['alpha 1.0.0 Available', 'beta 2.0.0 Available']);
  expect(source.list().extensions.map(({ active }) => active.origin)).toEqual(['builtin', 'builtin']);
  expect(await object(at, 'beta')).toMatchObject({
    spec: { version: '2.0.0', source: { package: 'beta-2.0.0' }, manifest: { name: 'beta' } },
    status: { state: 'Available' },
  });
  await source.setState('beta', 'Disabled');
  expect(listed(source)).toEqual(['alpha 1.0.0 Available', 'beta 2.0.0 Disabled']);
  expect((await object(at, 'beta')).status).toEqual({ state: 'Disabled' });
  await source[Symbol.asyncDispose]();
  expect(listed(await open(at))).toEqual(['alpha 1.0.0 Available', 'beta 2.0.0 Disabled']);
});

test('what is written into the cluster is in force at once, and gone when it is deleted', async () => {
  const at = await place();
  const source = await open(at);
  const { client } = at.cluster.api;
  await client.create(UI_BUNDLES, bundle(MENU_ONLY));
  await vi.waitFor(() => expect(listed(source)).toEqual(['signpost 0.1.0 Available']));
  expect(await source.readFile('signpost', '0.1.0', 'extension.json')).toEqual(Buffer.from(JSON.stringify(MENU_ONLY)));
  await client.patch({ ...UI_BUNDLES, name: 'signpost' }, 'merge', { status: { state: 'Disabled' } });
  await vi.waitFor(() => expect(listed(source)).toEqual(['signpost 0.1.0 Disabled']));
  await client.delete({ ...UI_BUNDLES, name: 'signpost' });
  await vi.waitFor(() => expect(listed(source)).toEqual([]));
});

test('a built-in extension whose object somebody deletes stays away until its package changes', async () => {
  const at = await place({ name: 'alpha' });
  const source = await open(at);
  await at.cluster.api.client.delete({ ...UI_BUNDLES, name: 'alpha' });
  await vi.waitFor(() => expect(listed(source)).toEqual([]));
  await source[Symbol.asyncDispose]();
  const again = await open(at);
  expect(listed(again)).toEqual([]);
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha', version: '1.1.0' });
  await vi.waitFor(() => expect(listed(again)).toEqual(['alpha 1.1.0 Available']));
});

test('an object follows its package, and goes with it; what others have added to it stays', async () => {
  const at = await place({ name: 'alpha' });
  const source = await open(at);
  const { client } = at.cluster.api;
  await client.patch({ ...UI_BUNDLES, name: 'alpha' }, 'merge', { metadata: { labels: { team: 'shop' } } });
  await source.setState('alpha', 'Disabled');
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha', version: '1.1.0' });
  await vi.waitFor(() => expect(listed(source)).toEqual(['alpha 1.1.0 Disabled']));
  expect((await object(at, 'alpha')).metadata.labels).toMatchObject({ team: 'shop' });
  await rm(join(at.builtin, 'alpha'), { recursive: true });
  await vi.waitFor(() => expect(listed(source)).toEqual([]));
  await expect(object(at, 'alpha')).rejects.toMatchObject({ reason: 'NotFound' });
});

test('a version that was chosen stays in force, the newest gives way to newer ones', async () => {
  const at = await place({ name: 'alpha' });
  const source = await open(at);
  const work = await temporaryFolder();
  for (const version of ['1.1.0', '1.2.0']) {
    await writeExtension(work, { name: 'alpha', version });
    expect(await source.install({ folder: work })).toEqual({ name: 'alpha', version });
    expect(listed(source)).toEqual([`alpha ${version} Available`]);
  }
  await source.setVersion('alpha', '1.1.0');
  expect(listed(source)).toEqual(['alpha 1.1.0 Available']);
  await source[Symbol.asyncDispose]();
  const again = await open(at);
  expect(listed(again)).toEqual(['alpha 1.1.0 Available']);
  expect(again.list().extensions[0]!.versions.map(({ version }) => version)).toEqual(['1.2.0', '1.1.0', '1.0.0']);
  await again.setVersion('alpha', '1.2.0');
  expect((await object(at, 'alpha')).metadata.annotations).not.toHaveProperty(['luban.dev/pinned']);
  await again.remove('alpha');
  expect(listed(again)).toEqual(['alpha 1.0.0 Available']);
  await expect(again.remove('alpha')).rejects.toMatchObject({ code: 'LB5012' });
});

async function packed(at: Place, options: ExtensionFolderOptions) {
  const work = join(at.folder, `work-${options.name}`);
  const manifest = await writeExtension(work, options);
  return { manifest, tgz: await archive(await folderEntries(work)) };
}

test('files come out of a ConfigMap', async () => {
  const at = await place();
  const source = await open(at);
  const { client } = at.cluster.api;
  const { manifest, tgz } = await packed(at, { name: 'gamma' });
  const binaryData = { 'gamma.tgz': tgz.toString('base64') };
  const ref = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' };
  await client.create(ref, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'gamma' }, binaryData });
  const configMapRef = { namespace: 'default', name: 'gamma' };
  await client.create(UI_BUNDLES, bundle(manifest, { source: { configMapRef }, digest: sha256Of(tgz) }));
  await vi.waitFor(() => expect(listed(source)).toEqual(['gamma 1.0.0 Available']));
  expect((await source.readFile('gamma', '1.0.0', 'entry.js'))?.toString()).toContain('export const init');
});

test('files come from a URL, if it may be reached', async () => {
  const at = await place();
  const { manifest, tgz } = await packed(at, { name: 'delta' });
  const server = createServer((_request, response) => response.end(tgz)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await vi.waitFor(() => expect(server.listening).toBe(true));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/delta.tgz`;
  const source = await open(at);
  await at.cluster.api.client.create(UI_BUNDLES, bundle(manifest, { source: { url } }));
  await vi.waitFor(() => expect(problems(source)).toEqual(['delta LB5101']));
  await source[Symbol.asyncDispose]();
  const allowed = await open({ ...at, allowHosts: ['127.0.0.1'] });
  expect(listed(allowed)).toEqual(['delta 1.0.0 Available']);
});

test.each<[string, (manifest: ExtensionManifest) => UIBundleObject, string]>([
  ['a package that is not here', (m) => bundle(m, { source: { package: 'gamma-1.0.0' } }), 'LB5801'],
  ['code without a source', (m) => bundle(m), 'LB5802'],
  ['what is no reference', (m) => bundle(m, { source: { oci: 'registry.example/gamma:1.0.0' } }), 'LB5803'],
  [
    'a ConfigMap that is not there',
    (m) => bundle(m, { source: { configMapRef: { namespace: 'default', name: 'none' } } }),
    'LB5804',
  ],
  ['the metadata service', (m) => bundle(m, { source: { url: 'http://169.254.169.254/latest' } }), 'LB5101'],
  ['another name', () => ({ ...bundle(MENU_ONLY), metadata: { name: 'gamma' } }), 'LB5806'],
  ['another version', () => bundle(MENU_ONLY, { version: '9.9.9' }), 'LB5806'],
  ['no manifest at all', () => bundle({ ...MENU_ONLY }, { manifest: {} }), 'LB1003'],
])('%s is a problem of that extension alone', async (_, make, code) => {
  const at = await place({ name: 'alpha' });
  const source = await open(at);
  const { manifest } = await packed(at, { name: 'gamma' });
  await at.cluster.api.client.create(UI_BUNDLES, make(manifest));
  await vi.waitFor(() => expect(problems(source)).toEqual([expect.stringMatching(` ${code}$`)]));
  expect(listed(source)).toEqual(['alpha 1.0.0 Available']);
});

test('other content than announced is not taken, and the last good one stays', async () => {
  const at = await place();
  const source = await open(at);
  const { client } = at.cluster.api;
  await client.create(UI_BUNDLES, bundle(MENU_ONLY));
  await vi.waitFor(() => expect(listed(source)).toEqual(['signpost 0.1.0 Available']));
  const { tgz } = await packed(at, { name: 'signpost', version: '0.2.0' });
  const binaryData = { tgz: tgz.toString('base64') };
  const ref = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' };
  await client.create(ref, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'other' }, binaryData });
  const manifest = { ...MENU_ONLY, version: '0.2.0' };
  const source2 = { configMapRef: { namespace: 'default', name: 'other' } };
  const spec = { version: '0.2.0', manifest, source: source2 };
  await client.patch({ ...UI_BUNDLES, name: 'signpost' }, 'merge', { spec });
  await vi.waitFor(() => expect(problems(source)).toEqual(['signpost LB5807']));
  expect(listed(source)).toEqual(['signpost 0.1.0 Available']);
});

test('a hundred packages are published at once', async () => {
  const at = await place(...Array.from({ length: 100 }, (_, i) => ({ name: `x-${i}`, files: {} })));
  const source = await open(at);
  expect(listed(source)).toHaveLength(100);
  expect((await at.cluster.api.client.list(UI_BUNDLES)).items).toHaveLength(100);
});

test('a package of the catalogue is fetched once, kept, and stays in force when it is offered no more', async () => {
  const at = await place();
  const work = await temporaryFolder();
  const manifest = await writeExtension(work, { name: 'tides' });
  const content = await archive(await folderEntries(work, 'tides/'));
  const listeners = new Set<() => void>();
  const asked: string[] = [];
  let isThere = false;
  const offered: OfferedPackages = {
    has: () => isThere,
    async archive(reference) {
      asked.push(reference);
      return content;
    },
    watch(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => listeners.delete(listener) };
    },
  };
  const source = await open(at, offered);
  const digest = sha256Of(Buffer.from(JSON.stringify(manifest)));
  await at.cluster.api.client.create(UI_BUNDLES, bundle(manifest, { source: { package: 'tides-1.0.0' }, digest }));
  await vi.waitFor(() => expect(problems(source)).toEqual(['tides LB5801']));
  isThere = true;
  for (const listener of listeners) listener();
  await vi.waitFor(() => expect(listed(source)).toEqual(['tides 1.0.0 Available']));
  expect(problems(source)).toEqual([]);
  isThere = false;
  for (const listener of listeners) listener();
  await source.setState('tides', 'Disabled');
  expect(listed(source)).toEqual(['tides 1.0.0 Disabled']);
  await source[Symbol.asyncDispose]();
  expect(listed(await open(at, offered))).toEqual(['tides 1.0.0 Disabled']);
  expect(asked).toEqual(['tides-1.0.0']);
});
