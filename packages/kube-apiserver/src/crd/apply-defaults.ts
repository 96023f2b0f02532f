import { cloneJson } from '../json/clone-json.ts';
import { isObject } from '../json/json-value.ts';
import { setMember } from './json.ts';
import { type StructuralSchema, schemaOfKey } from './structural-schema.ts';

/**
 * Fills in, in place, what the schema has defaults for. A null where none may stand is dropped, or replaced by the
 * default. Changes nothing the second time.
 */
export function applyDefaults(schema: StructuralSchema, value: unknown): void {
  dropNulls(schema, value);
  fillIn(schema, value);
}

function fillIn(schema: StructuralSchema | undefined, value: unknown): void {
  if (schema === undefined) return;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (isMisplacedNull(schema.items, value[i])) value[i] = cloneJson(schema.items?.default ?? null);
      fillIn(schema.items, value[i]);
    }
  } else if (isObject(value)) {
    for (const [name, property] of schema.properties) {
      if (property.default === undefined) continue;
      if (!Object.hasOwn(value, name) || isMisplacedNull(property, value[name])) {
        setMember(value, name, cloneJson(property.default));
      }
    }
    for (const name of Object.keys(value)) {
      const below = schemaOfKey(schema, name);
      if (isMisplacedNull(below, value[name]) && below?.default !== undefined) {
        setMember(value, name, cloneJson(below.default));
      }
      fillIn(below, value[name]);
    }
  }
}

function dropNulls(schema: StructuralSchema | undefined, value: unknown): void {
  if (Array.isArray(value)) for (const item of value) dropNulls(schema?.items, item);
  else if (isObject(value)) {
    for (const name of Object.keys(value)) {
      const below = schemaOfKey(schema, name);
      if (isMisplacedNull(below, value[name]) && below?.default === undefined) delete value[name];
      else dropNulls(below, value[name]);
    }
  }
}

function isMisplacedNull(schema: StructuralSchema | undefined, value: unknown): boolean {
  return value === null && schema !== undefined && !schema.nullable;
}

/** Whether defaulting could change anything. */
export function hasDefaults(schema: StructuralSchema): boolean {
  if (schema.default !== undefined) return true;
  for (const property of schema.properties.values()) if (hasDefaults(property)) return true;
  if (schema.items !== undefined && hasDefaults(schema.items)) return true;
  return typeof schema.additionalProperties === 'object' && hasDefaults(schema.additionalProperties);
}
