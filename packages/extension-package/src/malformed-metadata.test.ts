/** Packages whose extension.yaml must be refused: each fault with a number, and by file and field. */
import { describe, expect, test } from 'vitest';
import { METADATA_FIELDS } from './metadata/metadata-fields.ts';
import { readPackage } from './read-package.ts';
import { faultsOf } from './testing/faults-of.ts';
import { testPackage } from './testing.ts';

const REQUIRED = Object.entries(METADATA_FIELDS).flatMap(([name, field]) => ('required' in field ? [name] : []));

test('the required fields are those of the format', () => {
  expect(REQUIRED).toEqual([
    'apiVersion',
    'name',
    'version',
    'displayName',
    'description',
    'category',
    'provider',
    'icon',
  ]);
});

describe.each(REQUIRED)('without %s', (field) => {
  test.each([
    ['left out', undefined],
    ['null', null],
    ['empty', ''],
  ])('%s', async (_, value) => {
    expect(await faultsOf({ metadata: { [field]: value } })).toEqual([['LB7116', 'extension.yaml', field]]);
  });
});

test('all fields that are missing are said at once', async () => {
  const nothing = Object.fromEntries(REQUIRED.map((field) => [field, undefined]));
  const faults = await faultsOf({ metadata: nothing });
  expect(faults.map(([, , field]) => field)).toEqual(REQUIRED);
});

/** Values that are of no type that the field takes. */
const WRONG: Record<string, readonly unknown[]> = {
  apiVersion: [1, true, [], {}],
  name: [1, true, ['a'], {}],
  version: [1, 1.5, true, ['1.0.0'], { major: 1 }],
  displayName: ['Tide Clock', 1, ['en'], true],
  description: ['Tides', 1, ['en']],
  category: [1, ['dev-tools'], {}],
  provider: ['Harbour Works', 1, [{}]],
  icon: [1, true, ['a.svg'], {}],
  keywords: ['clock', 1, {}],
  home: [1, [], {}],
  docs: [1, []],
  sources: ['https://a.example', {}],
  kubeVersion: [1.19, ['1.19'], {}],
  ksVersion: [4, []],
  maintainers: ['me', {}, 1],
  staticFileDirectory: [1, []],
  screenshots: ['a.png', {}],
  dependencies: ['frontend', {}],
  installationMode: [1, true, ['HostOnly']],
  namespace: [1, []],
  images: ['a:1', {}],
  externalDependencies: ['cert-manager', {}],
  annotations: ['a', ['a']],
};

test('every field has a value of another type in the table', () => {
  expect(Object.keys(WRONG).sort()).toEqual(Object.keys(METADATA_FIELDS).sort());
});

describe.each(Object.entries(WRONG))('%s of another type', (field, values) => {
  test.each(values.map((value) => [JSON.stringify(value), value]))('%s', async (_, value) => {
    expect(await faultsOf({ metadata: { [field]: value } })).toEqual([['LB7117', 'extension.yaml', field]]);
  });
});

const long = 'x'.repeat(5_000);
const name63 = `a${'b'.repeat(61)}c`;

