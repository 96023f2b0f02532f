import { isStatusError } from '@luban/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isObject, sameJson } from '../json/json-value.ts';
import { applyMergePatch } from './merge-patch.ts';

/** The examples of RFC 7386, appendix A, whose patches are objects. */
test('merges as the RFC shows', () => {
  const examples: [unknown, unknown, unknown][] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [document, patch, expected] of examples) expect(applyMergePatch(document, patch)).toEqual(expected);
});

test('leaves nulls out of what is new, within lists as well', () => {
  expect(applyMergePatch({}, { a: [null, { b: null, c: 1 }] })).toEqual({ a: [{ c: 1 }] });
});

test('refuses what is no object', () => {
  for (const patch of [null, [], 'x', 1, true]) {
    expect(() => applyMergePatch({}, patch)).toThrow(expect.toSatisfy((error) => isStatusError(error, 'BadRequest')));
  }
});

test('a prototype is no field', () => {
  const result = applyMergePatch({}, JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"x":1}}}'));
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  expect(JSON.stringify(result)).toBe('{"constructor":{"prototype":{"x":1}}}');
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
});

const key = fc.constantFrom('a', 'b', 'constructor');
const { object } = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  object: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(1, 'x', null),
    fc.array(fc.constantFrom(1, 2), { maxLength: 2 }),
    tie('object'),
  ),
}));

test('a second time changes nothing, and no input is touched', () => {
  fc.assert(
    fc.property(object, object, (document, patch) => {
      const copies = structuredClone([document, patch]);
      const once = applyMergePatch(document, patch);
      expect([document, patch]).toEqual(copies);
      expect(sameJson(applyMergePatch(once, patch), once)).toBe(true);
    }),
  );
});

test('the patch from one document to another leads there', () => {
  fc.assert(
    fc.property(object, object, (from, to) => {
      const target = withoutNulls(to);
      expect(sameJson(applyMergePatch(from, patchBetween(from, target)), target)).toBe(true);
    }),
  );
});

function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutNulls(inner)]));
}

function patchBetween(from: unknown, to: unknown): unknown {
  if (!isObject(from) || !isObject(to)) return to;
  const gone = Object.keys(from).filter((name) => !Object.hasOwn(to, name));
  const kept = Object.keys(to).map((name) => [
    name,
    patchBetween(Object.hasOwn(from, name) ? from[name] : undefined, to[name]),
  ]);
  return Object.fromEntries([...gone.map((name) => [name, null]), ...kept]);
}
