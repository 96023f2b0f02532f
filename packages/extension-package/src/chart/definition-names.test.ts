import { expect, test } from 'vitest';
import { definitionNames } from './definition-names.ts';

test.each<[string, string, string[]]>([
  ['a definition', 'kind: CustomResourceDefinition\nmetadata:\n  name: a.example\n', ['a.example']],
  [
    'any order',
    'metadata:\n  annotations:\n    name: no\n  name: a.example\nkind: CustomResourceDefinition\n',
    ['a.example'],
  ],
  ['quotes and comments', 'kind: "CustomResourceDefinition"\nmetadata:\n  name: "a.example" # x\n', ['a.example']],
  ['the line ends of Windows', 'kind: CustomResourceDefinition\r\nmetadata:\r\n  name: a.example\r\n', ['a.example']],
  [
    'several documents',
    '---\nkind: CustomResourceDefinition\nmetadata:\n  name: a.example\n---\nkind: ConfigMap\nmetadata:\n  name: b\n--- # c\nkind: CustomResourceDefinition\nmetadata:\n  name: c.example\n',
    ['a.example', 'c.example'],
  ],
  ['JSON', '{"kind": "CustomResourceDefinition", "metadata": {"name": "a.example"}}', ['a.example']],
  ['flow style', 'kind: CustomResourceDefinition\nmetadata: {name: a.example}\n', ['a.example']],
  ['names further down', 'kind: CustomResourceDefinition\nmetadata:\n  labels: {}\nspec:\n  name: no\n', []],
  ['another kind', 'kind: ConfigMap\ndata:\n  a: CustomResourceDefinition\nmetadata:\n  name: a.example\n', []],
  ['a name that is none', 'kind: CustomResourceDefinition\nmetadata: {name: [a]}\n', []],
  ['no YAML', 'kind: CustomResourceDefinition {{ .Values.a }}\n  x: [', []],
  ['JSON of another kind', '{"kind": "List", "items": ["CustomResourceDefinition"]}', []],
  ['JSON that is none', '{"kind": "CustomResourceDefinition",', []],
  [
    'comments',
    'kind: CustomResourceDefinition # x\nmetadata: # y\n# z\n  # name: no\n  name: a.example\n',
    ['a.example'],
  ],
  [
    'indented comments',
    'kind: CustomResourceDefinition\nmetadata:\n    # name: no\n  name: a.example\n',
    ['a.example'],
  ],
  ['nothing', '', []],
])('%s', (_, text, names) => {
  expect(definitionNames(text)).toEqual(names);
});

test('a megabyte of indented lines takes no time to speak of', () => {
  const text = `kind: CustomResourceDefinition\nmetadata:\n${'  a: b\n'.repeat(150_000)}`;
  for (let again = 0; again < 5; again += 1) expect(definitionNames(text)).toEqual([]);
});
