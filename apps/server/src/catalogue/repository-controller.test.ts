import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { REPOSITORIES } from './objects.ts';
import { catalogueStage } from './test-support/catalogue-stage.ts';
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
  const repository = await stage.client.get({ ...REPOSITORIES, name: 'shore' });
  expect(repository.status).toEqual({ lastSyncTime: expect.stringMatching(/Z$/) });
  expect(stage.errors).toEqual([]);
});
