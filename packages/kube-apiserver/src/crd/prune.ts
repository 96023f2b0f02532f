import { isObject } from '../json/json-value.ts';
import type { StructuralSchema } from './structural-schema.ts';

const TYPE_AND_METADATA: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * Takes out of the value, in place, what the schema does not know.
 *
 * @param isResource the value is a whole object, which has `apiVersion`, `kind` and `metadata` whatever the schema says
 */
export function prune(schema: StructuralSchema | undefined, value: unknown, isResource: boolean): void {
  if (schema?.preserveUnknownFields) pruneKnown(schema, value, isResource || schema.embeddedResource);
  else if (Array.isArray(value)) for (const item of value) prune(schema?.items, item, false);
  else if (isObject(value)) pruneObject(schema, value, isResource || (schema?.embeddedResource ?? false));
}

function pruneObject(schema: StructuralSchema | undefined, value: Record<string, unknown>, isResource: boolean): void {
  for (const name of Object.keys(value)) {
    if (isResource && TYPE_AND_METADATA.has(name)) continue;
    const property = schema?.properties.get(name);
    const additional = schema?.additionalProperties;
    if (property !== undefined) prune(property, value[name], false);
    else if (typeof additional === 'object') prune(additional, value[name], false);
    // `additionalProperties: true` lets any name pass, but says nothing about what stands below.
    else if (additional === true) prune(undefined, value[name], false);
    else delete value[name];
  }
}

/** Keeps what is unknown, but prunes below what is specified. */
function pruneKnown(schema: StructuralSchema, value: unknown, isResource: boolean): void {
  if (Array.isArray(value)) {
    if (schema.items !== undefined)
      for (const item of value) pruneKnown(schema.items, item, schema.items.embeddedResource);
  } else if (isObject(value)) {
    for (const name of Object.keys(value)) {
      if (isResource && TYPE_AND_METADATA.has(name)) continue;
      const property = schema.properties.get(name);
      if (property !== undefined) prune(property, value[name], false);
      else if (typeof schema.additionalProperties === 'object') prune(schema.additionalProperties, value[name], false);
    }
  }
}
