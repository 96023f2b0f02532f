import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configHash, effectiveValues, parseValues } from './values.ts';

test('maps are merged, lists and single values are replaced', () => {
  const config = 'collector: {interval: 30s, sinks: [stdout], limits: {cpu: 1}}\nname: tide\n';
  const merged = effectiveValues(config, 'collector: {sinks: [a, b], limits: {memory: 2}}\nname: {en: Tide}\n', 'reef');
  expect(parse(merged)).toEqual({
    collector: { interval: '30s', sinks: ['a', 'b'], limits: { cpu: 1, memory: 2 } },
    name: { en: 'Tide' },
  });
});

test('without an override the text stays as it was written', () => {
  for (const override of [undefined, '', '# nothing\n', 'null']) {
    expect(effectiveValues('# why\na: 1\n', override, 'reef')).toBe('# why\na: 1\n');
  }
});

test('keys that programs stumble over are keys like all others', () => {
  const merged = effectiveValues('constructor: {a: 1}', '__proto__: {polluted: true}\nconstructor: {b: 2}', 'reef');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(merged).toContain('__proto__:');
  expect(parse(merged)).toMatchObject({ constructor: { a: 1, b: 2 } });
});

test.each([
  ['a: [', /flow/i],
  ['a: 1\na: 2', /unique/i],
  ['[1]', /no map/],
  ['text', /no map/],
  [`a: ${'x'.repeat(100_000)}`, /longer than/],
  [
    'a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: &d [*c, *c, *c, *c]\ne: [*d, *d, *d, *d]',
    /alias/i,
  ],
])('%j is refused with its field and the reason', (text, reason) => {
  const refusal = (() => {
    try {
      parseValues(text.slice(0, 200_000), 'spec.config');
    } catch (error) {
      return error;
    }
    return undefined;
  })();
  expect(refusal).toMatchObject({
    code: 'LB7404',
    params: { field: 'spec.config', reason: expect.stringMatching(reason) },
  });
});

const values = fc.dictionary(
  fc.string(),
  fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.array(fc.integer())),
  {
    noNullPrototype: false,
  },
);

test('what an override says holds, and what it does not say stays', () => {
  fc.assert(
    fc.property(values, values, (base, override) => {
      const merged = parse(effectiveValues(JSON.stringify(base), JSON.stringify(override), 'c')) as object | null;
      const expected = Object.entries({ ...base, ...override });
      expect(Object.entries(merged ?? {}).sort()).toEqual(expected.sort());
    }),
    { numRuns: 200 },
  );
});

test('the hash is that of FNV-1a', () => {
  // Test vectors of draft-eastlake-fnv.
  expect(configHash('')).toBe('cbf29ce484222325');
  expect(configHash('a')).toBe('af63dc4c8601ec8c');
  expect(configHash('foobar')).toBe('85944171f73967e8');
});
