import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import { EXTENSION_VERSIONS, EXTENSIONS, INSTALL_PLANS, REPOSITORIES, type RepositoryObject } from './objects.ts';
import { type CatalogueStage, catalogueStage } from './test-support/catalogue-stage.ts';
import { type ChartServer, chartServer } from './test-support/chart-server.ts';

vi.setConfig({ testTimeout: 30_000 });

const clock = (version: string, rest: object = {}) => ({ name: 'tide-clock', version, ...rest });
const kubesphere = { apiVersion: 'kubesphere.io/v1alpha1' };
const sleepPastSecond = () => new Promise((resolve) => setTimeout(resolve, 1_050));

/** Waits until the garbage collector has certainly looked: something else that it has to remove is gone. */
async function garbageCollected({ client }: CatalogueStage): Promise<void> {
  const configMaps = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' };
  const owner = await client.create(EXTENSIONS, { ...kubesphere, kind: 'Extension', metadata: { name: 'sentinel' } });
  await client.create(configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'sentinel',
      ownerReferences: [{ ...kubesphere, kind: 'Extension', name: 'sentinel', uid: owner.metadata.uid! }],
    },
  });
  await client.delete({ ...EXTENSIONS, name: 'sentinel' });
  await eventually(() => expect(client.get({ ...configMaps, name: 'sentinel' })).rejects.toMatchObject({ code: 404 }));
}

async function owner(stage: CatalogueStage): Promise<string | undefined> {
  return (await stage.extension('tide-clock'))?.metadata.labels?.['kubesphere.io/repository-ref'];
}

async function alsoIn(stage: CatalogueStage): Promise<string | undefined> {
  return (await stage.extension('tide-clock'))?.metadata.annotations?.[CATALOGUE_MARKS.alsoIn];
}

test.each([
  ['elder', 'younger'],
  ['younger', 'elder'],
])(
  '[8.2 item 25] two repositories with one extension: the elder has it, also when %s is read first',
  async (first, second) => {
    const servers: Record<string, ChartServer> = {
      elder: await chartServer(clock('1.0.0'), { name: 'harbour' }),
      younger: await chartServer(clock('9.0.0'), { name: 'lighthouse' }),
    };
    const stage = await catalogueStage(Object.values(servers));
    servers[second]!.faults.set('index.yaml', 503);
    await stage.addRepository('elder', servers.elder!);
    // Their times have whole seconds.
    await sleepPastSecond();
    await stage.addRepository('younger', servers.younger!);
    await stage.synced(first);
    await stage.synced(second, 'failed');
    servers[second]!.faults.clear();
    await stage.syncNow(second);
    await eventually(async () => {
      expect(await stage.versionNames()).toEqual(['harbour-1.0.0', 'lighthouse-1.0.0', 'tide-clock-1.0.0']);
      expect(await owner(stage)).toBe('elder');
      expect(await alsoIn(stage)).toBe('younger');
    });
    const { chartProblems, shadowed } = await stage.synced('younger');
    expect(shadowed).toEqual(['tide-clock']);
    expect(chartProblems).toEqual([
      {
        chart: 'tide-clock',
        problem: {
          code: 'LB7303',
          params: { extension: 'tide-clock', repository: 'younger', owner: 'elder' },
          extension: 'tide-clock',
        },
      },
    ]);
  },
);

test('when the first repository goes, the other one takes over', async () => {
  const [a, b] = [await chartServer(clock('1.0.0')), await chartServer(clock('1.0.0'), clock('1.1.0'))];
  const stage = await catalogueStage([a, b]);
  await stage.addRepository('a', a);
  await stage.synced('a');
  await stage.addRepository('b', b);
  await stage.synced('b');
  await eventually(async () => expect(await alsoIn(stage)).toBe('b'));
  await stage.client.delete({ ...REPOSITORIES, name: 'a' });
  await eventually(async () => {
    expect(await stage.versionNames()).toEqual(['tide-clock-1.0.0', 'tide-clock-1.1.0']);
    expect((await stage.version('tide-clock-1.0.0'))?.metadata.labels?.['kubesphere.io/repository-ref']).toBe('b');
    expect(await owner(stage)).toBe('b');
    expect(await alsoIn(stage)).toBeUndefined();
  });
  expect((await stage.synced('b')).chartProblems).toEqual([]);
});

