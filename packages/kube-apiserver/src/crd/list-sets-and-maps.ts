/** Items of lists that are sets or maps are there once. Source: k8s.io/apiextensions-apiserver, schema/listtype. */
import { isObject } from '../json/json-value.ts';
import { duplicate, type FieldError, invalidValue } from '../validation/field-error.ts';
import { canonicalJson, childPath, member } from './json.ts';
import type { StructuralSchema } from './structural-schema.ts';

export function validateListSetsAndMaps(schema: StructuralSchema | undefined, value: unknown, path = ''): FieldError[] {
  const errors: FieldError[] = [];
  check(schema, value, path, errors);
  return errors;
}

function check(schema: StructuralSchema | undefined, value: unknown, path: string, errors: FieldError[]): void {
  if (schema === undefined) return;
  if (Array.isArray(value)) {
    if (schema.listType === 'set') errors.push(...repeated(value, path, (item) => item));
    if (schema.listType === 'map') errors.push(...checkMap(schema, value, path));
    for (const [i, item] of value.entries()) check(schema.items, item, `${path}[${i}]`, errors);
  } else if (isObject(value)) {
    for (const name of Object.keys(value)) {
      const property = schema.properties.get(name);
      if (property !== undefined) check(property, value[name], childPath(path, name), errors);
      else if (typeof schema.additionalProperties === 'object') {
        check(schema.additionalProperties, value[name], `${path}[${name}]`, errors);
      }
    }
  }
}

function checkMap(schema: StructuralSchema, items: readonly unknown[], path: string): FieldError[] {
  const stray = items.findIndex((item) => item !== null && !isObject(item));
  if (stray >= 0) {
    return [invalidValue(`${path}[${stray}]`, items[stray], 'must be an object for an array of list-type map')];
  }
  const keys = [...schema.listMapKeys].sort();
  return repeated(items, path, (item) => {
    const present = keys.filter((key) => member(item, key) !== undefined);
    return Object.fromEntries(present.map((key) => [key, member(item, key)]));
  });
}

/** Every value that comes again is told once, at its second appearance. */
function repeated(items: readonly unknown[], path: string, keyOf: (item: unknown) => unknown): FieldError[] {
  const seen = new Map<string, number>();
  return items.flatMap((item, i) => {
    const key = keyOf(item);
    const text = canonicalJson(key);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    return times === 2 ? [duplicate(`${path}[${i}]`, key)] : [];
  });
}
