import type { KubeObject } from '@luban/kube';
import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { EXTENSION_VERSIONS, REPOSITORIES } from './objects.ts';
import { type CatalogueStage, catalogueStage } from './test-support/catalogue-stage.ts';
import { chartServer } from './test-support/chart-server.ts';

vi.setConfig({ testTimeout: 30_000 });

test('a repository below a sub-path, with a password, becomes extensions and versions', async () => {
  const server = await chartServer(
    { name: 'tide-clock', version: '1.0.0' },
    { name: 'tide-clock', version: '1.2.0', metadata: { displayName: { en: 'Tides', zh: '潮汐' } } },
    { name: 'harbour', version: '0.1.0', metadata: { category: 'networking' } },
  );
  server.auth = 'pilot:s3cret';
  const stage = await catalogueStage([server]);
  await stage.addRepository('shore', server, {
    spec: { url: server.url, basicAuth: { username: 'pilot', password: 's3cret' } },
  });
  const state = await stage.synced('shore');
  expect(state).toMatchObject({ offers: ['harbour', 'tide-clock'], chartProblems: [], failures: 0 });
  expect(await stage.versionNames()).toEqual(['harbour-0.1.0', 'tide-clock-1.0.0', 'tide-clock-1.2.0']);
  await eventually(async () => {
    const extension = await stage.extension('tide-clock');
    expect(extension).toMatchObject({
      metadata: { labels: { 'kubesphere.io/repository-ref': 'shore', 'kubesphere.io/category': 'dev-tools' } },
      spec: { displayName: { en: 'Tides', zh: '潮汐' }, icon: expect.stringMatching(/^data:image\/svg/) },
      status: { state: '', enabled: false, recommendedVersion: '1.2.0' },
    });
    expect(extension?.status?.versions?.map(({ version }) => version)).toEqual(['1.0.0', '1.2.0']);
  });
  await eventually(async () => {
    const repository = await stage.client.get({ ...REPOSITORIES, name: 'shore' });
    expect(repository.status).toEqual({ lastSyncTime: expect.stringMatching(/Z$/) });
  });
  expect(stage.errors).toEqual([]);
});

/** `name` and `version` of versions, as they are in the tests below. */
const clock = (version: string, rest: object = {}) => ({ name: 'tide-clock', version, ...rest });
const events = async (stage: CatalogueStage) => {
  const { items } = await stage.client.list<KubeObject & { reason?: string; message?: string; type?: string }>({
    ...{ group: '', version: 'v1', resource: 'events' },
  });
  return items;
};

test('[Q] an edited URL takes effect at once, also in the middle of a sync', async () => {
  const old = await chartServer(clock('1.0.0'));
  old.faults.set('index.yaml', 'hang');
  const next = await chartServer(clock('2.0.0'));
  const stage = await catalogueStage([old, next]);
  await stage.addRepository('shore', old);
  await eventually(() => expect(old.requests).toContain('index.yaml'));
  await stage.client.patch({ ...REPOSITORIES, name: 'shore' }, 'merge', { spec: { url: next.url } });
  await stage.synced('shore');
  expect(await stage.versionNames()).toEqual(['tide-clock-2.0.0']);
});

test('[Q] a chart that does not come hides no other, and takes no version away', async () => {
  const server = await chartServer(clock('1.0.0'), clock('1.1.0'), { name: 'harbour' });
  const stage = await catalogueStage([server]);
  await stage.addRepository('shore', server);
  await stage.synced('shore');
  // The same versions with other content: all are fetched anew.
  server.add(clock('1.0.0', { values: 'a: 1' }), clock('1.1.0', { values: 'a: 1' }), {
    name: 'harbour',
    version: '2.0.0',
  });
  server.faults.set('tide-clock-1.1.0', 503);
  const state = await stage.syncNow('shore');
  expect(state.outcome).toBe('synced');
  expect(state.chartProblems).toEqual([
    expect.objectContaining({
      chart: 'tide-clock',
      version: '1.1.0',
      problem: expect.objectContaining({ code: expect.stringMatching(/^LB72/) }),
    }),
  ]);
  expect(await stage.versionNames()).toEqual([
    'harbour-1.0.0',
    'harbour-2.0.0',
    'tide-clock-1.0.0',
    'tide-clock-1.1.0',
  ]);
  server.faults.clear();
  expect((await stage.syncNow('shore')).chartProblems).toEqual([]);
});

test('a package that is bad is named with file and field, and not fetched again until it is another one', async () => {
  const server = await chartServer({ name: 'harbour' });
  server.add(clock('1.0.0', { metadata: { displayName: undefined } }));
  const stage = await catalogueStage([server]);
  await stage.addRepository('shore', server);
  const { chartProblems } = await stage.synced('shore');
  expect(chartProblems).toEqual([
    expect.objectContaining({
      ...{ chart: 'tide-clock', version: '1.0.0' },
      problem: expect.objectContaining({
        params: expect.objectContaining({ file: 'extension.yaml', field: 'displayName' }),
      }),
    }),
  ]);
  expect(await stage.versionNames()).toEqual(['harbour-1.0.0']);
  server.requests.length = 0;
  expect((await stage.syncNow('shore')).chartProblems).toEqual(chartProblems);
  expect(server.requests).toEqual(['index.yaml']);
  server.add(clock('1.0.0'));
  expect((await stage.syncNow('shore')).chartProblems).toEqual([]);
  expect(await stage.versionNames()).toEqual(['harbour-1.0.0', 'tide-clock-1.0.0']);
});

