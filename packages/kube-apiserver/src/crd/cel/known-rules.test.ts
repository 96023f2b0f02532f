/** Rules in the shapes that definitions in use have. */
import { expect, test } from 'vitest';
import { rulesOf, schemaOf, told } from '../testing/definitions.ts';
import { validateRules } from './validate-rules.ts';

type Json = Record<string, unknown>;

const string = { type: 'string' };
const integer = { type: 'integer' };
const either = { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] };
const object = (properties: Json) => ({ type: 'object', properties });
const list = (items: Json) => ({ type: 'array', items });
const map = (additionalProperties: Json) => ({ type: 'object', additionalProperties });

test.each<[string, Json, unknown]>([
  [
    "(self.type == 'ReplacePrefixMatch') ? has(self.replacePrefixMatch) : true",
    object({ type: string, replacePrefixMatch: string }),
    { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' },
  ],
  [
    'self.all(a, self.exists_one(b, a.port == b.port && (has(a.host) && has(b.host) ? a.host == b.host : !has(a.host) && !has(b.host))))',
    list(object({ port: integer, host: string })),
    [{ port: 1 }, { port: 1, host: 'h' }],
  ],
  [
    "(size(self.group) == 0 && self.kind == 'Service') ? has(self.port) : true",
    object({ group: string, kind: string, port: integer }),
    { group: '', kind: 'Service', port: 3 },
  ],
  ['self.matches(r"^https://")', string, 'https://a'],
  [
    "self.all(x, x.operator == 'In' ? x.values.size() != 0 : true)",
    list(object({ operator: string, values: list(string) })),
    [{ operator: 'In', values: ['a'] }, { operator: 'Exists' }],
  ],
  ["duration(self.after) >= duration('0s')", object({ after: string }), { after: '1h' }],
  ["quantity(self.size).compareTo(quantity('1Gi')) >= 0", object({ size: either }), { size: '2Gi' }],
  ['isQuantity(string(self.size)) && int(self.size) == 5', object({ size: either }), { size: 5 }],
  ["self.all(x, !x.startsWith('kubernetes.io/')) && !('z' in self)", list(string), ['a', 'b']],
  ["self.m.exists(k, self.m[k].exists(v, v == 'b'))", object({ m: map(list(string)) }), { m: { a: ['b'] } }],
  ["{'k': 'v'} == self.m && self.m.all(k, self.m[k] != '')", object({ m: map(string) }), { m: { k: 'v' } }],
  ['[has(self.a), has(self.b)].filter(x, x).size() == 1', object({ a: string, b: string }), { a: 'x' }],
  [
    'self.a.map(x, x.n).all(n, n in self.b)',
    object({ a: list(object({ n: string })), b: list(string) }),
    { a: [{ n: 'x' }], b: ['x'] },
  ],
  [
    "self.t + duration('24h') == timestamp('2026-01-02T00:00:00Z')",
    object({ t: { ...string, format: 'date-time' } }),
    { t: '2026-01-01T00:00:00Z' },
  ],
  [
    "self.a[0] + self.a[1] == 'xy' && self.a + ['z'] == ['x', 'y', 'z']",
    object({ a: list(string) }),
    { a: ['x', 'y'] },
  ],
  ['self.a in [1, 3] && self.a % 2 == 1 && -self.a < 0 && uint(self.a) == 3u', object({ a: integer }), { a: 3 }],
  ["{'a': 1, 'b': 2}[self.x] == 1", object({ x: string }), { x: 'a' }],
])('%s', (rule, value, self) => {
  const schema = schemaOf(object({ value: { ...value, 'x-kubernetes-validations': [{ rule }] } }));
  const { tree, errors } = rulesOf(schema);
  expect(told(errors)).toEqual([]);
  expect(told(validateRules(tree!, schema, { value: self }, undefined).errors)).toEqual([]);
});
