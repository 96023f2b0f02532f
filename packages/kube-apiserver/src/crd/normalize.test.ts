import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cloneJson } from '../json/clone-json.ts';
import { applyDefaults } from './apply-defaults.ts';
import { prune } from './prune.ts';
import { schemaOf } from './testing/definitions.ts';
import { validateValue } from './validate-object.ts';

const schema = schemaOf({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      default: {},
      properties: {
        size: { type: 'integer', default: 3 },
        name: { type: 'string', nullable: true, default: 'none' },
        note: { type: 'string' },
        free: {
          type: 'object',
          'x-kubernetes-preserve-unknown-fields': true,
          properties: { known: { type: 'object' } },
        },
        tags: { type: 'object', additionalProperties: { type: 'string' } },
        items: { type: 'array', items: { type: 'object', properties: { a: { type: 'integer', default: 1 } } } },
        template: {
          type: 'object',
          'x-kubernetes-embedded-resource': true,
          properties: { spec: { type: 'object' } },
        },
      },
    },
  },
});

const pruned = (value: unknown) => {
  const copy = cloneJson(value);
  prune(schema, copy, true);
  return copy;
};

const defaulted = (value: unknown) => {
  const copy = cloneJson(value);
  applyDefaults(schema, copy);
  return copy;
};

test('what the schema does not know is taken out', () => {
  const value = {
    apiVersion: 'v1',
    kind: 'X',
    metadata: { name: 'x', anything: 1 },
    other: 1,
    spec: {
      size: 1,
      unknown: 2,
      free: { kept: { deep: 1 }, known: { gone: 1 } },
      tags: { a: 'b' },
      items: [{ a: 1, b: 2 }],
      template: { apiVersion: 'v1', kind: 'Y', metadata: { name: 'y' }, status: {}, spec: { gone: 1 } },
    },
  };
  expect(pruned(value)).toEqual({
    apiVersion: 'v1',
    kind: 'X',
    metadata: { name: 'x', anything: 1 },
    spec: {
      size: 1,
      free: { kept: { deep: 1 }, known: {} },
      tags: { a: 'b' },
      items: [{ a: 1 }],
      template: { apiVersion: 'v1', kind: 'Y', metadata: { name: 'y' }, spec: {} },
    },
  });
});

test('what was left out is filled in', () => {
  expect(defaulted({})).toEqual({ spec: { size: 3, name: 'none' } });
  expect(defaulted({ spec: { items: [{}, { a: 2 }] } })).toEqual({
    spec: { size: 3, name: 'none', items: [{ a: 1 }, { a: 2 }] },
  });
});

test('a null is kept where it may stand, else replaced or dropped', () => {
  expect(defaulted({ spec: { size: null, name: null, note: null, tags: { a: null } } })).toEqual({
    spec: { size: 3, name: null, tags: {} },
  });
});

test('a default is a copy', () => {
  const first = defaulted({}) as { spec: { size: number } };
  first.spec.size = 9;
  expect(defaulted({})).toEqual({ spec: { size: 3, name: 'none' } });
});

/** Objects that often have the names of the schema. */
const objects = fc.dictionary(
  fc.constantFrom('spec', 'metadata', 'other', '__proto__'),
  fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>(null, 1, 'a', true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom('size', 'name', 'note', 'free', 'known', 'tags', 'items', 'a', 'template', 'constructor'),
        tie('value'),
      ),
    ),
  })).value,
);

test('doing it twice changes nothing', () => {
  fc.assert(
    fc.property(objects, (value) => {
      const once = defaulted(pruned(value));
      expect(pruned(pruned(value))).toEqual(pruned(value));
      expect(defaulted(once)).toEqual(once);
      expect(pruned(once)).toEqual(once);
    }),
    { numRuns: 500 },
  );
});

test('what is valid stays valid', () => {
  const valid = fc.record(
    {
      spec: fc.record(
        {
          size: fc.integer(),
          name: fc.option(fc.string()),
          note: fc.string(),
          tags: fc.dictionary(fc.string(), fc.string()),
          items: fc.array(fc.record({ a: fc.integer(), unknown: fc.jsonValue() }, { requiredKeys: [] })),
          unknown: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(valid, (value) => {
      expect(validateValue(schema, value)).toEqual([]);
      expect(validateValue(schema, defaulted(pruned(value)))).toEqual([]);
    }),
  );
});
