import { expect, test } from 'vitest';
import { validateRules } from './cel/validate-rules.ts';
import { objectSchema, rulesOf, told } from './testing/definitions.ts';
import { validateValue } from './validate-object.ts';

const schema = objectSchema({
  size: { type: 'integer', maximum: 10 },
  name: { type: 'string' },
  nested: { type: 'object', required: ['must'], properties: { must: { type: 'string' }, other: { type: 'string' } } },
  list: { type: 'array', items: { type: 'integer', maximum: 10 } },
  map: {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['key'],
    items: {
      type: 'object',
      required: ['key'],
      properties: { key: { type: 'string' }, value: { type: 'integer', maximum: 10 } },
    },
  },
});

const errorsOf = (old: unknown, now: unknown) => told(validateValue(schema, { spec: now }, { old: { spec: old } }));

test('what was wrong and did not change is tolerated', () => {
  expect(errorsOf({ size: 99 }, { size: 99, name: 'new' })).toEqual([]);
  expect(errorsOf({ nested: { other: 'a' } }, { nested: { other: 'a' }, name: 'new' })).toEqual([]);
  expect(errorsOf({ list: [99] }, { list: [99], name: 'new' })).toEqual([]);
});

test('what changed has to be right', () => {
  expect(errorsOf({ size: 99 }, { size: 98 })).toHaveLength(1);
  expect(errorsOf({}, { size: 99 })).toHaveLength(1);
  expect(errorsOf({ nested: { other: 'a' } }, { nested: { other: 'b' } })).toEqual([
    'spec.nested.must: Required value',
  ]);
});

test('items of a list belong together by their keys, wherever they stand', () => {
  const wrong = { key: 'a', value: 99 };
  expect(errorsOf({ map: [wrong] }, { map: [{ key: 'b', value: 1 }, wrong] })).toEqual([]);
  expect(errorsOf({ map: [wrong] }, { map: [{ key: 'c', value: 99 }] })).toHaveLength(1);
});

test('items of other lists belong together with nothing', () => {
  expect(errorsOf({ list: [99] }, { list: [99, 1] })).toHaveLength(1);
});

test('rules that fail on what did not change only warn', () => {
  const ruled = objectSchema({
    name: { type: 'string', 'x-kubernetes-validations': [{ rule: "self != 'bad'", message: 'no bad names' }] },
    size: { type: 'integer' },
  });
  const { tree } = rulesOf(ruled);
  const run = (old: unknown, now: unknown) => validateRules(tree!, ruled, { spec: now }, { spec: old });
  expect(run({ name: 'bad' }, { name: 'bad', size: 2 })).toMatchObject({
    errors: [],
    warnings: ['spec.name: Invalid value: "string": no bad names'],
  });
  expect(told(run({ name: 'good' }, { name: 'bad' }).errors)).toEqual([
    'spec.name: Invalid value: "string": no bad names',
  ]);
});
