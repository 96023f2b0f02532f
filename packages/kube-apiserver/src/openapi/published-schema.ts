/** Schemas in the form that OpenAPI v3 documents have them. */
import { type Descriptions, referenced } from '../schema/built-in-schemas.ts';
import type { Schema } from '../schema/schema.ts';

/** JSON of a schema; it may hold more than the server itself understands. */
export type SchemaDocument = Record<string, unknown>;

/** What the published form of these differs in from the one the server works by: both strings and numbers are accepted. */
const UNIONS: Readonly<Record<string, SchemaDocument>> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': {
    format: 'int-or-string',
    oneOf: [{ type: 'integer' }, { type: 'string' }],
  },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { oneOf: [{ type: 'string' }, { type: 'number' }] },
};

/** A built-in definition with its descriptions. */
export function publishedDefinition(name: string, schema: Schema, descriptions: Descriptions): SchemaDocument {
  const { description = '', properties: told = {} } = descriptions[name] ?? {};
  const union = UNIONS[name];
  if (union !== undefined) return { description, ...union };
  const { properties, 'x-kubernetes-preserve-unknown-fields': _, ...rest } = schema;
  return {
    ...(description !== '' && { description }),
    ...rest,
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([property, value]) => [
          property,
          publishedProperty(value, told[property], descriptions),
        ]),
      ),
    }),
  };
}

/** What stands beside a reference is ignored in OpenAPI v3, so that the reference is wrapped. */
function publishedProperty(
  schema: Schema,
  description: string | undefined,
  descriptions: Descriptions,
): SchemaDocument {
  const { $ref, ...marks } = schema;
  // Readers such as `kubectl explain` show what the definition says, too.
  const isSaid = descriptions[referenced(schema) ?? '']?.description === description;
  const told = description === undefined || isSaid ? {} : { description };
  if ($ref === undefined) return { ...told, ...marks };
  if (Object.keys(told).length === 0 && Object.keys(marks).length === 0) return { $ref };
  return { ...told, ...marks, allOf: [{ $ref }] };
}

/** The definitions that a schema refers to, however deep, in no particular order. */
export function references(schema: unknown): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    const { $ref } = value as Schema;
    // A property may be named `$ref`, too: then it is a schema itself.
    const name = typeof $ref === 'string' ? referenced({ $ref }) : undefined;
    if (name !== undefined) found.add(name);
    for (const member of Object.values(value)) visit(member);
  };
  visit(schema);
  return found;
}
