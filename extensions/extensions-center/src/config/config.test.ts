import { describe, expect, it } from 'vitest';
import { diffLines } from './diff-lines.ts';
import { formOf, problemOf, type SchemaField } from './schema-fields.ts';
import { documentOf, valueAt, withValue, yamlProblem } from './yaml-document.ts';

const VALUES = `# Settings of the board.
board:
  # What it is called.
  title: Pinboard # seen by all

  maxNotes: 50
  colours: [yellow, green]
  hosts:
    - a.example # the first
    - b.example
`;

describe('a value that is written into YAML', () => {
  it('changes nothing but itself', () => {
    expect(withValue(VALUES, ['board', 'title'], 'Notices')).toBe(VALUES.replace('Pinboard', 'Notices'));
    expect(withValue(VALUES, ['board', 'maxNotes'], 7)).toBe(VALUES.replace('50', '7'));
    expect(withValue(VALUES, ['board', 'colours'], ['red'])).toBe(VALUES.replace('yellow, green', 'red'));
  });

  it('is quoted where it would be read as something else', () => {
    const text = withValue(VALUES, ['board', 'title'], 'yes: no');
    expect(valueAt(documentOf(text)!, ['board', 'title'])).toBe('yes: no');
    expect(valueAt(documentOf(withValue(VALUES, ['board', 'title'], 'true'))!, ['board', 'title'])).toBe('true');
  });

  it('comes into being with all that is above it', () => {
    expect(withValue('', ['a', 'b'], 1)).toBe('a:\n  b: 1\n');
    expect(withValue('# note\na:\n', ['a', 'b'], true)).toContain('a:\n  b: true');
    const made = withValue(VALUES, ['mail', 'host'], 'smtp');
    expect(made.startsWith(VALUES)).toBe(true);
    expect(made.endsWith('mail:\n  host: smtp\n')).toBe(true);
  });

  it('goes without what stands around it', () => {
    expect(withValue(VALUES, ['board', 'maxNotes'], undefined)).not.toContain('maxNotes');
    expect(withValue(VALUES, ['board', 'maxNotes'], undefined)).toContain('# What it is called.');
  });

  it('leaves a text that is no YAML alone', () => {
    expect(withValue('a: [', ['a'], 1)).toBe('a: [');
  });

  it('does not reach what all objects inherit', () => {
    withValue('', ['__proto__', 'polluted'], true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

it.each([
  ['', undefined],
  ['# nothing but a comment\n', undefined],
  ['a: 1', undefined],
  ['a: 1\nb: [\n', { line: 3, column: 1 }],
  ['- a\n- b', { line: 1, column: 1, reason: '' }],
  ['a: 1\na: 2', { line: 2, column: 1 }],
])('%j is judged as values', (text, problem) => {
  if (problem === undefined) expect(yamlProblem(text)).toBeUndefined();
  else expect(yamlProblem(text)).toMatchObject(problem);
});

describe('a form', () => {
  const form = formOf({
    properties: {
      name: { type: 'string', minLength: 2, maxLength: 4 },
      level: { enum: ['low', 'high'] },
      mixed: { enum: ['low', 1] },
      board: {
        title: 'Board',
        required: ['size'],
        properties: {
          size: { type: 'integer', minimum: 1, maximum: 9 },
          tags: { type: 'array', items: { type: 'string' } },
          colours: { type: 'array', items: { type: 'string', enum: ['red'] } },
          rules: { type: 'array', items: { type: 'object' } },
        },
      },
    },
  })!;
  const field = (path: string) =>
    form.groups.flatMap(({ fields }) => fields).find((each) => each.path.join('.') === path) as SchemaField;

  it('has a field for what it can show, and says what it cannot', () => {
    const kinds = form.groups.map(({ title, fields }) => [title, fields.map(({ path, kind }) => [path.at(-1), kind])]);
    expect(kinds).toEqual([
      [
        '',
        [
          ['name', 'text'],
          ['level', 'choice'],
        ],
      ],
      [
        'Board',
        [
          ['size', 'integer'],
          ['tags', 'list'],
          ['colours', 'choices'],
        ],
      ],
    ]);
    expect(form.others).toEqual(['mixed', 'board.rules']);
  });

  it.each([
    ['board.size', undefined, { kind: 'required' }],
    ['board.size', 'x', { kind: 'number' }],
    ['board.size', 1.5, { kind: 'integer' }],
    ['board.size', 0, { kind: 'minimum', limit: 1 }],
    ['board.size', 10, { kind: 'maximum', limit: 9 }],
    ['board.size', 3, undefined],
    ['name', 'a', { kind: 'minLength', limit: 2 }],
    ['name', 'abcde', { kind: 'maxLength', limit: 4 }],
    ['name', '', undefined],
  ])('%s with %j is found to be %j', (path, value, problem) => {
    expect(problemOf(field(path), value)).toEqual(problem);
  });

  it.each([undefined, null, true, 'text', [], { properties: 5 }, { properties: { a: { type: 'object' } } }])(
    'is not there for the schema %j',
    (schema) => expect(formOf(schema)).toBeUndefined(),
  );

  it('ends, however deep and wide a schema is', () => {
    let deep: Record<string, unknown> = { type: 'string' };
    for (let depth = 0; depth < 5_000; depth += 1) deep = { properties: { a: deep } };
    expect(formOf(deep)).toBeUndefined();
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`p${index}`, { type: 'string' }]));
    expect(formOf({ properties: many })?.groups[0]?.fields.length).toBe(200);
  });
});

it('a unified diff names each file once, and keeps the signs of its lines', () => {
  const diff = [
    '='.repeat(67),
    '--- /dev/null',
    '+++ b/v1 ConfigMap a',
    '@@ -0,0 +1,2 @@',
    '+a: 1',
    ' b: 2',
    '-c: 3',
    '',
  ];
  expect(diffLines(diff.join('\n')).map(({ kind, text }) => [kind, text])).toEqual([
    ['file', '+ v1 ConfigMap a'],
    ['place', '@@ -0,0 +1,2 @@'],
    ['added', '+a: 1'],
    ['same', ' b: 2'],
    ['removed', '-c: 3'],
  ]);
});
