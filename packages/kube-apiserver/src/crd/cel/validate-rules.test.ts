import { expect, test } from 'vitest';
import { objectSchema, rulesOf, schemaOf, told } from '../testing/definitions.ts';
import { validateRules } from './validate-rules.ts';

const string = { type: 'string' };
const integer = { type: 'integer' };
const strings = { type: 'array', items: string };

const PROPERTIES = {
  minReplicas: integer,
  replicas: integer,
  maxReplicas: integer,
  name: string,
  names: strings,
  numbers: { type: 'array', items: integer },
  labels: { type: 'object', additionalProperties: string },
  percent: { 'x-kubernetes-int-or-string': true },
  at: { ...string, format: 'date-time' },
  wait: { ...string, format: 'duration' },
  ports: {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
    items: { type: 'object', required: ['name'], properties: { name: string, port: integer } },
  },
  set: { ...strings, 'x-kubernetes-list-type': 'set' },
  'a.b-c/d__e': integer,
  namespace: string,
  int: integer,
  nested: { type: 'object', properties: { x: integer, deep: { type: 'object', properties: { y: string } } } },
  ratio: { type: 'number' },
  free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  maybe: { ...string, nullable: true },
  data: { ...string, format: 'byte' },
};

const SPEC = {
  minReplicas: 1,
  replicas: 2,
  maxReplicas: 3,
  name: 'abc',
  names: ['a', 'b', 'c'],
  numbers: [1, 2, 3],
  labels: { k: 'v', x: 'y' },
  percent: '50%',
  at: '2026-01-01T00:00:00Z',
  wait: '1h30m',
  ports: [
    { name: 'q', port: 1 },
    { name: 'r', port: 2 },
  ],
  set: ['x', 'y'],
  'a.b-c/d__e': 5,
  namespace: 'ns',
  int: 4,
  nested: { x: 1, deep: { y: 'z' } },
  ratio: 1.5,
  free: { foo: { bar: 3 } },
  maybe: null,
  data: 'aGVsbG8=',
};

/** What a rule says of the spec; it has to compile. */
function run(rule: Record<string, unknown>, spec: unknown = SPEC, old?: unknown): string[] {
  const schema = objectSchema(PROPERTIES, [rule]);
  const { tree, errors } = rulesOf(schema);
  expect(told(errors)).toEqual([]);
  return told(validateRules(tree!, schema, { spec }, old === undefined ? undefined : { spec: old }).errors);
}

