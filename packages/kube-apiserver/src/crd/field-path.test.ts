import { expect, test } from 'vitest';
import { followFieldPath } from './field-path.ts';
import { schemaOf } from './testing/definitions.ts';

const schema = schemaOf({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: { 'a.b': { type: 'string' }, labels: { type: 'object', additionalProperties: { type: 'integer' } } },
    },
  },
});

test.each([
  ['.spec', 'spec', 'object'],
  [".spec['a.b']", 'spec.a.b', 'string'],
  [".spec.labels['x/y']", 'spec.labels[x/y]', 'integer'],
  [".spec.labels['it\\'s']", "spec.labels[it's]", 'integer'],
])('%s leads to a field', (path, text, type) => {
  const found = followFieldPath(path, schema);
  expect(found).toMatchObject({ ok: true, text, schema: { type } });
});

test.each([
  ['.other', 'does not refer to a valid field'],
  ['.spec.labels.x', 'does not refer to a valid field'],
  ['', 'unexpected end of JSON path'],
  ['.', 'unexpected end of JSON path'],
  ['spec', 'expected [ or . but got: s'],
  ['.spec[0]', 'expected single quoted string but got 0]'],
  [".spec['\\x']", 'invalid string literal: invalid escape char \\x'],
])('%s does not: %s', (path, reason) => {
  expect(followFieldPath(path, schema)).toEqual({ ok: false, reason });
});

test('brackets can be ruled out', () => {
  expect(followFieldPath(".spec['a.b']", schema, false)).toEqual({
    ok: false,
    reason: 'array notation is not allowed',
  });
});
