import type { VersionDetail } from '@luban/manifest/center-api';
import { expect, test, vi } from 'vitest';
import { centerServer } from '../testing/center-server.ts';

vi.setConfig({ testTimeout: 60_000 });

const ROOT = '/api/center/extensions/tide/versions/1.2.0';
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a version is shown with everything that its package says', async () => {
  const { ask, upload, version } = await centerServer();
  await upload({ name: 'gauge', version: '1.0.0' });
  await upload({
    name: 'tide',
    version: '1.2.0',
    metadata: {
      installationMode: 'Multicluster',
      home: 'https://tide.example',
      docs: 'https://tide.example/docs',
      images: ['docker.io/harbour/tide:1.2.0'],
      kubeVersion: '>=1.20.0-0',
      screenshots: ['./static/one.png'],
      externalDependencies: [
        { name: 'gauge', version: '>=1.0.0', required: true },
        { name: 'nowhere', version: '*', required: false },
      ],
    },
    permissions: [
      { kind: 'ClusterRole', rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] },
      { kind: 'Role', rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }] },
    ],
    values: '# How high\nlevel: 3\n',
    valuesSchema: { type: 'object', properties: { level: { type: 'integer' } } },
    ui: {
      contributes: {
        i18n: { default: 'en', locales: ['en', 'zh'], manifest: { en: { nav: 'Tides' }, zh: { nav: '潮汐' } } },
        routes: [
          { id: 'all', mount: 'cluster', path: 'tides', title: '%nav%', component: { $ref: './pages/All#default' } },
        ],
        menus: [{ slot: 'cluster', id: 'all', title: '%nav%', route: 'all' }],
      },
      permissions: { k8s: [{ groups: ['tide.example'], resources: ['tides'], verbs: ['get', 'list'] }], network: [] },
    },
    charts: {
      frontend: { tags: ['extension'] },
      collector: { tags: ['agent'], condition: 'collector.enabled' },
      common: {},
    },
    files: {
      'CHANGELOG.md': '# 1.2.0\n',
      LICENSE: 'Apache-2.0\n',
      'static/one.png': PIXEL,
      'static/secret.txt': 'not for the eyes',
      'crds/tides.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: tides.tide.example}\n',
    },
  });
  const detail: VersionDetail = await version('tide', '1.2.0');
  expect(detail).toMatchObject({
    ...{ name: 'tide', version: '1.2.0', installationMode: 'Multicluster', namespace: 'extension-tide' },
    readme: { en: '# tide\n', zh: '# tide 中文\n' },
    changelog: { en: '# 1.2.0\n' },
    license: 'Apache-2.0\n',
    values: '# How high\nlevel: 3\n',
    valuesSchema: { properties: { level: { type: 'integer' } } },
    ...{ home: 'https://tide.example', docs: 'https://tide.example/docs', kubeVersion: '>=1.20.0-0' },
    images: ['docker.io/harbour/tide:1.2.0'],
    digest: expect.stringMatching(/^sha256:[\da-f]{64}$/),
    signature: 'unchecked',
    charts: { extension: ['frontend'], agent: ['collector'], both: ['common'], crds: ['tides.tide.example'] },
    dependants: [],
  });
  expect(detail.size).toBeGreaterThan(500);
  expect(detail.permissions.rules[0]).toMatchObject({ scope: 'cluster', risk: 'everything' });
  expect(detail.permissions).toMatchObject({
    interface: { k8s: ['get, list: tide.example/tides'], network: [] },
    digest: expect.stringMatching(/^sha256:/),
  });
  expect(detail.adds).toMatchObject({
    routes: [{ title: { en: 'Tides', zh: '潮汐' }, path: '/clusters/:cluster/tides' }],
    menus: [{ title: { en: 'Tides', zh: '潮汐' }, slot: 'cluster' }],
    bytes: { js: 2000, css: 0, other: 0 },
  });
  expect(detail.dependencies).toMatchObject([
    { name: 'gauge', version: '>=1.0.0', required: true, state: 'missing', available: '1.0.0' },
    { name: 'nowhere', required: false, state: 'missing' },
  ]);
  expect(detail.dependencies[1]).not.toHaveProperty('available');

  const picture = await ask('GET', detail.screenshots[0]!);
  expect(picture.rawPayload.equals(PIXEL)).toBe(true);
  expect(picture.headers).toMatchObject({
    ...{ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' },
    'content-security-policy': expect.stringContaining('sandbox'),
  });
  for (const path of [
    'static/secret.txt',
    'values.yaml',
    'static/none.png',
    '..%2f..%2fetc/passwd.png',
    'static/%2e%2e/one.png',
  ]) {
    expect((await ask('GET', `${ROOT}/files/${path}`)).statusCode, path).toBe(404);
  }
});
