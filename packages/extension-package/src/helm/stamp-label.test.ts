import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { stampLabel } from './stamp-label.ts';

const KEY = 'kubesphere.io/extension-ref';

test.each([
  ['labels', 'metadata:\n  name: a\n  labels:\n    app: b\n'],
  ['no labels', 'metadata:\n  name: a\n'],
  ['labels first', 'metadata:\n  labels:\n      app: b\n      c: d\n  name: a\n'],
  ['flow notation', 'metadata: {name: a, labels: {app: b}}\n'],
  ['flow without labels', 'metadata: {name: a}\n'],
  ['empty labels', 'metadata:\n  labels:\n  name: a\n'],
  ['null labels', 'metadata:\n  labels: null # none\n  name: a\n'],
  ['empty flow labels', 'metadata:\n  labels: {}\n  name: a\n'],
  ['another value', `metadata:\n  name: a\n  labels:\n    ${KEY}: other\n    app: b\n`],
  ['a quoted key', `metadata:\n  name: a\n  labels: {"${KEY}": "other"}\n`],
  ['the last of two', 'metadata:\n  name: a\n  labels: {a: b}\n  labels: {c: d}\n'],
])('with %s', (_, metadata) => {
  const text = `apiVersion: v1\nkind: ConfigMap\n${metadata}data:\n  mode: 0644 # kept\n  on: yes\n`;
  const stamped = stampLabel(text, KEY, 'tides')!;
  const options = { uniqueKeys: false } as const;
  const before = parse(text, options) as { metadata: { labels?: Record<string, string> | null } };
  const after = parse(stamped, options) as typeof before;
  expect(after.metadata.labels).toEqual({ ...before.metadata.labels, [KEY]: 'tides' });
  expect({ ...after, metadata: { ...after.metadata, labels: 0 } }).toEqual({
    ...before,
    metadata: { ...before.metadata, labels: 0 },
  });
  expect(stamped).toContain('  mode: 0644 # kept\n  on: yes\n');
});

test('every object of a list', () => {
  const list =
    'apiVersion: v1\nkind: ConfigMapList\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a\n- metadata: {name: b}\n  apiVersion: v1\n  kind: ConfigMap\n';
  const { items } = parse(stampLabel(list, KEY, 'tides')!) as { items: { metadata: { labels: unknown } }[] };
  expect(items.map(({ metadata }) => metadata.labels)).toEqual([{ [KEY]: 'tides' }, { [KEY]: 'tides' }]);
});

test('JSON', () => {
  const json = '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","labels":{"b":"c"}}}';
  expect(JSON.parse(stampLabel(json, KEY, 'tides')!)).toMatchObject({
    metadata: { labels: { b: 'c', [KEY]: 'tides' } },
  });
});

test('what cannot be labelled in place is left to the caller', () => {
  expect(stampLabel('kind: A\napiVersion: v1\nother: &m {name: a}\nmetadata: *m\n', KEY, 'tides')).toBeUndefined();
});

test('YAML that helm takes and others do not', () => {
  const odd = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  text: 'one\n  two'\n";
  expect(stampLabel(odd, KEY, 'tides')).toBe(odd.replace('  name: a', `  labels: {"${KEY}": "tides"}\n  name: a`));
});

test('whatever way metadata are written', () => {
  fc.assert(
    fc.property(
      fc.record({
        labels: fc.option(
          fc.dictionary(fc.stringMatching(/^[a-z][a-z./-]{0,20}$/), fc.string({ maxLength: 20 }), { maxKeys: 4 }),
          { nil: undefined },
        ),
        annotations: fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), fc.string({ maxLength: 60 }), {
          maxKeys: 3,
        }),
        name: fc.stringMatching(/^[a-z][a-z\d-]{0,10}$/),
      }),
      fc.constantFrom('block', 'flow', 'json'),
      (metadata, way) => {
        const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: 'b: c' } };
        const text = way === 'json' ? JSON.stringify(object) : stringify(object, { collectionStyle: way });
        const stamped = stampLabel(text, KEY, 'tides');
        expect(parse(stamped!)).toEqual({
          ...JSON.parse(JSON.stringify(object)),
          metadata: { ...JSON.parse(JSON.stringify(metadata)), labels: { ...metadata.labels, [KEY]: 'tides' } },
        });
      },
    ),
  );
});
