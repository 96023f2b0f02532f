/** What must hold for an applied configuration before it is merged. Source: structured-merge-diff, typed.Validate. */

import { badRequest, type KubeObject, parseApiVersion, StatusError } from '@luban/kube';
import { isObject } from '../json/json-value.ts';
import type { FieldType, ListType, MapType, ScalarKind } from './field-type.ts';
import { fieldElement, type PathElement, showElement } from './path-element.ts';
import { elementOfItem, ItemError, shapeOf } from './shape.ts';

/**
 * @throws StatusError 400 when it says who owns fields, 500 (as Kubernetes does) when it has fields that the schema does
 *   not know, values of another shape, or items of a keyed list that cannot be told apart
 */
export function checkApplied(applied: KubeObject, type: FieldType): void {
  if (applied.metadata.managedFields !== undefined && applied.metadata.managedFields !== null) {
    throw badRequest('metadata.managedFields must be nil');
  }
  const problems: string[] = [];
  check(type, applied, [], problems);
  if (problems.length === 0) return;
  const listed =
    problems.length === 1 ? problems[0] : ['errors:', ...problems.map((problem) => `  ${problem}`)].join('\n');
  throw new StatusError({
    message: `failed to create typed patch object (${describe(applied)}): ${listed}`,
    code: 500,
  });
}

/** More than these help nobody. */
const MOST_PROBLEMS = 100;

function check(type: FieldType, value: unknown, path: PathElement[], problems: string[]): void {
  if (value === null || problems.length >= MOST_PROBLEMS) return;
  switch (shapeOf(type, value)) {
    case 'scalar':
      if (type.scalar) checkScalar(type.scalar, value, path, problems);
      return;
    case 'map':
      if (!isObject(value)) problems.push(`${show(path)}: expected map, got ${shown(value)}`);
      else if (type.map) checkMap(type.map, value, path, problems);
      return;
    case 'list':
      if (!Array.isArray(value)) problems.push(`${show(path)}: expected list, got ${shown(value)}`);
      else if (type.list) checkList(type.list, value, path, problems);
  }
}

/** @param path one array for the whole walk */
function checkBelow(
  type: FieldType,
  value: unknown,
  path: PathElement[],
  element: PathElement,
  problems: string[],
): void {
  path.push(element);
  check(type, value, path, problems);
  path.pop();
}

const show = (path: readonly PathElement[]) => path.map(showElement).join('');

function checkScalar(kind: ScalarKind, value: unknown, path: PathElement[], problems: string[]): void {
  switch (kind) {
    case 'string':
      if (typeof value !== 'string') problems.push(`${show(path)}: expected string, got ${goSyntax(value)}`);
      return;
    case 'numeric':
      if (typeof value !== 'number')
        problems.push(`${show(path)}: expected numeric (int or float), got ${goType(value)}`);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') problems.push(`${show(path)}: expected boolean, got ${shown(value)}`);
      return;
    case 'untyped':
      if (typeof value === 'object') problems.push(`${show(path)}: expected any scalar, got ${shown(value)}`);
  }
}

function checkMap(map: MapType, object: Record<string, unknown>, path: PathElement[], problems: string[]): void {
  for (const key of Object.keys(object)) {
    const type = map.declared(key) ?? map.element;
    if (type === undefined) problems.push(`${show(path)}.${key}: field not declared in schema`);
    else checkBelow(type, object[key], path, fieldElement(key), problems);
  }
}

function checkList(list: ListType, items: readonly unknown[], path: PathElement[], problems: string[]): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (list.relation === 'atomic') {
      checkBelow(list.element, item, path, `i:${index}`, problems);
      continue;
    }
    try {
      const element = elementOfItem(list, item);
      if (seen.has(element)) problems.push(`${show(path)}: duplicate entries for key ${showElement(element)}`);
      seen.add(element);
      checkBelow(list.element, item, path, element, problems);
    } catch (error) {
      if (!(error instanceof ItemError)) throw error;
      problems.push(`${show(path)}: element ${index}: ${error.message}`);
      return;
    }
  }
}

/** As Go's `%v` prints it. */
const shown = (value: unknown) => `&{${short(goText(value))}}`;

/** As Go's `%#v` prints it. */
const goSyntax = (value: unknown) => `&value.valueUnstructured{Value:${short(goLiteral(value))}}`;

const short = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

function goText(value: unknown): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const fields = Object.keys(value).sort();
  return `map[${fields.map((key) => `${key}:${goText(value[key])}`).join(' ')}]`;
}

function goLiteral(value: unknown): string {
  if (value === null) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goLiteral).join(', ')}}`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `map[string]interface {}{${fields.map((key) => `${JSON.stringify(key)}:${goLiteral(value[key])}`).join(', ')}}`;
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (isObject(value)) return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** `default/web; apps/v1, Kind=Deployment` */
function describe({ apiVersion, kind, metadata }: KubeObject): string {
  const { group, version } = parseApiVersion(apiVersion);
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}; ${group}/${version}, Kind=${kind}`;
}
