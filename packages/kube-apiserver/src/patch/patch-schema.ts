import type { Schema, SchemaSource, TypedSchema } from '../schema/schema.ts';

/** What a schema says about merging a field. */
export interface PatchField {
  /** Of the field, or of the items when it is a list. Absent: nothing is known. */
  readonly inner: TypedSchema | undefined;
  /** Lists merge instead of being replaced; without `mergeKey` as sets of scalars. */
  readonly merges: boolean;
  /** Objects are replaced instead of being merged. */
  readonly replaces: boolean;
  /** Which field tells items apart. */
  readonly mergeKey: string | undefined;
}

const UNKNOWN: PatchField = { inner: undefined, merges: false, replaces: false, mergeKey: undefined };

/** Marks are read from the property, which may stand beside a reference. */
export function patchField(typed: TypedSchema | undefined, name: string): PatchField {
  if (typed === undefined) return UNKNOWN;
  const { source } = typed;
  const parent = source.resolve(typed.schema);
  const property = propertyOf(parent, name);
  if (property === undefined) return UNKNOWN;
  const field = source.resolve(property);
  const strategies = (field['x-kubernetes-patch-strategy'] ?? '').split(',');
  return {
    inner: innerOf(field, source),
    merges: strategies.includes('merge'),
    replaces: strategies.includes('replace'),
    mergeKey: field['x-kubernetes-patch-merge-key'],
  };
}

function propertyOf({ properties, additionalProperties }: Schema, name: string): Schema | undefined {
  if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

function innerOf(field: Schema, source: SchemaSource): TypedSchema | undefined {
  if (field.type !== 'array') return { schema: field, source };
  return field.items && { schema: field.items, source };
}
