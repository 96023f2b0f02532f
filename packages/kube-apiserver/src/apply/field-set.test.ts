import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkFieldsV1,
  difference,
  FieldSet,
  type FieldsV1,
  intersection,
  recursiveDifference,
  sameSet,
  union,
} from './field-set.ts';
import { canonicalElement, showElement } from './path-element.ts';

const element = fc.constantFrom(
  'f:a',
  'f:b',
  'f:__proto__',
  'k:{"name":"a"}',
  'k:{"port":80,"protocol":"TCP"}',
  'v:"x"',
  'i:0',
);
const path = fc.array(element, { minLength: 1, maxLength: 4 });
const set = fc.array(path, { maxLength: 8 }).map(setOf);

function setOf(paths: readonly string[][]): FieldSet {
  const result = new FieldSet(false);
  for (const each of paths) result.add(each);
  return result;
}

function pathsOf(fields: FieldSet): string[] {
  const paths: string[] = [];
  fields.forEachPath((each) => paths.push(each));
  return paths.sort();
}

test('is written and read as Kubernetes does', () => {
  const fields: FieldsV1 = {
    'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
    'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {} } } },
  };
  const decoded = FieldSet.decode(fields);
  expect(pathsOf(decoded)).toEqual([
    '.metadata.labels',
    '.metadata.labels.app',
    '.spec.ports[port=80,protocol="TCP"]',
    '.spec.ports[port=80,protocol="TCP"].port',
  ]);
  expect(decoded.encode()).toBe(fields);
  expect(union(decoded, setOf([['f:spec', 'v:1']])).encode()).toEqual({
    ...fields,
    'f:spec': { ...(fields['f:spec'] as object), 'v:1': {} },
  });
});

test('survives encoding, whatever is in it', () => {
  fc.assert(
    fc.property(set, (fields) => {
      const copy = FieldSet.decode(JSON.parse(JSON.stringify(fields.encode())));
      expect(sameSet(copy, fields)).toBe(true);
      expect(copy.encode()).toEqual(fields.encode());
    }),
  );
});

test('follows the laws of sets', () => {
  fc.assert(
    fc.property(set, set, (left, right) => {
      const [inLeft, inRight] = [pathsOf(left), pathsOf(right)];
      const onlyLeft = inLeft.filter((each) => !inRight.includes(each));
      expect(pathsOf(union(left, right))).toEqual([...new Set([...inLeft, ...inRight])].sort());
      expect(pathsOf(intersection(left, right))).toEqual(inLeft.filter((each) => inRight.includes(each)));
      expect(pathsOf(difference(left, right))).toEqual(onlyLeft);
      expect(pathsOf(recursiveDifference(left, right))).toEqual(
        onlyLeft.filter((each) => !inRight.some((taken) => isBelow(each, taken))),
      );
      expect(difference(left, right).isEmpty).toBe(onlyLeft.length === 0);
    }),
  );
});

const isBelow = (each: string, ancestor: string) => each.startsWith(`${ancestor}.`) || each.startsWith(`${ancestor}[`);

test('sets that come out the same are the same', () => {
  const fields = setOf([['f:a', 'f:b'], ['f:b']]);
  expect(union(fields, setOf([['f:b']]))).toBe(fields);
  expect(difference(fields, setOf([['f:c']]))).toBe(fields);
});

test('elements have one form, however they were written', () => {
  expect(canonicalElement('k:{ "protocol" : "TCP","port":80 }')).toBe('k:{"port":80,"protocol":"TCP"}');
  expect(canonicalElement('v: 1.0')).toBe('v:1');
  expect(canonicalElement('x:1')).toBeUndefined();
  expect(showElement('v:"a"')).toBe('[="a"]');
  expect(showElement('i:3')).toBe('[3]');
});

test('malformed parts are found by the check and left out otherwise', () => {
  for (const broken of ['f', 'name', 'k:{', 'k:1', 'i:x']) {
    expect(() => checkFieldsV1({ 'f:a': {}, [broken]: {} })).toThrow();
    expect(pathsOf(FieldSet.decode({ 'f:a': {}, [broken]: {} }))).toEqual(['.a']);
  }
  expect(() => checkFieldsV1({ 'f:a': 1 })).toThrow();
  expect(() => checkFieldsV1({ 'z:unknown': {}, 'f:a': {} })).not.toThrow();
});