test.each([
  // From Kubernetes' documentation.
  'self.minReplicas <= self.replicas && self.replicas <= self.maxReplicas',
  "'k' in self.labels && self.labels['k'] == 'v'",
  'self.labels.all(key, self.labels[key].size() == 1)',
  'self.names.all(n, self.names.exists_one(m, m == n))',
  "self.ports.all(p, p.port > 0) && self.ports.exists(p, p.name == 'q')",
  "self.ports.filter(p, p.port > 1).map(p, p.name) == ['r']",
  'has(self.nested.deep) && has(self.nested.deep.y)',
  'self.nested == self.nested && self.ports == self.ports',
  "type(self.percent) == string ? self.percent == '50%' : self.percent == 50",
  "self.at < timestamp('2027-01-01T00:00:00Z') && self.at.getFullYear() == 2026",
  "self.wait > duration('1h') && self.wait == duration('90m')",
  'self.a__dot__b__dash__c__slash__d__underscores__e == 5',
  "self.__namespace__ == 'ns' && self.__int__ == 4 && self.int == 4",
  'self.ratio > 1 && self.ratio == 1.5 && self.replicas < 2.5',
  'self.free.foo.bar == 3',
  'self.maybe == null',
  "string(self.data) == 'hello'",
  "self.set == ['y', 'x']",
  'dyn(self.replicas) == 2 && self.replicas in [1, 2]',
  'cel.bind(next, self.replicas + 1, next * next == 9)',
  // Lists.
  'self.names.isSorted() && !self.numbers.map(n, -n).isSorted()',
  'self.numbers.sum() == 6 && self.numbers.min() == 1 && self.numbers.max() == 3',
  "self.names.indexOf('b') == 1 && self.names.lastIndexOf('z') == -1",
  "sets.contains(self.names, ['a']) && sets.equivalent([1, 2], [2, 1, 1]) && !sets.intersects(self.names, ['z'])",
  // Texts.
  "self.name.matches('^[a-z]+$') && !matches(self.name, '^[0-9]+$')",
  "'abc 123'.find('[0-9]+') == '123' && '1 2 3'.findAll('[0-9]', 2) == ['1', '2']",
  "self.name.replace('b', '-') == 'a-c' && 'aaa'.replace('a', 'b', 2) == 'bba'",
  "self.name.split('b') == ['a', 'c'] && self.names.join('-') == 'a-b-c'",
  "' x '.trim() == 'x' && 'AbÄ'.lowerAscii() == 'abÄ' && 'ab'.upperAscii() == 'AB'",
  "'%s: %d of %.1f'.format([self.name, self.replicas, self.ratio]) == 'abc: 2 of 1.5'",
  "self.name.charAt(1) == 'b' && self.name.substring(1) == 'bc' && self.name.reverse() == 'cba'",
  'strings.quote(\'a"b\') == \'"a\\\\"b"\'',
  // Quantities, URLs, addresses, formats.
  "quantity('1Gi').isGreaterThan(quantity('500Mi')) && quantity('1') == quantity('1000m')",
  "quantity('1').add(quantity('500m')).sub(1).compareTo(quantity('0.5')) == 0 && !isQuantity('much')",
  "quantity('2k').asInteger() == 2000 && quantity('500m').asApproximateFloat() == 0.5 && quantity('-1').sign() == -1",
  "url('https://u@a.b:80/c?d=e').getHost() == 'a.b:80' && url('https://a.b/c?d=e').getQuery()['d'] == ['e']",
  "url('https://[::1]:80/').getHostname() == '::1' && url('/x%20y').getEscapedPath() == '/x%20y' && !isURL('a.b')",
  "ip('127.0.0.1').isLoopback() && ip('::1').family() == 6 && !isIP('1.2.3') && ip('fe80::1').isLinkLocalUnicast()",
  "ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1') && string(ip('2001:0:0:1:0:0:0:1')) == '2001:0:0:1::1'",
  "cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.1.0.0/16').masked().prefixLength() == 16",
  "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && string(cidr('10.1.0.0/8').masked()) == '10.0.0.0/8'",
  "!format.dns1123Label().validate(self.name).hasValue() && format.named('dns1123Label').hasValue()",
  // Optionals.
  "self.?name.hasValue() && self.nested.?deep.?y.orValue('') == 'z' && self.?nested.?x.value() == 1",
  "self.?name.optMap(n, n.size()).orValue(0) == 3 && self.?name.optFlatMap(n, optional.of(n + 'd')).value() == 'abcd'",
  'optional.ofNonZeroValue(0).hasValue() == false',
])('%s holds', (rule) => {
  expect(run({ rule })).toEqual([]);
});

test('what a rule says can be chosen', () => {
  const rule = 'self.replicas > 5';
  expect(run({ rule })).toEqual(['spec: Invalid value: "object": failed rule: self.replicas > 5']);
  expect(run({ rule, message: 'more, please' })).toEqual(['spec: Invalid value: "object": more, please']);
  expect(run({ rule, messageExpression: "'got %d'.format([self.replicas])" })).toEqual([
    'spec: Invalid value: "object": got 2',
  ]);
  expect(run({ rule, message: 'fallback', messageExpression: 'self.names[9]' })).toEqual([
    'spec: Invalid value: "object": fallback',
  ]);
  expect(run({ rule, message: 'no', reason: 'FieldValueForbidden', fieldPath: '.replicas' })).toEqual([
    'spec.replicas: Forbidden: no',
  ]);
  expect(run({ rule, message: 'no', reason: 'FieldValueRequired' })).toEqual(['spec: Required value: no']);
});

