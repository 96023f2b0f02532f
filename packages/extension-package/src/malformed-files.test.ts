/** Packages with a file that must be refused, by number, file and field. */
import { describe, expect, test } from 'vitest';
import { type Fault, faultsOf } from './testing/faults-of.ts';
import type { TestPackage } from './testing.ts';

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