test('[Q] what was published by hand is taken over by nobody, unless a person says so', async () => {
  const server = await chartServer(clock('1.0.0', { values: 'other: 1' }), clock('2.0.0'));
  const stage = await catalogueStage([server]);
  const byHand = {
    ...{ ...kubesphere, kind: 'ExtensionVersion' },
    metadata: { name: 'tide-clock-1.0.0', labels: { 'kubesphere.io/extension-ref': 'tide-clock' } },
    spec: { version: '1.0.0', displayName: { en: 'Mine' }, digest: `sha256:${'a'.repeat(64)}` },
  };
  const before = await stage.client.create(EXTENSION_VERSIONS, byHand);
  await eventually(async () =>
    expect(await stage.extension('tide-clock')).toMatchObject({ spec: { displayName: { en: 'Mine' } } }),
  );
  await stage.addRepository('shore', server);
  expect((await stage.synced('shore')).chartProblems.map(({ problem }) => problem.code)).toEqual(['LB7313']);
  expect(await stage.versionNames()).toEqual(['tide-clock-1.0.0']);
  await eventually(async () => expect(await alsoIn(stage)).toBe('shore'));
  const labels = { 'kubesphere.io/repository-ref': 'shore' };
  await stage.client.patch({ ...EXTENSIONS, name: 'tide-clock' }, 'merge', { metadata: { labels } });
  await eventually(() => expect(stage.objects.extensions.get('tide-clock')?.metadata.labels).toMatchObject(labels));
  const { chartProblems } = await stage.syncNow('shore');
  expect(chartProblems.map(({ version, problem }) => [version, problem.code])).toEqual([['1.0.0', 'LB7304']]);
  expect(await stage.versionNames()).toEqual(['tide-clock-1.0.0', 'tide-clock-2.0.0']);
  expect(await stage.version('tide-clock-1.0.0')).toEqual(before);
});

test('[Q] a version that is installed stays when its repository lists it no longer, and goes after the uninstallation', async () => {
  const server = await chartServer(clock('1.0.0'), clock('1.1.0'), clock('1.2.0'));
  const stage = await catalogueStage([server]);
  await stage.addRepository('shore', server);
  await stage.synced('shore');
  // In force on the host, on a member, and planned.
  await stage.plan('tide-clock', '1.2.0', {
    state: 'Upgrading',
    version: '1.1.0',
    clusterSchedulingStatuses: { reef: { version: '1.0.0' } },
  });
  server.charts.clear();
  server.add({ name: 'harbour' });
  await stage.syncNow('shore');
  expect(await stage.versionNames()).toEqual([
    'harbour-1.0.0',
    'tide-clock-1.0.0',
    'tide-clock-1.1.0',
    'tide-clock-1.2.0',
  ]);
  expect((await stage.version('tide-clock-1.1.0'))?.metadata.annotations?.[CATALOGUE_MARKS.withdrawn]).toBe('shore');
  await stage.client.delete({ ...INSTALL_PLANS, name: 'tide-clock' });
  await eventually(async () => {
    expect(await stage.versionNames()).toEqual(['harbour-1.0.0']);
    expect(await stage.extension('tide-clock')).toBeUndefined();
  });
});

