import { expect, test } from 'vitest';
import { schemaDefinitionErrors } from './schema-definition.ts';
import { structuralErrors } from './structurality.ts';
import { schemaOf, told } from './testing/definitions.ts';

const object = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: 'object',
  properties,
  ...more,
});
const string = { type: 'string' };

test.each<[string, unknown, string[]]>([
  ['a structural schema', object({ spec: object({ a: string }) }), []],
  ['no type at the root', {}, ['schema.type: Required value: must not be empty at the root']],
  [
    'another type at the root',
    { type: 'string' },
    ['schema.type: Invalid value: "string": must be object at the root'],
  ],
  [
    'a field without a type',
    object({ a: {} }),
    ['schema.properties[a].type: Required value: must not be empty for specified object fields'],
  ],
  [
    'items without a type',
    object({ a: { type: 'array', items: {} } }),
    ['schema.properties[a].items.type: Required value: must not be empty for specified array items'],
  ],
  [
    'a list without items',
    object({ a: { type: 'array' } }),
    ['schema.properties[a].items: Required value: must be specified'],
  ],
  [
    'a map at the root',
    { type: 'object', additionalProperties: string },
    ['schema.additionalProperties: Forbidden: must not be used at the root'],
  ],
  [
    'a type in an alternative',
    object({ a: object({}, { anyOf: [{ type: 'object' }] }) }),
    ['schema.properties[a].anyOf[0].type: Forbidden: must be empty to be structural'],
  ],
  [
    'integer or string in the known form',
    object({ a: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] } }),
    [],
  ],
  [
    'integer or string with a pattern',
    object({
      a: {
        'x-kubernetes-int-or-string': true,
        allOf: [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, { pattern: '^a' }],
      },
    }),
    [],
  ],
  [
    'a default in an alternative',
    object({ a: { ...string, oneOf: [{ default: 'x' }] } }),
    ['schema.properties[a].oneOf[0].default: Forbidden: must be undefined to be structural'],
  ],
  [
    'what is only restricted',
    object({ a: object({}) }, { not: { properties: { a: { properties: { b: { enum: ['x'] } } } } } }),
    [
      'schema.properties[a].properties[b]: Required value: because it is defined in schema.not.properties[a].properties[b]',
    ],
  ],
  [
    'a wrong pattern',
    object({ a: { ...string, pattern: '(' } }),
    [
      'schema.properties[a].pattern: Invalid value: "(": must be a valid regular expression, but isn\'t: error parsing regexp: missing closing ): `(`',
    ],
  ],
  [
    'more of the metadata than names',
    object({ metadata: object({ labels: object({}) }) }),
    [
      'schema.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified',
    ],
  ],
  ['names of the metadata', object({ metadata: object({ name: { ...string, maxLength: 5 } }) }), []],
  [
    'a kind that is no string',
    object({ kind: { type: 'integer' } }),
    ['schema.properties[kind].type: Invalid value: "integer": must be string'],
  ],
  [
    'an embedded object of nothing',
    object({ a: { type: 'object', 'x-kubernetes-embedded-resource': true } }),
    [
      'schema.properties[a].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
    ],
  ],
])('%s', (_name, raw, errors) => {
  expect(told(structuralErrors(schemaOf(raw), 'schema'))).toEqual(errors);
});

test.each<[string, unknown, string[]]>([
  [
    'an unknown type',
    object({ a: { type: 'text' } }),
    [
      'schema.properties[a].type: Unsupported value: "text": supported values: "array", "boolean", "integer", "number", "object", "string"',
    ],
  ],
  ['a reference', object({ a: { $ref: '#/x' } }), ['schema.properties[a].$ref: Forbidden: $ref is not supported']],
  [
    'unique items',
    object({ a: { type: 'array', items: string, uniqueItems: true } }),
    [
      'schema.properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
    ],
  ],
  [
    'several schemas of items',
    object({ a: { type: 'array', items: [string] } }),
    ['schema.properties[a].items: Forbidden: items must be a schema object and not an array'],
  ],
  [
    'fields and a map at once',
    object({ a: object({ b: string }, { additionalProperties: string }) }),
    ['schema.properties[a].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive'],
  ],
  [
    'null at the root',
    object({}, { nullable: true }),
    ['schema.nullable: Forbidden: nullable cannot be true at the root'],
  ],
  [
    'a list type of no list',
    object({ a: { ...string, 'x-kubernetes-list-type': 'set' } }),
    ['schema.properties[a].type: Invalid value: "string": must be array if x-kubernetes-list-type is specified'],
  ],
  [
    'an unknown list type',
    object({ a: { type: 'array', items: string, 'x-kubernetes-list-type': 'bag' } }),
    ['schema.properties[a].x-kubernetes-list-type: Unsupported value: "bag": supported values: "atomic", "set", "map"'],
  ],
  [
    'a map without keys',
    object({ a: { type: 'array', items: object({}), 'x-kubernetes-list-type': 'map' } }),
    [
      'schema.properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map',
    ],
  ],
  [
    'a key that may be absent',
    object({
      a: {
        type: 'array',
        items: object({ k: string }),
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['k'],
      },
    }),
    [
      'schema.properties[a].items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
    ],
  ],
  [
    'a set of objects',
    object({ a: { type: 'array', items: object({}), 'x-kubernetes-list-type': 'set' } }),
    [
      'schema.properties[a].items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set',
    ],
  ],
  [
    'false for keeping what is unknown',
    object({ a: object({}, { 'x-kubernetes-preserve-unknown-fields': false }) }),
    ['schema.properties[a].x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined'],
  ],
  [
    'a default of the metadata',
    object({ metadata: object({ name: { ...string, default: 'x' } }) }),
    ['schema.properties[metadata].properties[name].default: Forbidden: must not be set in top-level metadata'],
  ],
  [
    'a rule of nothing',
    object({ a: { ...string, 'x-kubernetes-validations': [{ rule: ' ' }] } }),
    ['schema.properties[a].x-kubernetes-validations[0].rule: Required value: rule is not specified'],
  ],
  [
    'a reason that is none',
    object({ a: { ...string, 'x-kubernetes-validations': [{ rule: 'true', reason: 'Why' }] } }),
    [
      'schema.properties[a].x-kubernetes-validations[0].reason: Unsupported value: "Why": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"',
    ],
  ],
  [
    'a path to nowhere',
    object({ a: object({ b: string }, { 'x-kubernetes-validations': [{ rule: 'true', fieldPath: '.c' }] }) }),
    ['schema.properties[a].x-kubernetes-validations[0].fieldPath: Invalid value: ".c": must be a valid path'],
  ],
])('%s is refused', (_name, raw, errors) => {
  expect(told(schemaDefinitionErrors(schemaOf(raw), 'schema'))).toEqual(errors);
});
