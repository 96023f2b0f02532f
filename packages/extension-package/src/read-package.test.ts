import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { METADATA_FIELDS } from './metadata/metadata-fields.ts';
import { PackageError } from './package-error.ts';
import { readPackage } from './read-package.ts';
import { tarOf } from './testing/tar-of.ts';
import { TEST_ICON, type TestPackage, testPackage, testPackageFiles } from './testing.ts';

const sha256 = (content: string | Uint8Array) => `sha256:${createHash('sha256').update(content).digest('hex')}`;

function noise(length: number): Uint8Array {
  const block = crypto.getRandomValues(new Uint8Array(60_000));
  return Buffer.alloc(length, block);
}

/** The archive with its files in this order. */
function inOrder(options: TestPackage, paths: readonly string[]): Uint8Array {
  const files = testPackageFiles(options);
  const rest = [...files.keys()].filter((path) => !paths.includes(path));
  return gzipSync(
    tarOf([...paths, ...rest].map((path) => ({ name: `tide-clock/${path}`, content: files.get(path)! }))),
  );
}

test('a small package has what it needs, and defaults for the rest', async () => {
  const archive = testPackage();
  expect(await readPackage(archive)).toEqual({
    metadata: {
      name: 'tide-clock',
      version: '1.0.0',
      displayName: { en: 'Extension tide-clock', zh: '扩展 tide-clock' },
      description: { en: 'What tide-clock does.', zh: 'tide-clock 的用途。' },
      category: 'dev-tools',
      provider: { en: { name: 'Harbour Works', url: 'https://harbour.example', email: 'dev@harbour.example' } },
      icon: './static/icon.svg',
      keywords: [],
      sources: [],
      maintainers: [],
      staticFileDirectory: 'static',
      screenshots: [],
      installationMode: 'HostOnly',
      images: [],
      externalDependencies: [],
      annotations: {},
    },
    permissions: { role: [], clusterRole: [] },
    chart: { hasObjects: false, parts: [], crds: [], annotations: {} },
    readme: { en: '# tide-clock\n', zh: '# tide-clock 中文\n' },
    changelog: {},
    values: '',
    icon: `data:image/svg+xml;base64,${Buffer.from(TEST_ICON).toString('base64')}`,
    screenshots: [],
    digest: sha256(archive),
    size: archive.length,
    files: new Map(
      ['Chart.yaml', 'extension.yaml', 'static/icon.svg', 'README.md', 'README_zh.md'].map((path) => [
        path,
        new Uint8Array(),
      ]),
    ),
    warnings: [],
  });
});

