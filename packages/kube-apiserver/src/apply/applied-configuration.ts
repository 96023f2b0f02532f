/** What must hold for an applied configuration before it is merged. Source: structured-merge-diff, typed.Validate. */
import { badRequest, type KubeObject, parseApiVersion, StatusError } from '@luban/kube';
import { isObject } from '../patch/json-value.ts';
import type { FieldType, ListType, MapType } from './field-type.ts';
import { showElement } from './path-element.ts';
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
  check(type, applied, '', problems);
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

function check(type: FieldType, value: unknown, path: string, problems: string[]): void {
  if (value === null || problems.length >= MOST_PROBLEMS) return;
  switch (shapeOf(type, value)) {
    case 'scalar':
      if (typeof value === 'object') problems.push(`${path}: expected scalar, got ${shown(value)}`);
      return;
    case 'map':
      if (!isObject(value)) problems.push(`${path}: expected map, got ${shown(value)}`);
      else if (type.map) checkMap(type.map, value, path, problems);
      return;
    case 'list':
      if (!Array.isArray(value)) problems.push(`${path}: expected list, got ${shown(value)}`);
      else if (type.list) checkList(type.list, value, path, problems);
  }
}

function checkMap(map: MapType, object: Record<string, unknown>, path: string, problems: string[]): void {
  for (const key of Object.keys(object)) {
    const type = map.declared(key) ?? map.element;
    if (type === undefined) problems.push(`${path}.${key}: field not declared in schema`);
    else check(type, object[key], `${path}.${key}`, problems);
  }
}

function checkList(list: ListType, items: readonly unknown[], path: string, problems: string[]): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (list.relation === 'atomic') {
      check(list.element, item, `${path}[${index}]`, problems);
      continue;
    }
    try {
      const element = elementOfItem(list, item);
      if (seen.has(element)) problems.push(`${path}: duplicate entries for key ${showElement(element)}`);
      seen.add(element);
      check(list.element, item, path + showElement(element), problems);
    } catch (error) {
      if (!(error instanceof ItemError)) throw error;
      problems.push(`${path}: element ${index}: ${error.message}`);
    }
  }
}

const shown = (value: unknown) => `&{${JSON.stringify(value).slice(0, 200)}}`;

/** `default/web; apps/v1, Kind=Deployment` */
function describe({ apiVersion, kind, metadata }: KubeObject): string {
  const { group, version } = parseApiVersion(apiVersion);
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}; ${group}/${version}, Kind=${kind}`;
}
