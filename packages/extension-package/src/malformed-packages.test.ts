/** Packages that must be refused: each with a number, and by file and field. */

import { explain } from '@luban/manifest/messages';
import { describe, expect, test } from 'vitest';
import { METADATA_FIELDS } from './metadata/metadata-fields.ts';
import { PackageError } from './package-error.ts';
import { readPackage } from './read-package.ts';
import { type TestPackage, testPackage } from './testing.ts';

type Fault = [code: string, file: string, field?: string];

/** What is said of a package. */
async function faultsOf(options: TestPackage): Promise<Fault[]> {
  const error = await readPackage(testPackage(options)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return [];
  if (!(error instanceof PackageError)) throw error;
  for (const problem of error.problems) {
    for (const language of ['en', 'zh']) {
      const { sentence, cure } = explain(problem, language);
      expect(sentence + cure).not.toContain('…');
      // Faults of the manifest have sentences of their own.
      if (!problem.code.startsWith('LB71')) continue;
      expect(sentence).toContain(problem.params.file);
      if (problem.params.field !== undefined) expect(sentence + cure).toContain(problem.params.field);
    }
  }
  return error.problems.map(({ code, params: { file, field } }) =>
    field === undefined ? [code, String(file)] : [code, String(file), String(field)],
  );
}

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

const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${'bcdefghij'
  .split('')
  .map((key, i) => `${key}: &${key} [${Array(10).fill(`*${'abcdefghij'[i]}`).join(', ')}]`)
  .join('\n')}\n`;

/** Files of a package, and what is wrong with them. */
const FILES: [what: string, files: TestPackage['files'], ...Fault][] = [
  ['no extension.yaml', { 'extension.yaml': undefined }, 'LB7115', 'extension.yaml'],
  ['an empty extension.yaml', { 'extension.yaml': '# nothing\n' }, 'LB7116', 'extension.yaml', 'apiVersion'],
  ['text instead of fields', { 'extension.yaml': 'hello' }, 'LB7117', 'extension.yaml', '(root)'],
  ['a list instead of fields', { 'extension.yaml': '- name: a' }, 'LB7117', 'extension.yaml', '(root)'],
  ['two documents', { 'extension.yaml': 'name: a\n---\nname: b\n' }, 'LB7117', 'extension.yaml', '(root)'],
  ['YAML that is not closed', { 'extension.yaml': 'name: {a: [b\n' }, 'LB7111', 'extension.yaml'],
  ['YAML with tabs', { 'extension.yaml': 'displayName:\n\ten: a\n' }, 'LB7111', 'extension.yaml'],
  ['YAML that is nested without end', { 'extension.yaml': `a: ${'['.repeat(9_000)}` }, 'LB7111', 'extension.yaml'],
  ['more YAML than anybody writes', { 'extension.yaml': `a: [${'a,'.repeat(20_000)}]` }, 'LB7139', 'extension.yaml'],
  ['values without end', { 'values.yaml': '---\n'.repeat(50_000) }, 'LB7139', 'values.yaml'],
  ['a bomb of aliases', { 'extension.yaml': bomb }, 'LB7112', 'extension.yaml'],
  ['many aliases', { 'extension.yaml': `a: &a x\nb: [${'*a, '.repeat(200)}]` }, 'LB7112', 'extension.yaml'],
  ['an alias of nothing', { 'extension.yaml': 'a: *b' }, 'LB7111', 'extension.yaml'],
  ['a key that is there twice', { 'extension.yaml': 'name: a\nname: b\n' }, 'LB7113', 'extension.yaml', 'name'],
  [
    'a key that is there twice inside',
    { 'extension.yaml': 'displayName: {en: a, en: b}' },
    'LB7113',
    'extension.yaml',
    'en',
  ],
  ['bytes that are no text', { 'extension.yaml': Buffer.from([0x6e, 0xff, 0xfe]) }, 'LB7114', 'extension.yaml'],
  ['an extension.yaml that is too large', { 'extension.yaml': `#${'x'.repeat(2 ** 20)}` }, 'LB7110', 'extension.yaml'],
  [
    'another name in Chart.yaml',
    { 'Chart.yaml': 'apiVersion: v2\nname: other\nversion: 1.0.0\n' },
    'LB7132',
    'Chart.yaml',
    'name',
  ],
  [
    'another version in Chart.yaml',
    { 'Chart.yaml': 'apiVersion: v2\nname: tide-clock\nversion: 1.0.1\n' },
    'LB7132',
    'Chart.yaml',
    'version',
  ],
  ['no name in Chart.yaml', { 'Chart.yaml': 'apiVersion: v2\nversion: 1.0.0\n' }, 'LB7116', 'Chart.yaml', 'name'],
  ['no YAML in Chart.yaml', { 'Chart.yaml': 'name: [' }, 'LB7111', 'Chart.yaml'],
  [
    'a library',
    { 'Chart.yaml': 'apiVersion: v2\nname: tide-clock\nversion: 1.0.0\ntype: library\n' },
    'LB7124',
    'Chart.yaml',
    'type',
  ],
  [
    'a dependency that is not there',
    { 'Chart.yaml': 'apiVersion: v2\nname: tide-clock\nversion: 1.0.0\ndependencies: [{name: agent}]\n' },
    'LB7133',
    'Chart.yaml',
    'dependencies[0]',
  ],
  [
    'templates without Chart.yaml',
    { 'Chart.yaml': undefined, 'templates/a.yaml': 'kind: Pod' },
    'LB7115',
    'Chart.yaml',
  ],
  ['values that are no YAML', { 'values.yaml': 'a: b: c' }, 'LB7111', 'values.yaml'],
  ['values that are a list', { 'values.yaml': '- a\n- b\n' }, 'LB7117', 'values.yaml', '(root)'],
  ['values that are no text', { 'values.yaml': Buffer.from([0xc3, 0x28]) }, 'LB7114', 'values.yaml'],
  ['values that are too large', { 'values.yaml': `#${'x'.repeat(2 ** 20)}` }, 'LB7110', 'values.yaml'],
  ['a schema that is no JSON', { 'values.schema.json': '{"type": "object",}' }, 'LB7135', 'values.schema.json'],
  ['a schema that is a list', { 'values.schema.json': '[]' }, 'LB7117', 'values.schema.json', '(root)'],
  ['a schema of text', { 'values.schema.json': '{"type": "string"}' }, 'LB7124', 'values.schema.json', 'type'],
  [
    'a schema with wrong properties',
    { 'values.schema.json': '{"properties": []}' },
    'LB7117',
    'values.schema.json',
    'properties',
  ],
  [
    'permissions of another kind',
    { 'permissions.yaml': 'kind: RoleBinding\nrules: []' },
    'LB7124',
    'permissions.yaml',
    'kind',
  ],
  ['permissions without a kind', { 'permissions.yaml': 'rules: []' }, 'LB7116', 'permissions.yaml', 'kind'],
  ['permissions without rules', { 'permissions.yaml': 'kind: Role' }, 'LB7116', 'permissions.yaml', 'rules'],
  ['rules that are no list', { 'permissions.yaml': 'kind: Role\nrules: {}' }, 'LB7117', 'permissions.yaml', 'rules'],
  ['a rule that is text', { 'permissions.yaml': 'kind: Role\nrules: [all]' }, 'LB7117', 'permissions.yaml', 'rules[0]'],
  [
    'a rule without verbs',
    { 'permissions.yaml': 'kind: Role\nrules: [{apiGroups: [""], resources: [pods]}]' },
    'LB7116',
    'permissions.yaml',
    'rules[0].verbs',
  ],
  [
    'a rule with no verb',
    { 'permissions.yaml': 'kind: Role\nrules: [{verbs: [], apiGroups: [""], resources: [pods]}]' },
    'LB7116',
    'permissions.yaml',
    'rules[0].verbs',
  ],
  [
    'a rule without resources',
    { 'permissions.yaml': 'kind: Role\nrules: [{verbs: [get], apiGroups: [""]}]' },
    'LB7116',
    'permissions.yaml',
    'rules[0].resources',
  ],
  [
    'a rule without groups',
    { 'permissions.yaml': 'kind: Role\nrules: [{verbs: [get], resources: [pods]}]' },
    'LB7116',
    'permissions.yaml',
    'rules[0].apiGroups',
  ],
  [
    'a verb that is a number',
    { 'permissions.yaml': 'kind: Role\nrules: [{verbs: [1], apiGroups: [""], resources: [pods]}]' },
    'LB7117',
    'permissions.yaml',
    'rules[0].verbs[0]',
  ],
  [
    'a verb that looks like another',
    { 'permissions.yaml': 'kind: Role\nrules: [{verbs: ["g\\u0435t"], apiGroups: [""], resources: [pods]}]' },
    'LB7143',
    'permissions.yaml',
    'rules[0].verbs[0]',
  ],
  [
    'a URL with a NUL',
    { 'permissions.yaml': 'kind: Role\nrules: [{verbs: [get], nonResourceURLs: ["secrets\\0"]}]' },
    'LB7143',
    'permissions.yaml',
    'rules[0].nonResourceURLs[0]',
  ],
  [
    'a rule of a later document',
    { 'permissions.yaml': 'kind: Role\nrules: []\n---\nkind: ClusterRole\nrules: [{}]' },
    'LB7116',
    'permissions.yaml',
    'document[1].rules[0].verbs',
  ],
  ['an interface that is no JSON', { 'ui/extension.json': '{' }, 'LB7135', 'ui/extension.json'],
  ['an interface that is a list', { 'ui/extension.json': '[]' }, 'LB1001', 'ui/extension.json', 'extension.json'],
  ['a README that is too large', { 'README.md': 'x'.repeat(2 ** 20 + 1) }, 'LB7110', 'README.md'],
  ['a README that is no text', { 'README.md': Buffer.from([0xff]) }, 'LB7114', 'README.md'],
  ['a packed chart that is none', { 'charts/agent-1.0.0.tgz': 'no' }, 'LB7101', 'charts/agent-1.0.0.tgz'],
  ['an icon that is no image', { 'static/icon.svg': '<html><svg/></html>' }, 'LB7128', 'extension.yaml', 'icon'],
  [
    'an icon that is too large',
    { 'static/icon.svg': `<svg>${' '.repeat(2 ** 19)}` },
    'LB7129',
    'extension.yaml',
    'icon',
  ],
];

test.each(FILES)('%s', async (_, files, ...fault) => {
  expect((await faultsOf({ files }))[0]).toEqual(fault);
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

describe('an interface', () => {
  test.each([
    ['another name', { name: 'other' }, 'name'],
    ['another version', { version: '2.0.0' }, 'version'],
  ])('with %s', async (_, ui, field) => {
    expect(await faultsOf({ ui })).toEqual([['LB7132', 'ui/extension.json', field]]);
  });

  test('with faults of its own has them listed', async () => {
    const route = { id: 'a', mount: 'root', path: '/a', title: 'A' };
    const files = {
      'ui/extension.json': JSON.stringify({
        apiVersion: 'luban.dev/v1',
        name: 'tide-clock',
        version: '1.0.0',
        contributes: { routes: [route] },
      }),
    };
    const faults = await faultsOf({ files });
    expect(faults).toContainEqual(['LB1003', 'ui/extension.json', 'contributes.routes[0].component']);
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
