import { brotliDecompressSync } from 'node:zlib';
import type { Catalogue } from '@luban/manifest/center-api';
import { expect, test, vi } from 'vitest';
import { eventually } from '../../test-support/eventually.ts';
import { testCluster } from '../../test-support/test-clusters.ts';
import { testServer } from '../../test-support/test-server.ts';
import { writeCategory, writeExtensionObjects, writePlan, writeRepository } from '../testing/center-objects.ts';

vi.setConfig({ testTimeout: 30_000 });

test('lists extensions with icons, categories and what is installed, packed and only when something changed', async () => {
  const cluster = await testCluster();
  const { client } = cluster.api;
  const server = await testServer([], { clusters: [cluster] });
  await writeCategory(client, 'tidal', { en: 'Of tides', zh: '潮汐' });
  await writeRepository(client, 'harbour');
  const versions = ['1.0.0', '1.10.0', '1.9.0'];
  await writeExtensionObjects(client, { name: 'tide', versions, category: 'tidal', repository: 'harbour' });
  await writeExtensionObjects(client, { name: 'buoy', versions: ['0.1.0'], category: 'odd' });
  await writePlan(client, 'tide', {
    spec: { extension: { name: 'tide', version: '1.0.0' }, enabled: true },
    status: { state: 'Installed', version: '1.0.0' },
  });
  const read = async () => (await server.ask('GET', '/api/center/catalogue')).json<Catalogue>();
  const catalogue = await eventually(async () => {
    const found = await read();
    expect(found.extensions.find(({ name }) => name === 'tide')?.installation?.state).toBe('Installed');
    expect(found.extensions.map(({ name }) => name)).toContain('buoy');
    return found;
  });
  const tide = catalogue.extensions.find(({ name }) => name === 'tide')!;
  expect(tide).toMatchObject({
    displayName: { en: 'The tide', zh: 'tide 扩展' },
    latestVersion: '1.10.0',
    recommendedVersion: '1.10.0',
    repository: 'harbour',
    category: 'tidal',
    installation: { version: '1.0.0', upgradeTo: '1.10.0', origin: 'plan', enabled: true, preinstalled: false },
  });
  expect(catalogue).toMatchObject({ canManage: true, lubanVersion: expect.any(String) });
  expect(catalogue.kubeVersion).toMatch(/^v?1\.\d+/);
  expect(catalogue.categories).toContainEqual({
    name: 'tidal',
    displayName: { en: 'Of tides', zh: '潮汐' },
    count: 1,
  });
  expect(catalogue.categories.at(-1)).toEqual({ name: 'odd', displayName: { en: 'odd' }, count: 1 });

  const icon = await server.ask('GET', tide.icon!);
  expect(icon.headers).toMatchObject({
    'content-type': expect.stringContaining('image/svg+xml'),
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
    'cache-control': expect.stringContaining('immutable'),
  });
  expect(icon.body).toContain('<svg');

  const packed = await server.ask('GET', '/api/center/catalogue', { headers: { 'accept-encoding': 'br' } });
  expect(JSON.parse(brotliDecompressSync(packed.rawPayload).toString())).toEqual(catalogue);
  const etag = String(packed.headers.etag);
  const again = () => server.ask('GET', '/api/center/catalogue', { headers: { 'if-none-match': etag } });
  expect(await again()).toMatchObject({ statusCode: 304, body: '' });
  await writeExtensionObjects(client, { name: 'crab', versions: ['2.0.0'] });
  await eventually(async () => expect((await again()).statusCode).toBe(200));
});
