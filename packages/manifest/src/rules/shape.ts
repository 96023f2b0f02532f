import type { SchemaNode } from '../schema/node.ts';
import { manifestSchema } from '../schema.ts';
import { FORMATS } from './formats.ts';
import { fieldOf, type Report, shown } from './rule.ts';

/** Every field is known, present when required, of the right type and within its limits. */
export function checkShape(value: unknown, report: Report): void {
  check(value, manifestSchema, '', report);
}

function check(value: unknown, given: SchemaNode, field: string, report: Report): void {
  const node = resolve(given);
  if (node.type && !hasType(value, node.type)) {
    report('LB1004', field, { expected: typeName(node.type), found: shown(value) });
    return;
  }
  if (typeof value === 'string') checkString(value, node, field, report);
  else if (typeof value === 'number') checkNumber(value, node, field, report);
  else if (Array.isArray(value)) checkList(value, node, field, report);
  else if (typeof value === 'object' && value !== null) checkObject(value as Fields, node, field, report);
}

type Fields = Record<string, unknown>;

function checkString(value: string, node: SchemaNode, field: string, report: Report): void {
  if (node.maxLength !== undefined && value.length > node.maxLength) {
    report('LB1016', field, { length: value.length, limit: node.maxLength });
    return;
  }
  const rule = node.format === undefined ? undefined : FORMATS[node.format];
  if (rule) {
    rule.check(value, field, report);
    return;
  }
  let expected: string | undefined;
  if (node.const !== undefined && value !== node.const) expected = node.const;
  else if (node.enum && !node.enum.includes(value)) expected = node.enum.join(', ');
  else if (node.minLength !== undefined && value.length < node.minLength) expected = 'a text';
  else if (node.pattern !== undefined && !patternOf(node.pattern).test(value)) expected = expectation(node);
  if (expected !== undefined) report('LB1004', field, { expected, found: shown(value) });
}

function checkNumber(value: number, node: SchemaNode, field: string, report: Report): void {
  const { minimum = -Infinity, maximum = Infinity } = node;
  if (value >= minimum && value <= maximum) return;
  const expected = value < minimum ? `at least ${minimum}` : `at most ${maximum}`;
  report('LB1004', field, { expected, found: value });
}

function checkList(value: unknown[], node: SchemaNode, field: string, report: Report): void {
  if (node.maxItems !== undefined && value.length > node.maxItems) {
    report('LB1018', field, { count: value.length, limit: node.maxItems });
    return;
  }
  const { items } = node;
  if (items) for (const [index, item] of value.entries()) check(item, items, fieldOf(field, index), report);
}

function checkObject(value: Fields, node: SchemaNode, field: string, report: Report): void {
  const keys = Object.keys(value);
  if (node.maxProperties !== undefined && keys.length > node.maxProperties) {
    report('LB1018', field, { count: keys.length, limit: node.maxProperties });
    return;
  }
  for (const name of node.required ?? []) {
    if (!Object.hasOwn(value, name)) report('LB1003', fieldOf(field, name));
  }
  for (const key of keys) {
    const place = fieldOf(field, key);
    if (node.propertyNames) check(key, node.propertyNames, place, report);
    if (node.properties && Object.hasOwn(node.properties, key)) check(value[key], node.properties[key]!, place, report);
    else if (node.additionalProperties === false) report('LB1005', place);
    else if (typeof node.additionalProperties === 'object') check(value[key], node.additionalProperties, place, report);
  }
}

function resolve(node: SchemaNode): SchemaNode {
  if (node.$ref === undefined) return node;
  return manifestSchema.$defs![node.$ref.slice('#/$defs/'.length)]!;
}

function hasType(value: unknown, type: NonNullable<SchemaNode['type']>): boolean {
  if (typeof type !== 'string') return type.some((one) => hasType(value, one));
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function typeName(type: NonNullable<SchemaNode['type']>): string {
  if (typeof type !== 'string') return type.map(typeName).join(', ');
  const names = {
    object: 'an object',
    array: 'a list',
    integer: 'a whole number',
    string: 'a text',
    number: 'a number',
    boolean: 'true or false',
  };
  return names[type];
}

const patterns = new Map<string, RegExp>();

/** The schema's patterns have no nested repetition, so a test takes time in proportion to the value's bounded length. */
function patternOf(source: string): RegExp {
  const pattern = patterns.get(source) ?? new RegExp(source, 'u');
  patterns.set(source, pattern);
  return pattern;
}

function expectation(node: SchemaNode): string {
  return node.description ?? `a text that matches ${node.pattern}`;
}