/** The value of a field, and what is wrong with it. */
const VALUES: [what: string, metadata: Record<string, unknown>, code: string, field: string][] = [
  ['a name of 64 characters', { name: `${name63}d` }, 'LB7118', 'name'],
  ['a name with a capital', { name: 'Tide' }, 'LB7118', 'name'],
  ['a name with a dot', { name: 'tide.clock' }, 'LB7118', 'name'],
  ['a name with a hyphen at its end', { name: 'tide-' }, 'LB7118', 'name'],
  ['a name that leads up', { name: '../tide' }, 'LB7118', 'name'],
  ['a name that is no ASCII', { name: '潮汐' }, 'LB7118', 'name'],
  ['a name with a line break', { name: 'tide\n' }, 'LB7118', 'name'],
  ['a version with a v', { version: 'v1.0.0' }, 'LB7119', 'version'],
  ['a version of two numbers', { version: '1.0' }, 'LB7119', 'version'],
  ['a version with a leading zero', { version: '1.02.0' }, 'LB7119', 'version'],
  ['a version with an empty identifier', { version: '1.0.0-a..b' }, 'LB7119', 'version'],
  ['a version with spaces', { version: ' 1.0.0' }, 'LB7119', 'version'],
  ['a version that is a word', { version: 'latest' }, 'LB7119', 'version'],
  ['a version that is a date', { version: '2026-11-26' }, 'LB7119', 'version'],
  ['a version that is very long', { version: `1.0.0-${long}`.slice(0, 300) }, 'LB7119', 'version'],
  ['a version with build metadata', { version: '1.0.0+build' }, 'LB7120', 'version'],
  ['a version with a capital', { version: '1.0.0-RC1' }, 'LB7120', 'version'],
  ['a name and a version that are too long together', { name: name63, version: '1.0.0' }, 'LB7120', 'version'],
  ['an unknown language', { displayName: { en: 'a', xx: 'b' } }, 'LB7121', 'displayName.xx'],
  ['a language with a region', { description: { en: 'a', 'zh-CN': 'b' } }, 'LB7121', 'description.zh-CN'],
  ['a language in capitals', { displayName: { EN: 'a' } }, 'LB7121', 'displayName.EN'],
  ['a language that is a trap', { displayName: JSON.parse('{"__proto__": "a"}') }, 'LB7121', 'displayName.__proto__'],
  ['another trap', { displayName: { en: 'a', constructor: 'b' } }, 'LB7121', 'displayName.constructor'],
  ['a provider in an unknown language', { provider: { qq: { name: 'a' } } }, 'LB7121', 'provider.qq'],
  ['a text that is a number', { displayName: { en: 1 } }, 'LB7117', 'displayName.en'],
  ['a text that is empty', { displayName: { en: ' ' } }, 'LB7116', 'displayName.en'],
  ['no text at all', { description: {} }, 'LB7116', 'description'],
  ['a text that is very long', { displayName: { en: long } }, 'LB7122', 'displayName.en'],
  ['a category that is no label', { category: 'dev tools' }, 'LB7126', 'category'],
  ['a category that is too long', { category: long.slice(0, 64) }, 'LB7126', 'category'],
  ['a provider without a name', { provider: { en: { url: 'https://a.example' } } }, 'LB7116', 'provider.en.name'],
  ['a provider that is text', { provider: { en: 'Harbour Works' } }, 'LB7117', 'provider.en'],
  ['no provider at all', { provider: {} }, 'LB7116', 'provider'],
  ['an icon that is not there', { icon: './static/none.svg' }, 'LB7127', 'icon'],
  ['an icon that leads up', { icon: '../icon.svg' }, 'LB7127', 'icon'],
  ['an icon with an absolute path', { icon: '/etc/passwd' }, 'LB7127', 'icon'],
  ['an icon that is no image', { icon: 'README.md' }, 'LB7128', 'icon'],
  ['an icon over plain http', { icon: 'http://a.example/icon.png' }, 'LB7125', 'icon'],
  ['an icon that is a script', { icon: 'javascript:alert(1)' }, 'LB7125', 'icon'],
  ['an icon on this machine', { icon: 'file:///etc/passwd' }, 'LB7125', 'icon'],
  ['an icon that is a page', { icon: 'data:text/html,<script>alert(1)</script>' }, 'LB7128', 'icon'],
  ['an icon with more behind it', { icon: 'data:image/png;base64,AA "onerror=' }, 'LB7128', 'icon'],
  ['an icon that is too large', { icon: `data:image/png;base64,${'A'.repeat(720_000)}` }, 'LB7129', 'icon'],
  ['a home that is a script', { home: 'javascript:alert(1)' }, 'LB7125', 'home'],
  ['a home without a scheme', { home: 'harbour.example' }, 'LB7125', 'home'],
  ['docs with a space', { docs: 'https://a.example/ b' }, 'LB7125', 'docs'],
  ['a range that is none', { kubeVersion: 'newest' }, 'LB7123', 'kubeVersion'],
  ['a range that is unfinished', { ksVersion: '>=4.1.0,' }, 'LB7123', 'ksVersion'],
  ['a range that is very long', { kubeVersion: `>=${long}` }, 'LB7122', 'kubeVersion'],
  ['a maintainer without a name', { maintainers: [{ email: 'a@b.example' }] }, 'LB7116', 'maintainers[0].name'],
  ['a keyword that is a number', { keywords: ['clock', 7] }, 'LB7117', 'keywords[1]'],
  ['too many keywords', { keywords: Array(101).fill('a') }, 'LB7122', 'keywords'],
  ['a screenshot that is not there', { screenshots: ['./static/icon.svg', 'a.png'] }, 'LB7127', 'screenshots[1]'],
  ['a screenshot over plain http', { screenshots: ['http://a.example/a.png'] }, 'LB7125', 'screenshots[0]'],
  ['another mode', { installationMode: 'multicluster' }, 'LB7124', 'installationMode'],
  ['a namespace that is none', { namespace: 'Kube_System' }, 'LB7118', 'namespace'],
  ['the namespace of the platform', { namespace: 'luban-system' }, 'LB7144', 'namespace'],
  ['a dependency without a name', { dependencies: [{ tags: ['agent'] }] }, 'LB7116', 'dependencies[0].name'],
  [
    'an import of nothing',
    { dependencies: [{ name: 'a', 'import-values': [null] }] },
    'LB7117',
    'dependencies[0].import-values[0]',
  ],
  ['a tag that is a number', { dependencies: [{ name: 'a', tags: [1] }] }, 'LB7117', 'dependencies[0].tags[0]'],
  [
    'an external dependency without a version',
    { externalDependencies: [{ name: 'a' }] },
    'LB7116',
    'externalDependencies[0].version',
  ],
  [
    'an external dependency with a bad range',
    { externalDependencies: [{ name: 'a', version: 'x.y' }] },
    'LB7123',
    'externalDependencies[0].version',
  ],
  [
    'an external dependency that is no extension',
    { externalDependencies: [{ name: 'A', version: '1' }] },
    'LB7118',
    'externalDependencies[0].name',
  ],
  [
    'a requirement that is a word',
    { externalDependencies: [{ name: 'a', version: '1', required: 'yes' }] },
    'LB7117',
    'externalDependencies[0].required',
  ],
  ['an annotation that is a number', { annotations: { a: 1 } }, 'LB7117', 'annotations.a'],
  ['an annotation with a bad key', { annotations: { 'a b': 'c' } }, 'LB7126', 'annotations.a b'],
];