test.each([
  ['1 / 0 == 1', 'division by zero'],
  ["self.names[7] == 'x'", 'index out of bounds: 7'],
  ["self.labels['z'] == 'x'", 'no such key: z'],
  ['self.replicas + 9223372036854775807 > 0', 'integer overflow'],
  ["self.name.matches('(')", 'error parsing regexp: missing closing ): `(`'],
])('%s fails', (rule, detail) => {
  expect(run({ rule })).toEqual([`spec: Invalid value: "object": ${detail} evaluating rule: ${rule}`]);
});

test('a rule about the past runs only when there is one', () => {
  const rule = 'self.replicas >= oldSelf.replicas';
  expect(run({ rule })).toEqual([]);
  expect(run({ rule }, SPEC, { ...SPEC, replicas: 1 })).toEqual([]);
  expect(run({ rule }, SPEC, { ...SPEC, replicas: 5 })).toHaveLength(1);
  const optional = { rule: 'oldSelf.hasValue() ? oldSelf.value().replicas == 5 : false', optionalOldSelf: true };
  expect(run(optional)).toHaveLength(1);
  expect(run(optional, SPEC, { ...SPEC, replicas: 5 })).toEqual([]);
});

test('rules of values stand beside them', () => {
  const schema = schemaOf({
    type: 'object',
    'x-kubernetes-validations': [{ rule: "self.metadata.name == 'x' && self.kind == 'Widget'" }],
    properties: {
      spec: {
        type: 'object',
        properties: {
          items: { type: 'array', items: { ...integer, 'x-kubernetes-validations': [{ rule: 'self % 2 == 0' }] } },
          map: {
            type: 'object',
            additionalProperties: { ...string, 'x-kubernetes-validations': [{ rule: "self != ''" }] },
          },
        },
      },
    },
  });
  const { tree } = rulesOf(schema);
  const object = { kind: 'Widget', metadata: { name: 'x' }, spec: { items: [2, 3], map: { a: '', b: 'b' } } };
  expect(told(validateRules(tree!, schema, object, undefined).errors)).toEqual([
    'spec.items[1]: Invalid value: "integer": failed rule: self % 2 == 0',
    'spec.map[a]: Invalid value: "string": failed rule: self != \'\'',
  ]);
});

test.each([
  'self.names.all(a, self.names.all(b, self.names.all(c, a + b != c)))',
  'self.names.exists(a, self.names.exists(b, self.names.exists(c, a + b == c)))',
  'self.names.map(a, self.names.map(b, a + b)).size() > 0',
  'cel.bind(a, self.names + self.names, cel.bind(b, a + a, cel.bind(c, b + b, cel.bind(d, c + c, cel.bind(e, d + d, e.size() > 0)))))',
  "cel.bind(a, self.names.join(','), cel.bind(b, a + a + a + a, cel.bind(c, b + b + b + b, cel.bind(d, c + c + c + c, (d + d + d + d).size() > 0))))",
  "self.names.all(n, self.names.join(',').matches('(a+)+$' + n) || true)",
  'self.names.all(n, self.names.exists(m, false) || !self.names.exists(m, false))',
])('%s costs too much, and is told so soon', (rule) => {
  const names = Array.from({ length: 30_000 }, (_, i) => `name-${i}`);
  const started = process.threadCpuUsage();
  expect(run({ rule }, { names })[0]).toContain('operation cancelled: actual cost limit exceeded');
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(2_000);
});

test('all rules of an object together cost no more than its limit', () => {
  const items = { ...strings, 'x-kubernetes-validations': [{ rule: 'self.all(a, self.all(b, a != b || a == b))' }] };
  const schema = schemaOf({ type: 'object', properties: { lists: { type: 'array', items } } });
  const { tree } = rulesOf(schema);
  const list = Array.from({ length: 300 }, (_, i) => `n${i}`);
  const started = process.threadCpuUsage();
  const { errors } = validateRules(tree!, schema, { lists: Array.from({ length: 5_000 }, () => list) }, undefined);
  expect(errors).toHaveLength(1);
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(4_000);
});
