/**
 * What apply needs to know of a field: whether it is a leaf, or holds parts that have owners of their own. Derived from a
 * schema as Kubernetes does. Source: k8s.io/kube-openapi/pkg/schemaconv.
 */
import type { Schema, SchemaSource, TypedSchema } from '../schema/schema.ts';
import { OBJECT_META } from './object-meta.ts';

export type ScalarKind = 'string' | 'numeric' | 'boolean' | 'untyped';

/** A field may be of several shapes; what it holds decides. */
export interface FieldType {
  readonly scalar?: ScalarKind;
  readonly map?: MapType;
  readonly list?: ListType;
}

export interface MapType {
  /** One owner for the whole. */
  readonly atomic: boolean;
  /** Type of a field that the schema names. */
  declared(name: string): FieldType | undefined;
  /** Type of all other fields. Absent: there are none. */
  readonly element: FieldType | undefined;
}

export interface ListType {
  /** `atomic`: one owner for the whole. `set`: items are told apart by their value; `map`: by their keys. */
  readonly relation: 'atomic' | 'set' | 'map';
  /** By ascending name. */
  readonly keys: readonly string[];
  /** What an item has that leaves a key out. */
  keyDefault(key: string): unknown;
  readonly element: FieldType;
}

/** Of values without schema: objects have parts, lists are leaves. */
export const DEDUCED: FieldType = {
  scalar: 'untyped',
  map: {
    atomic: false,
    declared: () => undefined,
    get element() {
      return DEDUCED;
    },
  },
  list: {
    relation: 'atomic',
    keys: [],
    keyDefault: () => undefined,
    get element() {
      return DEDUCED;
    },
  },
};

const TEXT: FieldType = { scalar: 'string' };
const NUMBERS: FieldType = { scalar: 'numeric' };
const BOOLEANS: FieldType = { scalar: 'boolean' };
const SCALARS: FieldType = { scalar: 'untyped' };

/** Its schema says string, but numbers are taken as well. */
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

/** Type of whole objects, whose metadata is the same for all kinds. */
export function objectType({ schema, source }: TypedSchema): FieldType {
  return known(objects, schema, source, () => withObjectFields(fieldType(schema, source)));
}

function fieldType(schema: Schema, source: SchemaSource): FieldType {
  return known(types, schema, source, () =>
    schema.$ref?.endsWith(QUANTITY) ? SCALARS : derive(source.resolve(schema), source),
  );
}

type Types = WeakMap<SchemaSource, WeakMap<Schema, FieldType>>;

const objects: Types = new WeakMap();
const types: Types = new WeakMap();

function known(cache: Types, schema: Schema, source: SchemaSource, compute: () => FieldType): FieldType {
  let bySchema = cache.get(source);
  if (bySchema === undefined) {
    bySchema = new WeakMap();
    cache.set(source, bySchema);
  }
  let type = bySchema.get(schema);
  if (type === undefined) {
    type = compute();
    bySchema.set(schema, type);
  }
  return type;
}

function derive(schema: Schema, source: SchemaSource): FieldType {
  if (schema['x-kubernetes-int-or-string']) return SCALARS;
  switch (schema.type) {
    case 'string':
      return TEXT;
    case 'integer':
    case 'number':
      return NUMBERS;
    case 'boolean':
      return BOOLEANS;
    case 'array':
      return { list: listType(schema, source) };
    case 'object':
      return { map: mapType(schema, source) };
    default:
      return schema.properties ? { map: mapType(schema, source) } : DEDUCED;
  }
}

function mapType(schema: Schema, source: SchemaSource): MapType {
  const properties = schema.properties;
  const embedded = schema['x-kubernetes-embedded-resource'] === true;
  const declared = memoized((name) => {
    const own = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (embedded) return objectField(name) ?? (own && fieldType(own, source));
    return own && fieldType(own, source);
  });
  const additional = schema.additionalProperties;
  let element: () => FieldType | undefined = () => undefined;
  if (typeof additional === 'object') element = () => fieldType(additional, source);
  else if (additional === true || schema['x-kubernetes-preserve-unknown-fields'] || properties === undefined) {
    element = () => DEDUCED;
  }
  return {
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    declared,
    get element() {
      return element();
    },
  };
}

function listType(schema: Schema, source: SchemaSource): ListType {
  const items = schema.items ?? {};
  const { relation, keys } = listRelation(schema);
  const properties = relation === 'map' ? source.resolve(items).properties : undefined;
  return {
    relation,
    keys: [...keys].sort(),
    keyDefault: (key) => {
      const property = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
      return property && (property.default ?? source.resolve(property).default);
    },
    get element() {
      return fieldType(items, source);
    },
  };
}

/** Strategic merge marks count where a schema has no list type. */
function listRelation(schema: Schema): { relation: ListType['relation']; keys: readonly string[] } {
  const relation = schema['x-kubernetes-list-type'];
  if (relation !== undefined) return { relation, keys: schema['x-kubernetes-list-map-keys'] ?? [] };
  if (!schema['x-kubernetes-patch-strategy']?.split(',').includes('merge')) return { relation: 'atomic', keys: [] };
  const key = schema['x-kubernetes-patch-merge-key'];
  return key === undefined ? { relation: 'set', keys: [] } : { relation: 'map', keys: [key] };
}

function withObjectFields(type: FieldType): FieldType {
  const map = type.map ?? DEDUCED.map;
  if (map === undefined) return type;
  return {
    map: {
      atomic: false,
      declared: (name) => objectField(name) ?? map.declared(name),
      get element() {
        return map.element;
      },
    },
  };
}

/** Custom resources leave the schema of these fields to the server. */
function objectField(name: string): FieldType | undefined {
  if (name === 'metadata') return METADATA;
  return name === 'apiVersion' || name === 'kind' ? TEXT : undefined;
}

const METADATA = fieldType(OBJECT_META, { resolve: (schema) => schema });

function memoized(compute: (name: string) => FieldType | undefined): (name: string) => FieldType | undefined {
  const kept = new Map<string, FieldType>();
  return (name) => {
    const before = kept.get(name);
    if (before !== undefined) return before;
    const type = compute(name);
    // What names no field is not kept: there is no end of such names.
    if (type !== undefined) kept.set(name, type);
    return type;
  };
}
