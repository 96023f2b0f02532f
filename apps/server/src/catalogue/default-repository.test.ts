import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { testPackageFiles } from '@luban/extension-package/testing';
import { expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { eventually } from '../test-support/eventually.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { reopen, testServer } from '../test-support/test-server.ts';
import { DefaultRepository } from './default-repository.ts';
import { EXTENSION_VERSIONS, EXTENSIONS, type ExtensionObject, REPOSITORIES } from './objects.ts';

vi.setConfig({ testTimeout: 40_000 });

interface FolderOptions {
  name?: string;
  version?: string;
  values?: string;
  metadata?: Record<string, unknown>;
}

/** As an author has it: everything but Chart.yaml, which is made. */
async function writeFolder(folder: string, options: FolderOptions = {}): Promise<void> {
  for (const [path, content] of testPackageFiles(options)) {
    if (path === 'Chart.yaml') continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const open = (dataDir: string, root: string, onError = (error: unknown) => expect.unreachable(String(error))) =>
  new DefaultRepository({ dataDir, roots: [root], freshFor: 0, onError });

test('folders of extensions and folders of versions are offered, the newest first', async () => {
  const [dataDir, root] = [await temporaryFolder(), await temporaryFolder()];
  await writeFolder(join(root, 'harbour'), { name: 'harbour' });
  await writeFolder(join(root, 'clock', 'v1'), { version: '1.0.0' });
  await writeFolder(join(root, 'clock', 'v2'), { version: '1.10.0' });
  await mkdir(join(root, 'notes', 'src'), { recursive: true });
  // Not built yet: its package would lack its pages.
  await writeFolder(join(root, 'unbuilt'), { name: 'unbuilt' });
  await writeFile(join(root, 'unbuilt', 'extension.ts'), '');
  const repository = open(dataDir, root);
  const charts = await repository.charts();
  expect(charts.map(({ file }) => file)).toEqual([
    'harbour-1.0.0.tgz',
    'tide-clock-1.10.0.tgz',
    'tide-clock-1.0.0.tgz',
  ]);
  for (const { file, digest } of charts) {
    const content = await repository.read(file);
    expect(`sha256:${createHash('sha256').update(content).digest('hex')}`).toBe(digest);
  }
  await expect(repository.read('../../etc/passwd')).rejects.toThrow('not one of');
});

test('a package is made once, also over starts, and again when its folder changes or the cache was emptied', async () => {
  const [dataDir, root] = [await temporaryFolder(), await temporaryFolder()];
  await writeFolder(join(root, 'clock'), {});
  const cache = join(dataDir, 'cache', 'default-repository');
  const [before] = await open(dataDir, root).charts();
  const files = await readdir(cache);
  expect(await open(dataDir, root).charts()).toEqual([before]);
  expect(await readdir(cache)).toEqual(files);
  const repository = open(dataDir, root);
  await repository.charts();
  await rm(cache, { recursive: true });
  expect(await repository.read(before!.file)).toBeDefined();
  const changes = vi.fn();
  using _watch = repository.watch(changes);
  await writeFile(join(root, 'clock', 'README.md'), '# Another one');
  await repository.refresh();
  expect(changes).toHaveBeenCalledOnce();
  expect((await repository.charts())[0]?.digest).not.toBe(before?.digest);
  expect(await readdir(cache)).toHaveLength(2);
});

test('a folder that cannot be packed is named, and hides no other', async () => {
  const [dataDir, root] = [await temporaryFolder(), await temporaryFolder()];
  await writeFolder(join(root, 'clock'), { metadata: { category: undefined } });
  await writeFolder(join(root, 'harbour'), { name: 'harbour' });
  const repository = open(dataDir, root);
  expect((await repository.charts()).map(({ name }) => name)).toEqual(['harbour']);
  expect(repository.problems).toEqual([
    expect.objectContaining({ params: expect.objectContaining({ folder: join(root, 'clock'), field: 'category' }) }),
  ]);
});

test('it fills the catalogue of a new server, with no network and no host allowed, and anybody may read it', async () => {
  const root = await temporaryFolder();
  await writeFolder(join(root, 'clock', 'v1'), { version: '1.0.0' });
  await writeFolder(join(root, 'clock', 'v2'), { version: '1.1.0' });
  const cluster = await testCluster();
  const server = await testServer([], { clusters: [cluster], extensionRoots: [root] });
  const { client } = cluster.api;
  const recommended = async () =>
    (await client.get<ExtensionObject>({ ...EXTENSIONS, name: 'tide-clock' })).status?.recommendedVersion;
  await eventually(async () => expect(await recommended()).toBe('1.1.0'));
  const index = await server.askAsStranger('GET', '/repository/index.yaml');
  const { entries } = parse(index.body) as {
    entries: Record<string, { version: string; urls: string[]; digest: string }[]>;
  };
  expect(entries['tide-clock']?.map(({ version }) => version)).toEqual(['1.1.0', '1.0.0']);
  const etag = index.headers.etag as string;
  expect(
    (await server.askAsStranger('GET', '/repository/index.yaml', { headers: { 'if-none-match': etag } })).statusCode,
  ).toBe(304);
  const [newest] = entries['tide-clock']!;
  const chart = await server.askAsStranger('GET', `/repository/${newest!.urls[0]}`);
  expect(chart.headers).toMatchObject({
    'content-type': 'application/gzip',
    'cache-control': expect.stringContaining('immutable'),
  });
  expect(createHash('sha256').update(chart.rawPayload).digest('hex')).toBe(newest?.digest);
  for (const path of ['charts/nothing-1.0.0.tgz', 'charts/..%2f..%2findex.yaml', 'charts/%00']) {
    expect((await server.askAsStranger('GET', `/repository/${path}`)).statusCode).toBeGreaterThanOrEqual(400);
  }
  // Its folders are live.
  await writeFolder(join(root, 'clock', 'v3'), { version: '1.2.0' });
  expect((await server.ask('POST', '/api/center/repositories/luban/sync')).statusCode).toBe(202);
  await eventually(async () => expect(await recommended()).toBe('1.2.0'));
});

test('a default repository that was deleted stays deleted, and takes along what nobody has installed', async () => {
  const root = await temporaryFolder();
  await writeFolder(join(root, 'clock'), {});
  const cluster = await testCluster();
  const { client } = cluster.api;
  const server = await testServer([], { clusters: [cluster], extensionRoots: [root] });
  const names = async () => (await client.list(EXTENSION_VERSIONS)).items.map(({ metadata }) => metadata.name);
  await eventually(async () => expect(await names()).toEqual(['tide-clock-1.0.0']));
  await client.delete({ ...REPOSITORIES, name: 'luban' });
  await eventually(async () => expect(await names()).toEqual([]));
  await server.server.close();
  await reopen(server.folder, { clusters: [cluster], extensionRoots: [root] });
  await eventually(async () => {
    const { items } = await client.list({ group: 'kubesphere.io', version: 'v1alpha1', resource: 'categories' });
    expect(items).toHaveLength(11);
  });
  expect((await client.list(REPOSITORIES)).items).toEqual([]);
});

test('where a KubeSphere keeps the catalogue, nothing is written', async () => {
  const root = await temporaryFolder();
  await writeFolder(join(root, 'clock'), {});
  const cluster = await testCluster();
  const { client } = cluster.api;
  const definitions = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };
  const annotations = { 'luban.dev/definition-digest': null };
  for (const plural of ['extensionversions', 'extensions', 'repositories', 'categories', 'installplans']) {
    await client.patch({ ...definitions, name: `${plural}.kubesphere.io` }, 'merge', { metadata: { annotations } });
  }
  const server = await testServer([], { clusters: [cluster], extensionRoots: [root] });
  // Its own repository is served all the same.
  expect((await server.askAsStranger('GET', '/repository/index.yaml')).body).toContain('tide-clock');
  const [repositories, versions] = await Promise.all([client.list(REPOSITORIES), client.list(EXTENSION_VERSIONS)]);
  expect([...repositories.items, ...versions.items]).toEqual([]);
});
