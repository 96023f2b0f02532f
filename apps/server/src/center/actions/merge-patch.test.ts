import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergePatch } from './merge-patch.ts';

test.each([
  [{ a: 1 }, { a: 1 }, undefined],
  [{ a: 1 }, { a: 2 }, { a: 2 }],
  [{ a: 1, b: { c: 1, d: 2 } }, { a: 1, b: { c: 1 } }, { b: { d: null } }],
  [{ a: [1, 2] }, { a: [1] }, { a: [1] }],
  [{ a: [1] }, { a: [1] }, undefined],
  [{}, { a: { b: undefined, c: 1 } }, { a: { b: undefined, c: 1 } }],
  [{ a: {} }, { a: undefined }, { a: null }],
])('%j to %j is %j', (before, after, patch) => {
  expect(mergePatch(before, after)).toEqual(patch);
});

const plain = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.array(fc.integer()),
    fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), tie('node')),
  ),
})).node;
const object = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), plain);

test('the patch makes one of the other, whatever they are', () => {
  fc.assert(
    fc.property(object, object, (before, after) => {
      const patch = mergePatch(before, after);
      expect(JSON.stringify(sorted(applied(before, patch ?? {})))).toBe(JSON.stringify(sorted(after)));
    }),
    { numRuns: 300 },
  );
});

/** RFC 7386, as it is written there. */
function applied(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, applied(result.get(key), value));
  }
  return Object.fromEntries(result);
}

function sorted(value: unknown): unknown {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, sorted(inner)]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