test('a large package has all fields', async () => {
  const metadata = {
    keywords: ['clock'],
    home: 'https://harbour.example',
    docs: 'http://docs.harbour.example/tide',
    sources: ['https://git.harbour.example/tide'],
    kubeVersion: '>=1.21.0-0',
    ksVersion: '>=4.1.0-0',
    maintainers: [{ name: 'Ada', email: 'ada@harbour.example' }],
    staticFileDirectory: 'pictures',
    screenshots: ['./pictures/1.png', 'https://harbour.example/2.png'],
    installationMode: 'Multicluster',
    namespace: 'tides',
    images: ['docker.io/harbour/tide-collector:0.3.1'],
    externalDependencies: [{ name: 'metrics-server', version: '>=0.6.0' }],
    annotations: { 'executor-hook-image.kubesphere.io/install': 'harbour/hook:1' },
  };
  const read = await readPackage(
    testPackage({
      metadata,
      permissions: [
        { kind: 'ClusterRole', rules: [{ verbs: ['*'], apiGroups: ['extensions.kubesphere.io'], resources: ['*'] }] },
        { kind: 'Role', rules: [{ verbs: ['get'], nonResourceURLs: ['/metrics'] }] },
      ],
      values: '# How often\ninterval: 5\n',
      valuesSchema: { type: 'object', properties: { interval: { type: 'integer' } } },
      ui: true,
      charts: { frontend: { tags: ['extension'] }, collector: { tags: ['agent'], condition: 'collector.enabled' } },
      files: {
        'pictures/1.png': 'not looked into',
        'CHANGELOG.md': '1',
        'CHANGELOG_zh.md': '2',
        LICENSE: 'Apache-2.0',
        'crds/tides.yaml': 'kind: CustomResourceDefinition\nmetadata:\n  name: tides.harbour.example\n',
      },
    }),
  );
  expect(read.metadata).toMatchObject({
    ...metadata,
    externalDependencies: [{ name: 'metrics-server', version: '>=0.6.0', type: 'extension', required: false }],
  });
  expect(read.screenshots).toEqual(['pictures/1.png', 'https://harbour.example/2.png']);
  expect(read.permissions.clusterRole).toEqual([
    { verbs: ['*'], apiGroups: ['extensions.kubesphere.io'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  ]);
  expect(read.permissions.role[0]?.nonResourceURLs).toEqual(['/metrics']);
  expect(read.values).toBe('# How often\ninterval: 5\n');
  expect(read.valuesSchema).toEqual({ type: 'object', properties: { interval: { type: 'integer' } } });
  expect(read.changelog).toEqual({ en: '1', zh: '2' });
  expect(read.license).toBe('Apache-2.0');
  expect(read.ui?.manifest.name).toBe('tide-clock');
  expect(read.chart).toEqual({
    hasObjects: true,
    parts: [
      { name: 'frontend', tags: ['extension'] },
      { name: 'collector', tags: ['agent'], condition: 'collector.enabled' },
    ],
    crds: ['tides.harbour.example'],
    kubeVersion: '>=1.21.0-0',
    annotations: metadata.annotations,
  });
  expect(read.warnings).toEqual([]);
});

test('the interface is known by the digest of its manifest, which lists all files with theirs', async () => {
  const manifest = testPackageFiles({ ui: true }).get('ui/extension.json')!;
  expect((await readPackage(testPackage({ ui: true }))).ui?.digest).toBe(sha256(manifest));
});

test('content is held of those files that are asked for', async () => {
  const { files } = await readPackage(testPackage({ ui: true }), { keep: (path) => path.startsWith('ui/') });
  const held = [...files].filter(([, content]) => content.length > 0).map(([path]) => path);
  expect(held).toEqual(['ui/extension.json']);
  expect(files.size).toBe(6);
});

test('what is held has a bound', async () => {
  const archive = testPackage({ files: { 'ui/a.js': 'x'.repeat(1_000), 'ui/b.js': 'x'.repeat(1_000) } });
  const keep = (path: string) => path.startsWith('ui/');
  await expect(readPackage(archive, { keep, limits: { kept: 1_999 } })).rejects.toMatchObject({ code: 'LB7103' });
  expect((await readPackage(archive, { keep, limits: { kept: 2_000 } })).files.get('ui/b.js')).toHaveLength(1_000);
});

test('an archive that is too large by its length is not looked at', async () => {
  const bytes = new Proxy(new Uint8Array(0), {
    get: (target, key) => (key === 'length' ? 300 * 2 ** 20 : Reflect.get(target, key, target)),
  });
  await expect(readPackage(bytes)).rejects.toMatchObject({ code: 'LB7102' });
});

describe('the icon is found', () => {
  const icon = `data:image/svg+xml;base64,${Buffer.from(TEST_ICON).toString('base64')}`;
  const other = { 'static/b.svg': '<svg id="b"/>', 'a.png': '\x89PNG' };

  test.each([
    ['after extension.yaml', ['extension.yaml', 'static/icon.svg']],
    ['before extension.yaml', ['static/icon.svg', 'static/b.svg', 'extension.yaml']],
  ])('%s', async (_, order) => {
    expect((await readPackage(inOrder({ files: other }, order))).icon).toBe(icon);
  });

  test('under any name, by what is in it', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
    const archive = inOrder({ metadata: { icon: 'logo' }, files: { logo: png } }, ['extension.yaml']);
    expect((await readPackage(archive)).icon).toBe(`data:image/png;base64,${png.toString('base64')}`);
  });

  test.each([
    'https://harbour.example/icon.png',
    'data:image/png;base64,iVBORw0KGgo=',
    "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E",
  ])('in %s', async (written) => {
    expect((await readPackage(testPackage({ metadata: { icon: written } }))).icon).toBe(written);
  });

  test('with a quoted path and a comment, in a file with the line ends of Windows', async () => {
    const text = String(testPackageFiles({}).get('extension.yaml')).replace(
      /icon: .*/,
      'icon: "static/icon.svg" # ours',
    );
    const archive = inOrder({ files: { 'extension.yaml': text.replaceAll('\n', '\r\n') } }, ['extension.yaml']);
    expect((await readPackage(archive)).icon).toBe(icon);
  });

  test('unless too many images come before extension.yaml', async () => {
    const many = Array.from({ length: 20 }, (_, i) => [`static/${i}.svg`, `<svg>${'x'.repeat(500_000)}`] as const);
    const options = { metadata: { icon: 'static/19.svg' }, files: Object.fromEntries(many) };
    const limits = { ratio: 10_000 };
    const paths = many.map(([path]) => path);
    await expect(readPackage(inOrder(options, paths), { limits })).rejects.toMatchObject({ code: 'LB7129' });
    expect((await readPackage(inOrder(options, ['extension.yaml']), { limits })).icon).toHaveLength(666_702);
  });
});

describe('warnings keep nothing from being used', () => {
  test.each<[string, TestPackage, Record<string, string>]>([
    ['an unknown field', { metadata: { colour: 'red' } }, { file: 'extension.yaml', field: 'colour' }],
    [
      'an unknown field inside',
      { metadata: { provider: { en: { name: 'a', fax: '1' } } } },
      { file: 'extension.yaml', field: 'provider.en.fax' },
    ],
    ['a field that is a trap', { metadata: { constructor: 'a' } }, { file: 'extension.yaml', field: 'constructor' }],
    [
      'the namespace of others',
      { metadata: { namespace: 'kube-system' } },
      { file: 'extension.yaml', field: 'namespace' },
    ],
    ['no English', { metadata: { displayName: { zh: '潮汐' } } }, { file: 'extension.yaml', field: 'displayName' }],
    ['an unknown language', { files: { 'README_xx.md': 'a' } }, { file: 'README_xx.md', found: 'xx' }],
    ['a key of values that is there twice', { values: 'a: 1\na: 2\n' }, { file: 'values.yaml', field: 'a' }],
    [
      'a file that helm 4 refuses',
      { files: { 'templates/a.yaml': 'kind: A', 'ui/a.js': noise(5 * 2 ** 20 + 1) } },
      { file: 'ui/a.js', limit: '5 MB' },
    ],
    [
      'tags that Chart.yaml does not have',
      {
        metadata: { dependencies: [{ name: 'agent', tags: ['agent'] }] },
        files: {
          'Chart.yaml': 'apiVersion: v2\nname: tide-clock\nversion: 1.0.0\ndependencies: [{name: agent}]\n',
          'charts/agent/Chart.yaml': 'name: agent',
        },
      },
      { file: 'Chart.yaml', field: 'dependencies.agent' },
    ],
  ])('%s', async (_, options, params) => {
    const { warnings } = await readPackage(testPackage(options));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.params).toMatchObject(params);
  });

  test('a field named __proto__ is unknown, and changes nothing', async () => {
    const text = `${testPackageFiles({}).get('extension.yaml')}__proto__: {keywords: [a]}\n`;
    const { warnings, metadata } = await readPackage(testPackage({ files: { 'extension.yaml': text } }));
    expect(warnings.map(({ params }) => params.field)).toEqual(['__proto__']);
    expect(metadata.keywords).toEqual([]);
    expect(({} as { keywords?: unknown }).keywords).toBeUndefined();
  });
});

