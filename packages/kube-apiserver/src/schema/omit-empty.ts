/**
 * What is empty and what is not there are the same to Kubernetes' own types, and are written alike: nulls, empty lists and
 * empty maps go. Structures stay when empty, as `emptyDir: {}` says something. Source: encoding/json, omitempty.
 */
import { builtInSchemas, OBJECT_META, referenceTo } from './built-in-schemas.ts';
import type { Schema, SchemaSource, TypedSchema } from './schema.ts';

/** Changes the object itself. Of custom resources only the metadata is touched. */
export function omitEmpty(object: Record<string, unknown>, { schema, source }: TypedSchema): void {
  const builtIn = builtInSchemas().source;
  if (source === builtIn) visit(object, schema, source, 0);
  else if (typeof object.metadata === 'object') visit(object.metadata, referenceTo(OBJECT_META), builtIn, 0);
}

/** Kinds are nowhere nested deeper but in schemas of definitions, which are left alone below that. */
const DEEPEST = 100;

function visit(value: unknown, reference: Schema, source: SchemaSource, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
  const schema = source.resolve(reference);
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items !== undefined) for (const item of value) visit(item, items, source, depth + 1);
    return;
  }
  const fields = value as Record<string, unknown>;
  const { properties, additionalProperties, required } = schema;
  for (const name of Object.keys(fields)) {
    const property = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
    const below = property ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (below === undefined) continue;
    const field = fields[name];
    visit(field, below, source, depth + 1);
    if (property !== undefined && isEmpty(field, source.resolve(property)) && !required?.includes(name)) {
      delete fields[name];
    }
  }
}

function isEmpty(value: unknown, { type, properties, additionalProperties }: Schema): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return type === 'array' && value.length === 0;
  const isMap = properties === undefined && typeof additionalProperties === 'object';
  return isMap && typeof value === 'object' && Object.keys(value as object).length === 0;
}
