import { randomBytes } from 'node:crypto';
import { testPackage } from '@luban/extension-package/testing';
import { expect, test, vi } from 'vitest';
import { archive as tgz } from '../test-support/archive.ts';
import { eventually } from '../test-support/eventually.ts';
import { type TestCluster, testCluster } from '../test-support/test-clusters.ts';
import { testServer } from '../test-support/test-server.ts';
import { CONFIG_MAPS } from './config-map-archive.ts';
import { EXTENSION_VERSIONS, EXTENSIONS, type ExtensionObject, type ExtensionVersionObject } from './objects.ts';

vi.setConfig({ testTimeout: 40_000 });

const headers = { 'content-type': 'application/gzip' };

async function open() {
  const cluster = await testCluster();
  const server = await testServer([], { clusters: [cluster] });
  const upload = (payload: Uint8Array) =>
    server.ask('POST', '/api/center/packages', { payload: Buffer.from(payload), headers });
  return { ...server, cluster, client: cluster.api.client, upload };
}

async function written({ api: { client } }: TestCluster): Promise<string[]> {
  const parts = await client.list(CONFIG_MAPS, { labelSelector: 'luban.dev/package-archive' });
  const versions = await client.list(EXTENSION_VERSIONS);
  return [...parts.items, ...versions.items].map(({ metadata }) => metadata.name!).sort();
}

test('an uploaded package is a version that can be installed, and goes without a trace', async () => {
  const { upload, cluster, client } = await open();
  // More than one ConfigMap holds.
  const archive = testPackage({ values: 'a: 1 # kept', files: { 'static/noise.bin': randomBytes(1_500_000) } });
  const response = await upload(archive);
  expect([response.statusCode, response.json()]).toEqual([201, { name: 'tide-clock', version: '1.0.0', warnings: [] }]);
  expect(await written(cluster)).toEqual([
    'package.tide-clock-1.0.0',
    'package.tide-clock-1.0.0.1',
    'tide-clock-1.0.0',
  ]);
  const name = 'tide-clock-1.0.0';
  const version = await client.get<ExtensionVersionObject>({ ...EXTENSION_VERSIONS, name });
  expect(version).toMatchObject({
    metadata: {
      annotations: { 'luban.dev/uploaded-by': 'admin' },
      labels: { 'kubesphere.io/extension-ref': 'tide-clock' },
    },
    spec: { digest: expect.stringMatching(/^sha256:/), chartDataRef: { namespace: 'luban-system', key: 'chart.tgz' } },
  });
  await eventually(async () => {
    const extension = await client.get<ExtensionObject>({ ...EXTENSIONS, name: 'tide-clock' });
    expect(extension.status?.recommendedVersion).toBe('1.0.0');
  });
  // The same once more is no other version.
  expect((await upload(archive)).statusCode).toBe(201);
  const other = await upload(testPackage({ values: 'a: 2' }));
  expect([other.statusCode, other.json().error.code]).toEqual([409, 'LB7306']);
  expect(await written(cluster)).toHaveLength(3);
  await client.delete({ ...EXTENSION_VERSIONS, name });
  await eventually(async () => expect(await written(cluster)).toEqual([]));
});

test('all that is wrong is told at once, each with its file and field, and nothing is written', async () => {
  const { upload, cluster } = await open();
  const response = await upload(
    testPackage({
      metadata: { displayName: undefined, category: undefined, kubeVersion: 'about 1.20' },
      permissions: 'kind: [',
    }),
  );
  expect(response.statusCode).toBe(422);
  const { problems, error } = response.json() as {
    problems: { params: Record<string, string> }[];
    error: { code: string };
  };
  expect(error.code).toBe('LB7316');
  const named = problems.map(({ params }) => `${params.file} ${params.field ?? ''}`.trim());
  expect(named).toEqual(
    expect.arrayContaining(['extension.yaml displayName', 'extension.yaml category', 'permissions.yaml']),
  );
  expect(await written(cluster)).toEqual([]);
});

const HOSTILE: Record<string, () => Uint8Array | Promise<Uint8Array>> = {
  nothing: () => new Uint8Array(),
  'no archive': () => randomBytes(2_000),
  'an archive that is cut off': () => testPackage().subarray(0, 300),
  'a path that leads out': () => tgz([{ name: '../../etc/passwd', content: 'x' }]),
  'a link': () => tgz([{ name: 'tide-clock/link', type: 'symlink', linkname: '/etc/passwd' }]),
  'a version that cannot name an object': () => testPackage({ version: '1.0.0-RC.1' }),
  'a bomb': () => tgz([{ name: 'tide-clock/README.md', content: Buffer.alloc(20 * 2 ** 20) }]),
};

test('what is hostile is refused by number, and nothing is written', async () => {
  const { upload, ask, cluster } = await open();
  for (const [what, make] of Object.entries(HOSTILE)) {
    const response = await upload(await make());
    expect(response.statusCode, what).toBe(422);
    expect(response.json().error.code, what).toMatch(/^LB7\d{3}$/);
  }
  // Before a byte of it is read.
  const large = await ask('POST', '/api/center/packages', {
    headers: { ...headers, 'content-length': String(300 * 2 ** 20) },
    payload: Buffer.from('x'),
  });
  expect([large.statusCode, large.json().error.code]).toEqual([413, 'LB5010']);
  expect(await written(cluster)).toEqual([]);
});

test('strangers and people without the right upload nothing', async () => {
  const { askAsStranger, ask } = await open();
  const payload = Buffer.from(testPackage());
  expect((await askAsStranger('POST', '/api/center/packages', { payload, headers })).statusCode).toBe(401);
  expect(
    (await ask('POST', '/api/center/packages', { payload: '{}', headers: { 'content-type': 'application/json' } }))
      .statusCode,
  ).toBe(400);
});
