import { expect, test } from 'vitest';
import { objectSchema, rulesOf, schemaOf, told } from '../testing/definitions.ts';

const string = { type: 'string' };

const AT = 'schema.properties[spec].x-kubernetes-validations[0]';

function errorsOf(rule: Record<string, unknown>, properties: Record<string, unknown> = { name: string }): string[] {
  return told(rulesOf(objectSchema(properties, [rule])).errors);
}

test.each([
  ['self.foo == 1', "1:6: undefined field 'foo'\n | self.foo == 1\n | .....^"],
  ['foo', "1:1: undeclared reference to 'foo' (in container '')\n | foo\n | ^"],
  ['self.name == 5', '1:1: no such overload: string == int\n | self.name == 5\n | ^'],
  [
    "self.name.matchesAll('a')",
    "1:1: found no matching overload for 'string.matchesAll(string)'\n | self.name.matchesAll('a')\n | ^",
  ],
  ['self.name.matches(5)', "1:1: found no matching overload for 'string.matches(int)'\n | self.name.matches(5)\n | ^"],
  ['self.name ==', '1:13: Syntax error: Unexpected token: EOF\n | self.name ==\n | ............^'],
  ['has(self.name) &&\n  self.foo', "2:8: undefined field 'foo'\n |   self.foo\n | .......^"],
])('%s does not compile', (rule, detail) => {
  expect(errorsOf({ rule, message: 'm' })).toEqual([
    `${AT}.rule: Invalid value: ${JSON.stringify(rule)}: compilation failed: ERROR: <input>:${detail}`,
  ]);
});

test('the type of a result has to fit', () => {
  expect(errorsOf({ rule: 'self.name' })).toEqual([
    `${AT}.rule: Invalid value: "self.name": cel expression must evaluate to a bool`,
  ]);
  expect(errorsOf({ rule: 'true', messageExpression: '5' })).toEqual([
    `${AT}.messageExpression: Invalid value: "5": messageExpression must evaluate to a string`,
  ]);
  expect(errorsOf({ rule: 'true', messageExpression: 'nope' })[0]).toContain('messageExpression compilation failed');
});

test('fields that rules may not see are unknown to them', () => {
  const schema = schemaOf({
    type: 'object',
    'x-kubernetes-validations': [{ rule: "self.metadata.labels['a'] == 'b'" }],
    properties: { spec: { type: 'object' } },
  });
  expect(told(rulesOf(schema).errors)[0]).toContain("undefined field 'labels'");
  expect(errorsOf({ rule: 'self.constructor == 1' })[0]).toContain("undefined field 'constructor'");
});

test('the past can be asked for only where it can be told which value it was', () => {
  const items = { ...string, 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] };
  const list = (more: Record<string, unknown>) =>
    told(rulesOf(schemaOf({ type: 'object', properties: { list: { type: 'array', items, ...more } } })).errors);
  expect(list({})).toEqual([
    'schema.properties[list].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within schema.properties[list]',
  ]);
  const map = {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['k'],
    items: { type: 'object', properties: { k: string, v: items } },
  };
  expect(rulesOf(schemaOf({ type: 'object', properties: { map } })).errors).toEqual([]);
  expect(errorsOf({ rule: 'true', optionalOldSelf: true })).toEqual([
    `${AT}.optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule`,
  ]);
});

test('a schema without rules costs nothing', () => {
  expect(rulesOf(objectSchema({ name: string })).tree).toBeUndefined();
});

test('rules of large schemas compile quickly, as do huge and deep ones', () => {
  const wide = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, i) => [`field${i}`, { type: 'object', properties: { a: string, b: string } }]),
  );
  const rules = Array.from({ length: 20 }, (_, i) => ({ rule: `self.field${i}.a != self.field${i}.b` }));
  const started = process.threadCpuUsage();
  expect(rulesOf(objectSchema(wide, rules)).errors).toEqual([]);
  expect(errorsOf({ rule: Array(20_000).fill('true').join(' && ') })[0]).toContain('compilation failed');
  expect(errorsOf({ rule: `${'('.repeat(5_000)}true${')'.repeat(5_000)}` })[0]).toContain('compilation failed');
  expect(errorsOf({ rule: `${'!'.repeat(50_000)}true` })[0]).toContain('compilation failed');
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(3_000);
});