test('[8.2 item 16] deleting a repository cleans up, and takes nothing from what is installed', async () => {
  const server = await chartServer(clock('1.0.0'), clock('1.1.0'), { name: 'harbour' });
  const stage = await catalogueStage([server]);
  // As a KubeSphere has left it: owned by the repository, so that garbage collection would take it along.
  const repository: RepositoryObject = await stage.addRepository('shore', server);
  await stage.synced('shore');
  await stage.plan('tide-clock', '1.0.0', { state: 'Installed', version: '1.0.0' });
  await stage.client.delete({ ...REPOSITORIES, name: 'shore' }, { propagationPolicy: 'Foreground' });
  await eventually(async () => {
    expect(await stage.versionNames()).toEqual(['tide-clock-1.0.0']);
    expect(await stage.extension('harbour')).toBeUndefined();
    // What was known of it goes with it, by garbage collection.
    expect(stage.states.of('shore')).toBeUndefined();
  });
  await garbageCollected(stage);
  expect(await stage.versionNames()).toEqual(['tide-clock-1.0.0']);
  await eventually(async () =>
    expect(await stage.extension('tide-clock')).toMatchObject({
      status: { state: 'Installed', installedVersion: '1.0.0', versions: [{ version: '1.0.0' }] },
    }),
  );
  expect(repository.metadata.finalizers).toBeUndefined();
});

test('objects that a KubeSphere tied to its repository are untied, before they can be lost with it', async () => {
  const server = await chartServer(clock('1.0.0'));
  const stage = await catalogueStage([server]);
  server.faults.set('index.yaml', 503);
  const { metadata } = await stage.addRepository('shore', server);
  await stage.synced('shore', 'failed');
  const ownerReferences = [{ ...kubesphere, kind: 'Repository', name: 'shore', uid: metadata.uid! }];
  const labels = { 'kubesphere.io/extension-ref': 'tide-clock', 'kubesphere.io/repository-ref': 'shore' };
  await stage.client.create(EXTENSIONS, {
    ...kubesphere,
    kind: 'Extension',
    metadata: { name: 'tide-clock', ownerReferences },
  });
  await stage.client.create(EXTENSION_VERSIONS, {
    ...{ ...kubesphere, kind: 'ExtensionVersion' },
    metadata: { name: 'tide-clock-1.0.0', labels, ownerReferences },
    spec: { version: '1.0.0' },
  });
  await stage.plan('tide-clock', '1.0.0', { state: 'Installed', version: '1.0.0' });
  server.faults.clear();
  await stage.syncNow('shore');
  await eventually(async () => {
    expect((await stage.extension('tide-clock'))?.metadata.ownerReferences).toBeUndefined();
    expect((await stage.version('tide-clock-1.0.0'))?.metadata.ownerReferences).toBeUndefined();
  });
  await stage.client.delete({ ...REPOSITORIES, name: 'shore' });
  await garbageCollected(stage);
  expect(await stage.versionNames()).toEqual(['tide-clock-1.0.0']);
});

test('an installed version that its repository replaced stays what it was, and that is told', async () => {
  const server = await chartServer(clock('1.0.0'), { name: 'harbour' });
  const stage = await catalogueStage([server]);
  await stage.addRepository('shore', server);
  await stage.synced('shore');
  const before = await stage.version('tide-clock-1.0.0');
  await stage.plan('tide-clock', '1.0.0', { state: 'Installed', version: '1.0.0' });
  server.add(clock('1.0.0', { values: 'evil: true' }), { name: 'harbour', values: 'new: true' });
  const { chartProblems } = await stage.syncNow('shore');
  expect(chartProblems.map(({ chart, problem }) => [chart, problem.code])).toEqual([['tide-clock', 'LB7305']]);
  expect((await stage.version('tide-clock-1.0.0'))?.spec?.digest).toBe(before?.spec?.digest);
  await stage.client.delete({ ...INSTALL_PLANS, name: 'tide-clock' });
  expect((await stage.syncNow('shore')).chartProblems).toEqual([]);
  expect((await stage.version('tide-clock-1.0.0'))?.spec?.digest).not.toBe(before?.spec?.digest);
});