describe('YAML as people write it', () => {
  test('anchors and merges', async () => {
    const text = String(testPackageFiles({}).get('extension.yaml'))
      .replace(/provider:\n(?: .*\n)+/, '')
      .concat(
        'provider:\n  en: &us {name: Harbour, url: "https://a.example"}\n  zh: {<<: *us, name: 港湾}\n  de: *us\n',
      );
    const { metadata } = await readPackage(testPackage({ files: { 'extension.yaml': text } }));
    expect(metadata.provider).toEqual({
      en: { name: 'Harbour', url: 'https://a.example' },
      zh: { name: '港湾', url: 'https://a.example' },
      de: { name: 'Harbour', url: 'https://a.example' },
    });
  });

  test('keys without a value', async () => {
    const text = `${testPackageFiles({}).get('extension.yaml')}sources:\nkeywords: null\nhome: ""\n`;
    const { metadata } = await readPackage(testPackage({ files: { 'extension.yaml': text } }));
    expect(metadata).toMatchObject({ sources: [], keywords: [] });
    expect(metadata).not.toHaveProperty('home');
  });

  test('permissions with empty documents and the core group', async () => {
    const text = '---\n# first\n---\nkind: Role\nrules:\n- {verbs: [get], apiGroups: [""], resources: [pods]}\n---\n';
    const { permissions } = await readPackage(testPackage({ permissions: text }));
    expect(permissions.role.map(({ apiGroups }) => apiGroups)).toEqual([['']]);
  });

  test.each(['', '# only a comment\n', '---\n'])('values of %j', async (values) => {
    expect((await readPackage(testPackage({ values }))).values).toBe(values);
  });
});