test.each(VALUES)('%s', async (_, metadata, code, field) => {
  // What the file system calls the folder is no matter here.
  const faults = await faultsOf({ metadata, files: { 'Chart.yaml': undefined } });
  expect(faults).toEqual([[code, 'extension.yaml', field]]);
});

describe('a name that is too long for a release of helm', () => {
  const charts = { agent: {} };
  const multicluster = { installationMode: 'Multicluster' };
  test.each([
    ['on the host', { name: name63.slice(0, 54), charts }, true],
    ['on the host, just not', { name: name63.slice(0, 53), charts }, false],
    ['on clusters', { name: name63.slice(0, 48), charts, metadata: multicluster }, true],
    ['on clusters, just not', { name: name63.slice(0, 47), charts, metadata: multicluster }, false],
    ['but has none', { name: name63.slice(0, 57) }, false],
  ])('%s', async (_, options, isRefused) => {
    expect(await faultsOf(options)).toEqual(isRefused ? [['LB7145', 'extension.yaml', 'name']] : []);
  });
});

test('an error names its first problem, and tells them all as text', async () => {
  const reading = readPackage(testPackage({ metadata: { name: 'A', icon: 'none.svg', version: '1' } }));
  await expect(reading).rejects.toMatchObject({ name: 'PackageError', code: 'LB7118' });
  await expect(reading).rejects.toThrow(
    /LB7118 extension\.yaml, field name: .*\n.*LB7119 extension\.yaml, field version/,
  );
});

test('no list of problems is endless', async () => {
  const keywords = Array.from({ length: 100 }, () => 1);
  const displayName = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`x${i}`, 'a']));
  expect(await faultsOf({ metadata: { keywords, displayName } })).toHaveLength(100);
});