test('each chart has its own time', async () => {
  const server = await chartServer(...Array.from({ length: 12 }, (_, i) => clock(`1.${i}.0`)));
  server.faults.set('tide-clock-1.3.0', 'hang');
  const stage = await catalogueStage([server]);
  await stage.addRepository('shore', server, {
    spec: { url: server.url, depth: 0, updateStrategy: { timeout: '1s' } },
  });
  const { chartProblems } = await stage.synced('shore');
  expect(chartProblems.map(({ version, problem }) => [version, problem.code])).toEqual([['1.3.0', 'LB7310']]);
  expect(await stage.versionNames()).toHaveLength(11);
});

test('a repository that is away takes nothing away, says so, and is asked again', async () => {
  const server = await chartServer(clock('1.0.0'));
  const stage = await catalogueStage([server]);
  await stage.addRepository('shore', server, {
    spec: { url: server.url, basicAuth: { username: 'pilot', password: 's3cret-pw' } },
  });
  await stage.synced('shore');
  server.faults.set('index.yaml', 503);
  const failed = await stage.syncNow('shore');
  expect(failed).toMatchObject({ outcome: 'failed', failures: 1, problem: { code: expect.stringMatching(/^LB72/) } });
  expect(await stage.versionNames()).toEqual(['tide-clock-1.0.0']);
  await eventually(async () => {
    const found = (await events(stage)).map(({ type, reason }) => `${type} ${reason}`);
    expect(found).toEqual(expect.arrayContaining(['Normal Synced', 'Warning SyncFailed']));
  });
  // Nowhere but in its own object.
  const kept = JSON.stringify([
    await events(stage),
    (await stage.client.list({ group: '', version: 'v1', resource: 'configmaps' })).items,
  ]);
  expect(kept).not.toMatch(/s3cret-pw|czNjcmV0LXB3/);
  server.faults.clear();
  expect(await stage.syncNow('shore')).toMatchObject({ outcome: 'synced', failures: 0 });
});

test('a repository that is suddenly empty is believed the second time', async () => {
  const server = await chartServer(clock('1.0.0'));
  const stage = await catalogueStage([server]);
  await stage.addRepository('shore', server);
  await stage.synced('shore');
  server.charts.clear();
  expect((await stage.syncNow('shore')).chartProblems.map(({ problem }) => problem.code)).toEqual(['LB7312']);
  expect(await stage.versionNames()).toEqual(['tide-clock-1.0.0']);
  expect((await stage.syncNow('shore')).chartProblems).toEqual([]);
  expect(await stage.versionNames()).toEqual([]);
  await eventually(async () => expect(await stage.extension('tide-clock')).toBeUndefined());
});

test.each([
  [undefined, ['1.2.0', '1.10.0', '2.0.0-rc.1']],
  [1, ['2.0.0-rc.1']],
  [0, ['1.0.0', '1.2.0', '1.10.0', '2.0.0-rc.1']],
])('a depth of %s keeps the newest versions', async (depth, kept) => {
  const server = await chartServer(clock('1.10.0'), clock('1.0.0'), clock('2.0.0-rc.1'), clock('1.2.0'));
  const stage = await catalogueStage([server]);
  await stage.addRepository('shore', server, { spec: { url: server.url, depth } });
  await stage.synced('shore');
  await eventually(async () => {
    const versions = (await stage.extension('tide-clock'))?.status?.versions?.map(({ version }) => version);
    expect(versions).toEqual(kept);
  });
  expect(server.requests.filter((path) => path !== 'index.yaml')).toHaveLength(kept.length);
});

test.each([true, false])(
  '[8.2 item 24] nothing changed: nothing is fetched again (digests in the index: %s)',
  async (digests) => {
    const server = await chartServer(clock('1.0.0'), clock('1.1.0'), { name: 'harbour' });
    server.digests = digests;
    const stage = await catalogueStage([server]);
    await stage.addRepository('shore', server);
    await stage.synced('shore');
    const before = await stage.client.list(EXTENSION_VERSIONS);
    server.requests.length = 0;
    await stage.syncNow('shore');
    expect(server.requests).toEqual(['index.yaml']);
    expect((await stage.client.list(EXTENSION_VERSIONS)).items).toEqual(before.items);
  },
);

test('another leader goes on where the one before has ended', async () => {
  const server = await chartServer(clock('1.0.0'));
  const stage = await catalogueStage([server]);
  await stage.addRepository('shore', server);
  await stage.synced('shore');
  await stage.stop();
  server.requests.length = 0;
  const next = await catalogueStage([server], { cluster: stage.cluster });
  await next.addRepository('other', server);
  await next.synced('other');
  // Only the new one was read.
  expect(server.requests.filter((path) => path === 'index.yaml')).toHaveLength(1);
});
