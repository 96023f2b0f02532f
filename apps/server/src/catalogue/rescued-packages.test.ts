import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { testServer } from '../test-support/test-server.ts';
import { CatalogueObjects } from './catalogue-objects.ts';
import { CONFIG_MAPS } from './config-map-archive.ts';
import { EXTENSION_VERSIONS, type ExtensionVersionObject, INSTALL_PLANS, REPOSITORIES } from './objects.ts';
import { PackageStore } from './package-store.ts';
import { chartServer } from './test-support/chart-server.ts';

vi.setConfig({ testTimeout: 40_000 });

test('the package of an installed version outlives its repository, and the disk', async () => {
  const charts = await chartServer({ name: 'tide-clock', version: '1.0.0' });
  const cluster = await testCluster();
  const { client } = cluster.api;
  const { server, folder } = await testServer([], { clusters: [cluster], allowHosts: [charts.host] });
  await client.create(REPOSITORIES, {
    ...{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'Repository', metadata: { name: 'shore' } },
    spec: { url: charts.url },
  });
  const ref = { ...EXTENSION_VERSIONS, name: 'tide-clock-1.0.0' };
  await eventually(() => client.get(ref));
  await client.create(INSTALL_PLANS, {
    ...{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'InstallPlan', metadata: { name: 'tide-clock' } },
    spec: { extension: { name: 'tide-clock', version: '1.0.0' } },
  });
  await client.delete({ ...REPOSITORIES, name: 'shore' });
  charts.charts.clear();
  await eventually(async () => {
    const { spec } = await client.get<ExtensionVersionObject>(ref);
    expect(spec?.chartDataRef).toEqual({
      namespace: 'luban-system',
      name: 'package.tide-clock-1.0.0',
      key: 'chart.tgz',
    });
  });
  await server.close();
  await rm(join(folder, 'data', 'cache', 'packages'), { recursive: true });
  await using objects = await CatalogueObjects.open(client, () => {});
  const store = await PackageStore.open({
    ...{ dataDir: join(folder, 'other'), client, objects },
    fetch: () => Promise.reject(new Error('it is gone')),
    builtin: () => Promise.reject(new Error('it is gone')),
  });
  const version = await client.get<ExtensionVersionObject>(ref);
  expect((await store.archive(version)).digest).toBe(version.spec?.digest);
  // What was kept goes with the version.
  await client.delete(ref);
  await eventually(async () => {
    const { items } = await client.list(CONFIG_MAPS, { labelSelector: 'luban.dev/package-archive' });
    expect(items).toEqual([]);
  });
});