test('a package that comes in pieces needs no more than one at a time', async () => {
  const archive = testPackage({ ui: true });
  let asked = 0;
  const source = async function* () {
    for (let at = 0; at < archive.length; at += 100) {
      asked += 1;
      yield archive.subarray(at, at + 100);
    }
  };
  expect((await readPackage(source())).digest).toBe(sha256(archive));
  expect(asked).toBe(Math.ceil(archive.length / 100));
});

describe('whatever is in the files', () => {
  const names = Object.keys(METADATA_FIELDS);
  const value = fc.jsonValue({ maxDepth: 3 });

  test('a package is read or refused with problems, and nothing else happens', async () => {
    const metadata = fc.dictionary(fc.constantFrom(...names, '__proto__', 'constructor'), value, { maxKeys: 6 });
    const chart = fc.dictionary(fc.constantFrom('name', 'version', 'dependencies', 'type', 'annotations'), value);
    await fc.assert(
      fc.asyncProperty(metadata, chart, value, value, async (fields, chartFields, permissions, values) => {
        const files = {
          'Chart.yaml': JSON.stringify({ apiVersion: 'v2', name: 'tide-clock', version: '1.0.0', ...chartFields }),
          'permissions.yaml': JSON.stringify(permissions),
          'values.yaml': JSON.stringify(values),
          'values.schema.json': JSON.stringify(values),
          'ui/extension.json': JSON.stringify(fields),
        };
        const reading = readPackage(testPackage({ metadata: fields, files }));
        await reading.catch((error: unknown) => expect(error).toBeInstanceOf(PackageError));
      }),
      { numRuns: 150 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('bytes that are anything', async () => {
    const paths = ['extension.yaml', 'Chart.yaml', 'permissions.yaml', 'values.yaml', 'README.md', 'ui/extension.json'];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.uint8Array({ maxLength: 200 }), async (path, bytes) => {
        const reading = readPackage(testPackage({ files: { [path]: bytes } }));
        await reading.catch((error: unknown) => expect(error).toBeInstanceOf(PackageError));
      }),
      { numRuns: 200 },
    );
  });
});
