import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { testServer } from '../test-support/test-server.ts';
import { REPOSITORIES } from './objects.ts';
import { chartServer } from './test-support/chart-server.ts';

vi.setConfig({ testTimeout: 40_000 });

async function open() {
  const charts = await chartServer(
    { name: 'tide-clock', version: '1.0.0' },
    { name: 'harbour', metadata: { category: undefined } },
  );
  const cluster = await testCluster();
  const server = await testServer([], { clusters: [cluster], allowHosts: [charts.host] });
  const list = async () => {
    const response = await server.ask('GET', '/api/center/repositories');
    return { text: response.body, repositories: response.json().repositories as Record<string, unknown>[] };
  };
  const shore = async () => (await list()).repositories.find(({ name }) => name === 'shore');
  return { ...server, charts, client: cluster.api.client, list, shore };
}

test('a repository is shown with what it brought and what it left out, and without its password', async () => {
  const { client, charts, list, shore, ask } = await open();
  charts.auth = 'pilot:s3cret-pw';
  const withPassword = charts.url.replace('://', '://someone:else-pw@');
  await client.create(REPOSITORIES, {
    ...{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'Repository', metadata: { name: 'shore' } },
    spec: { url: withPassword, basicAuth: { username: 'pilot', password: 's3cret-pw' }, caBundle: 'eA==' },
  });
  await eventually(async () => expect(['synced', 'failed']).toContain((await shore())?.state));
  await client.patch({ ...REPOSITORIES, name: 'shore' }, 'merge', { spec: { url: charts.url, caBundle: null } });
  await eventually(async () => {
    expect(await shore()).toMatchObject({
      ...{ name: 'shore', url: charts.url, kind: 'http', state: 'synced', extensions: 1, versions: 1, depth: 3 },
      ...{ hasPassword: true, username: 'pilot', hasCaBundle: false, insecure: false, interval: '15m' },
      signature: { required: false, keys: [] },
      lastSync: expect.stringMatching(/Z$/),
      chartProblems: [
        { chart: 'harbour', version: '1.0.0', problem: { params: { file: 'extension.yaml', field: 'category' } } },
      ],
    });
  });
  expect((await list()).text).not.toMatch(/s3cret-pw|else-pw/);
  charts.add({ name: 'tide-clock', version: '2.0.0' });
  expect((await ask('POST', '/api/center/repositories/shore/sync')).statusCode).toBe(202);
  await eventually(async () => expect(await shore()).toMatchObject({ versions: 2 }));
  const unknown = await ask('POST', '/api/center/repositories/nowhere/sync');
  expect([unknown.statusCode, unknown.json().error.code]).toEqual([404, 'LB7317']);
});

test('a look at a repository stores nothing', async () => {
  const { ask, charts, client } = await open();
  const check = (payload: object) => ask('POST', '/api/center/repositories/check', { payload });
  expect((await check({ url: charts.url })).json()).toEqual({ kind: 'http', extensions: 2, problems: [] });
  charts.auth = 'pilot:s3cret';
  const refused = await check({ url: charts.url, basicAuth: { username: 'pilot', password: 'wrong' } });
  expect([refused.statusCode, refused.json().error.code]).toEqual([502, expect.stringMatching(/^LB72/)]);
  expect((await check({ url: charts.url, basicAuth: { username: 'pilot', password: 's3cret' } })).statusCode).toBe(200);
  expect((await check({ url: 'http://169.254.169.254/charts' })).json().error.code).toBe('LB5101');
  for (const bad of [{}, { url: 7 }, { url: 'ftp://shore.example' }, { url: 'not a url' }]) {
    expect((await check(bad)).statusCode).toBeGreaterThanOrEqual(400);
  }
  const names = (await client.list(REPOSITORIES)).items.map(({ metadata }) => metadata.name);
  expect(names.filter((name) => name !== 'luban')).toEqual([]);
});

test('a change of a repository is looked at with the password that stays', async () => {
  const { ask, charts, client } = await open();
  charts.auth = 'pilot:s3cret';
  await client.create(REPOSITORIES, {
    ...{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'Repository', metadata: { name: 'shore' } },
    spec: { url: charts.url, basicAuth: { username: 'pilot', password: 's3cret' } },
  });
  const check = (payload: object) => ask('POST', '/api/center/repositories/check', { payload });
  const draft = { url: charts.url, repository: 'shore' };
  await eventually(async () => {
    expect((await check({ ...draft, basicAuth: { username: 'pilot', password: '' } })).statusCode).toBe(200);
  });
  for (const basicAuth of [undefined, { username: 'other' }, { username: 'pilot', password: 'wrong' }]) {
    expect((await check({ ...draft, basicAuth })).statusCode).toBe(502);
  }
  expect((await check({ ...draft, repository: 'nowhere' })).json().error.code).toBe('LB7317');
  expect((await check({ ...draft, repository: 7 })).statusCode).toBe(400);
});

test('whoever may not see repositories, or add them, is told so', async () => {
  const { askAsStranger } = await open();
  for (const [method, path] of [
    ['GET', '/api/center/repositories'],
    ['POST', '/api/center/repositories/check'],
    ['POST', '/api/center/repositories/luban/sync'],
  ] as const) {
    expect((await askAsStranger(method, path)).statusCode).toBe(401);
  }
});
