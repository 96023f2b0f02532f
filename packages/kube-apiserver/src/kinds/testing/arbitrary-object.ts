/** Arbitrary objects of a kind, and arbitrary damage to them, for property tests. */
import fc from 'fast-check';
import { builtInSchemas } from '../../schema/built-in-schemas.ts';
import type { Schema } from '../../schema/schema.ts';

/** Words that mean something to some kind, so that the paths behind them are walked. */
const WORDS = [
  '',
  'a',
  'web',
  'A_b',
  '25%',
  '10.0.0.1',
  'Always',
  'RollingUpdate',
  'Recreate',
  'NodePort',
  'LoadBalancer',
  'ExternalName',
  'None',
  'Indexed',
  'In',
  'Exists',
  'Resource',
  'Utilization',
  'Container',
  'nginx:latest',
  '* * * * *',
];
const QUANTITIES = ['1', '100m', '1Gi', '1024Mi', '0', '-1', '0.5', 'x', 2];
const DEEPEST = 10;

/** An object with some of the members that its schema has, of the right types. */
export function arbitraryObject(group: string, version: string, kind: string): fc.Arbitrary<Record<string, unknown>> {
  const typed = builtInSchemas().kind(group, version, kind);
  if (typed === undefined) throw new Error(`There is no schema of ${kind}`);
  return fc
    .infiniteStream(fc.nat({ max: 0xffff }))
    .map((stream) => {
      const next = () => stream.next().value ?? 0;
      const object = build(typed.schema, next, 0);
      return { ...(isObject(object) ? object : {}), apiVersion: group === '' ? version : `${group}/${version}`, kind };
    })
    .filter(isObject);
}

/** The object with some of its values replaced by ones of other types. */
export function damaged(object: unknown, numbers: readonly number[]): unknown {
  let used = 0;
  const next = () => numbers[used++ % numbers.length] ?? 0;
  return damage(object, next);
}

const DEBRIS: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  '',
  'text',
  '__proto__',
  [],
  [null],
  [[]],
  [1, 'a', {}],
  {},
  { constructor: 1, toString: null },
  JSON.parse('{"__proto__": {"x": 1}}'),
];

function damage(value: unknown, next: () => number): unknown {
  if (next() % 6 === 0) return DEBRIS[next() % DEBRIS.length];
  if (Array.isArray(value)) return value.map((item) => damage(item, next));
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    copy[name] = name === 'apiVersion' || name === 'kind' ? member : damage(member, next);
  }
  return copy;
}

function build(reference: Schema, next: () => number, depth: number): unknown {
  const { source } = builtInSchemas();
  const schema = source.resolve(reference);
  if (reference.$ref?.endsWith('.Quantity')) return QUANTITIES[next() % QUANTITIES.length];
  if (schema['x-kubernetes-int-or-string']) return next() % 2 === 0 ? next() % 100 : WORDS[next() % WORDS.length];
  switch (schema.type) {
    case 'object':
      return buildObject(schema, next, depth);
    case 'array': {
      const { items } = schema;
      if (items === undefined || depth > DEEPEST) return [];
      return Array.from({ length: next() % 3 }, () => build(items, next, depth + 1));
    }
    case 'boolean':
      return next() % 2 === 0;
    case 'integer':
      return (next() % 50) - 5;
    case 'number':
      return next() / 7;
    case 'string':
      return schema.format === 'date-time' ? '2026-01-01T00:00:00Z' : WORDS[next() % WORDS.length];
    default:
      return {};
  }
}

function buildObject(schema: Schema, next: () => number, depth: number): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  if (depth > DEEPEST) return made;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    // The upper members are there more often, as nothing happens below where they are not.
    if (next() % 8 < (depth < 2 ? 7 : 3)) made[name] = build(property, next, depth + 1);
  }
  const { additionalProperties } = schema;
  if (typeof additionalProperties === 'object') {
    for (let count = next() % 3; count > 0; count--) {
      made[['cpu', 'memory', 'a', 'storage', 'example.com/x'][next() % 5] ?? 'a'] = build(
        additionalProperties,
        next,
        depth + 1,
      );
    }
  }
  return made;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
