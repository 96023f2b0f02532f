import { expect, test } from 'vitest';
import { objectSchema, schemaOf, told } from './testing/definitions.ts';
import { validateValue } from './validate-object.ts';

const string = { type: 'string' };
const integer = { type: 'integer' };

/** What is said of `spec.x` with the schema. */
function about(schema: Record<string, unknown>, x: unknown): string[] {
  return told(validateValue(objectSchema({ x: schema }), { spec: { x } }));
}

test.each<[string, Record<string, unknown>, unknown, string[]]>([
  [
    'a string for an integer',
    integer,
    'many',
    ['spec.x: Invalid value: "string": spec.x in body must be of type integer: "string"'],
  ],
  [
    'a fraction for an integer',
    integer,
    1.5,
    ['spec.x: Invalid value: "number": spec.x in body must be of type integer: "number"'],
  ],
  [
    'a number for a string',
    string,
    3,
    ['spec.x: Invalid value: "integer": spec.x in body must be of type string: "integer"'],
  ],
  [
    'a list for an object',
    { type: 'object' },
    [],
    ['spec.x: Invalid value: "array": spec.x in body must be of type object: "array"'],
  ],
  [
    'an object for a boolean',
    { type: 'boolean' },
    {},
    ['spec.x: Invalid value: "object": spec.x in body must be of type boolean: "object"'],
  ],
  ['an integer for a number', { type: 'number' }, 3, []],
  ['a whole number for an integer', integer, 3.0, []],
  [
    'null where none may be',
    string,
    null,
    ['spec.x: Invalid value: "null": spec.x in body must be of type string: "null"'],
  ],
  ['null where it may be', { ...string, nullable: true }, null, []],
  ['an integer or a string', { 'x-kubernetes-int-or-string': true }, '50%', []],
  [
    'neither',
    { 'x-kubernetes-int-or-string': true },
    true,
    ['spec.x: Invalid value: "boolean": spec.x in body must be of type integer,string: "boolean"'],
  ],
  [
    'what an enum lacks',
    { ...string, enum: ['a', 'b'] },
    'c',
    ['spec.x: Unsupported value: "c": supported values: "a", "b"'],
  ],
  ['a member of an enum of numbers', { ...integer, enum: [1, 2] }, 2, []],
  ['an object of an enum', { type: 'object', enum: [{ a: 1, b: 2 }] }, { b: 2, a: 1 }, []],
  [
    'what does not match',
    { ...string, pattern: '^[a-z]+$' },
    'A',
    ['spec.x: Invalid value: "A": spec.x in body should match \'^[a-z]+$\''],
  ],
  ['too long a text', { ...string, maxLength: 3 }, 'abcd', ['spec.x: Too long: may not be more than 3 bytes']],
  ['characters beyond the basic plane', { ...string, maxLength: 3 }, '🧩🧩🧩', []],
  [
    'too short a text',
    { ...string, minLength: 2 },
    'a',
    ['spec.x: Invalid value: "a": spec.x in body should be at least 2 chars long'],
  ],
  [
    'too small',
    { ...integer, minimum: 1 },
    0,
    ['spec.x: Invalid value: 0: spec.x in body should be greater than or equal to 1'],
  ],
  [
    'no more than the limit',
    { ...integer, minimum: 1, exclusiveMinimum: true },
    1,
    ['spec.x: Invalid value: 1: spec.x in body should be greater than 1'],
  ],
  [
    'too large',
    { ...integer, maximum: 10 },
    11,
    ['spec.x: Invalid value: 11: spec.x in body should be less than or equal to 10'],
  ],
  [
    'no less than the limit',
    { ...integer, maximum: 10, exclusiveMaximum: true },
    10,
    ['spec.x: Invalid value: 10: spec.x in body should be less than 10'],
  ],
  [
    'no multiple',
    { ...integer, multipleOf: 5 },
    7,
    ['spec.x: Invalid value: 7: spec.x in body should be a multiple of 5'],
  ],
  ['a multiple of a fraction', { type: 'number', multipleOf: 0.1 }, 0.3, []],
  [
    'too large for its format',
    { ...integer, format: 'int32' },
    3e9,
    ['<nil>: Invalid value: "": Checked value must be of type integer with format int32 in spec.x'],
  ],
  [
    'too few items',
    { type: 'array', items: string, minItems: 1 },
    [],
    ['spec.x: Invalid value: 0: spec.x in body should have at least 1 items'],
  ],
  [
    'too many items',
    { type: 'array', items: string, maxItems: 1 },
    ['a', 'b'],
    ['spec.x: Too many: 2: must have at most 1 items'],
  ],
  [
    'a wrong item',
    { type: 'array', items: string },
    ['a', 1],
    ['spec.x[1]: Invalid value: "integer": spec.x[1] in body must be of type string: "integer"'],
  ],
  [
    'too few properties',
    { type: 'object', minProperties: 1 },
    {},
    ['spec.x: Invalid value: 0: spec.x in body should have at least 1 properties'],
  ],
  [
    'too many properties',
    { type: 'object', maxProperties: 0 },
    { a: 1 },
    ['spec.x: Too many: 1: must have at most 0 items'],
  ],
  ['what is required', { type: 'object', required: ['y'] }, {}, ['spec.x.y: Required value']],
  [
    'a wrong value of a map',
    { type: 'object', additionalProperties: integer },
    { a: 'b' },
    ['spec.x.a: Invalid value: "string": spec.x.a in body must be of type integer: "string"'],
  ],
  ['a time', { ...string, format: 'date-time' }, '2026-01-01T00:00:00Z', []],
  [
    'no time',
    { ...string, format: 'date-time' },
    'soon',
    ['spec.x: Invalid value: "soon": spec.x in body must be of type date-time: "soon"'],
  ],
  ['a format that means nothing', { ...string, format: 'colour' }, 'red', []],
])('%s', (_name, schema, value, errors) => {
  expect(about(schema, value)).toEqual(errors);
});

