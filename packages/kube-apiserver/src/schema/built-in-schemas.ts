import { readGenerated } from './generated-data.ts';
import type { Schema, SchemaSource, TypedSchema } from './schema.ts';

export interface BuiltInSchemas {
  readonly source: SchemaSource;
  /** By OpenAPI name, such as `io.k8s.api.core.v1.Pod`. Without descriptions. */
  readonly definitions: Readonly<Record<string, Schema>>;
  kind(group: string, version: string, kind: string): TypedSchema | undefined;
  /** OpenAPI name of a kind. */
  nameOf(group: string, version: string, kind: string): string | undefined;
}

/** By OpenAPI name: what a definition is, and each of its properties that has something said about it. */
export type Descriptions = Readonly<Record<string, { description: string; properties: Record<string, string> }>>;

const REFERENCE = '#/components/schemas/';

export const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
export const LIST_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta';

/** A schema that stands for a built-in definition. */
export function referenceTo(definition: string): Schema {
  return { $ref: `${REFERENCE}${definition}` };
}

/** The name that a reference leads to. */
export function referenced(schema: Schema): string | undefined {
  return schema.$ref?.slice(REFERENCE.length);
}

let schemas: BuiltInSchemas | undefined;
let descriptions: Descriptions | undefined;

/**
 * The schemas of Kubernetes' own kinds, read at first use and shared by all.
 *
 * @throws Error when they were not generated
 */
export function builtInSchemas(): BuiltInSchemas {
  schemas ??= load();
  return schemas;
}

/** Apart from the schemas, because only published documents need them. */
export function builtInDescriptions(): Descriptions {
  descriptions ??= readGenerated<Descriptions>('descriptions');
  return descriptions;
}

function load(): BuiltInSchemas {
  const definitions = readGenerated<Record<string, Schema>>('definitions');
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(definitions)) {
    for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
      names.set(`${group}/${version}/${kind}`, name);
    }
  }
  const source = sourceOf(definitions);
  const kinds = new Map<string, TypedSchema>();
  const nameOf: BuiltInSchemas['nameOf'] = (group, version, kind) => names.get(`${group}/${version}/${kind}`);
  return {
    source,
    definitions,
    nameOf,
    kind(group, version, kind) {
      const name = nameOf(group, version, kind);
      const schema = name === undefined ? undefined : definitions[name];
      if (name === undefined || schema === undefined) return undefined;
      const known = kinds.get(name) ?? { schema, source };
      kinds.set(name, known);
      return known;
    },
  };
}

/** Resolves references to the definitions. */
function sourceOf(definitions: Readonly<Record<string, Schema>>): SchemaSource {
  const resolved = new WeakMap<Schema, Schema>();
  const resolve = (schema: Schema): Schema => {
    if (schema.$ref === undefined && schema.allOf?.length !== 1) return schema;
    const known = resolved.get(schema);
    if (known !== undefined) return known;
    const { $ref, allOf, ...marks } = schema;
    const only = allOf?.length === 1 ? allOf[0] : undefined;
    const name = referenced(schema);
    const target = name === undefined ? only : Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    if (target === undefined) throw new Error(`Nothing is defined as ${$ref}.`);
    const found = resolve(target);
    const result = Object.keys(marks).length === 0 ? found : { ...found, ...marks };
    resolved.set(schema, result);
    return result;
  };
  return { resolve };
}
