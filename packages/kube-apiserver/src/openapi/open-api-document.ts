import type { ApiVersion } from '../registry/resource-registry.ts';
import { type BuiltInSchemas, builtInDescriptions, referenceTo } from '../schema/built-in-schemas.ts';
import { customSchemaName, customSchemas } from './custom-schema.ts';
import { COMMON_DEFINITIONS } from './operations.ts';
import { type KindReference, pathsOf } from './paths.ts';
import { publishedDefinition, references, type SchemaDocument } from './published-schema.ts';

/** The OpenAPI v3 document of one group version, with every definition that it refers to. */
export function openApiDocument({ group, version, types }: ApiVersion, schemas: BuiltInSchemas) {
  const custom = Object.assign({}, ...types.filter((type) => type.custom).map(customSchemas)) as Record<
    string,
    SchemaDocument
  >;
  const reference: KindReference = (group, version, kind) => {
    const own = customSchemaName({ group, version }, kind);
    const name = Object.hasOwn(custom, own) ? own : schemas.nameOf(group, version, kind);
    return name === undefined ? undefined : referenceTo(name);
  };
  const paths = Object.assign({}, ...types.map((type) => pathsOf(type, reference))) as Record<string, unknown>;
  const names = new Set([...COMMON_DEFINITIONS, ...references(paths), ...references(custom)]);
  const definitions: Record<string, SchemaDocument> = { ...custom };
  for (const name of names) {
    const schema = Object.hasOwn(schemas.definitions, name) ? schemas.definitions[name] : undefined;
    if (schema === undefined) continue;
    definitions[name] = publishedDefinition(name, schema, builtInDescriptions());
    // A set may grow while it is walked through: what is added comes up later.
    for (const more of references(schema)) names.add(more);
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.34.0' },
    paths: sorted(paths),
    components: { schemas: sorted(definitions) },
    tags: [{ name: group === '' ? `core_${version}` : `${group}_${version}` }],
  };
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