test('one of several schemas has to fit', () => {
  const anyOf = {
    type: 'object',
    properties: { a: string, b: string },
    anyOf: [{ required: ['a'] }, { required: ['b'] }],
  };
  expect(about(anyOf, { b: 'x' })).toEqual([]);
  expect(about(anyOf, {})).toEqual([
    '<nil>: Invalid value: "": "spec.x" must validate at least one schema (anyOf)',
    'spec.x.a: Required value',
  ]);
});

test('exactly one of several schemas has to fit', () => {
  const oneOf = {
    type: 'object',
    properties: { a: string, b: string },
    oneOf: [{ required: ['a'] }, { required: ['b'] }],
  };
  expect(about(oneOf, { a: 'x' })).toEqual([]);
  expect(about(oneOf, { a: 'x', b: 'y' })).toEqual([
    '<nil>: Invalid value: "": "spec.x" must validate one and only one schema (oneOf). Found 2 valid alternatives',
  ]);
  expect(about(oneOf, {})).toEqual([
    '<nil>: Invalid value: "": "spec.x" must validate one and only one schema (oneOf). Found none valid',
    'spec.x.a: Required value',
  ]);
});

test('all schemas have to fit, and one may not', () => {
  const schema = { ...integer, allOf: [{ minimum: 1 }, { maximum: 5 }], not: { enum: [3] } };
  expect(about(schema, 2)).toEqual([]);
  expect(about(schema, 9)).toEqual([
    'spec.x: Invalid value: 9: spec.x in body should be less than or equal to 5',
    '<nil>: Invalid value: "": "spec.x" must validate all the schemas (allOf)',
  ]);
  expect(about(schema, 3)).toEqual(['<nil>: Invalid value: "": "spec.x" must not validate the schema (not)']);
});

test('a name that every object inherits is no property', () => {
  const schema = objectSchema({ x: { type: 'object', required: ['constructor', '__proto__'] } });
  expect(told(validateValue(schema, { spec: { x: {} } }))).toEqual([
    'spec.x.constructor: Required value',
    'spec.x.__proto__: Required value',
  ]);
  const hostile: unknown = JSON.parse('{"spec":{"x":{"__proto__":1,"constructor":2}}}');
  expect(validateValue(schema, hostile)).toEqual([]);
});

test('huge enums, long lists and thousands of errors stay fast', () => {
  const values = Array.from({ length: 50_000 }, (_, i) => `v${i}`);
  const schema = objectSchema({ x: { type: 'array', items: { type: 'string', enum: values } } });
  const started = process.threadCpuUsage();
  expect(validateValue(schema, { spec: { x: values } })).toEqual([]);
  expect(validateValue(schema, { spec: { x: values.map(() => 7) } }).length).toBeLessThanOrEqual(500);
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(2_000);
});

test('alternatives over many items end, and say so', () => {
  const alternatives = Array.from({ length: 200 }, (_, i) => ({ required: [`k${i}`] }));
  const schema = schemaOf({ type: 'array', items: { type: 'object', anyOf: alternatives } });
  const started = process.threadCpuUsage();
  const errors = validateValue(
    schema,
    Array.from({ length: 50_000 }, () => ({ k199: 1 })),
  );
  expect(errors.at(0)?.message).toContain('the object is too large to be validated');
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(4_000);
});

test('patterns over many texts end as well', () => {
  const schema = schemaOf({ type: 'array', items: { type: 'string', pattern: '^(a|ab|abc|abcd){5,100}(e|f)$' } });
  const started = process.threadCpuUsage();
  const errors = validateValue(
    schema,
    Array.from({ length: 100_000 }, () => 'abcdabcdabcdabcdabcde'),
  );
  expect(errors.at(0)?.message).toContain('the object is too large to be validated');
  expect(told(validateValue(schema, ['abcd'.repeat(100_000)]))[0]).toContain('should match');
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(3_000);
});
