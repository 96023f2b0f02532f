import type { Schema, TypedSchema } from '../schema/schema.ts';
import type { StructuralSchema } from './structural-schema.ts';

export interface KindOfVersion {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/**
 * The schema in the form that field management, merging and publishing work by.
 *
 * @param metadata schema of `metadata`, as all kinds have it
 */
export function typedSchema(schema: StructuralSchema, kind: KindOfVersion, metadata: TypedSchema): TypedSchema {
  const root = publish(schema, metadata);
  return {
    schema: {
      ...root,
      type: 'object',
      properties: { ...root.properties, ...typeAndMetadata(metadata) },
      'x-kubernetes-group-version-kind': [kind],
    },
    source: {
      resolve: (part) => (part.$ref === undefined && part.allOf === undefined ? part : metadata.source.resolve(part)),
    },
  };
}

function typeAndMetadata(metadata: TypedSchema): Record<string, Schema> {
  return {
    apiVersion: {
      type: 'string',
      description:
        'APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
    },
    kind: {
      type: 'string',
      description:
        'Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
    },
    metadata: metadata.schema,
  };
}

const TYPES = ['object', 'array', 'string', 'integer', 'number', 'boolean'] as const;
const LIST_TYPES = ['atomic', 'set', 'map'] as const;

function publish(schema: StructuralSchema, metadata: TypedSchema): Schema {
  const { additionalProperties, properties, items } = schema;
  const published: Schema = {
    type: TYPES.find((type) => type === schema.type),
    format: schema.format || undefined,
    description: schema.description || undefined,
    default: schema.default,
    required: schema.required.length > 0 ? [...schema.required] : undefined,
    'x-kubernetes-int-or-string': schema.intOrString || undefined,
    'x-kubernetes-preserve-unknown-fields': schema.preserveUnknownFields || undefined,
    'x-kubernetes-embedded-resource': schema.embeddedResource || undefined,
    'x-kubernetes-list-type': LIST_TYPES.find((type) => type === schema.listType),
    'x-kubernetes-list-map-keys': schema.listMapKeys.length > 0 ? [...schema.listMapKeys] : undefined,
    'x-kubernetes-map-type':
      schema.mapType === 'atomic' ? 'atomic' : schema.mapType === 'granular' ? 'granular' : undefined,
    items: items && publish(items, metadata),
    additionalProperties:
      typeof additionalProperties === 'object' ? publish(additionalProperties, metadata) : additionalProperties,
  };
  const named = [...properties].map(([name, property]): [string, Schema] => [name, publish(property, metadata)]);
  if (schema.embeddedResource) named.push(...Object.entries(typeAndMetadata(metadata)));
  if (named.length > 0) published.properties = Object.fromEntries(named);
  for (const name of Object.keys(published) as (keyof Schema)[])
    if (published[name] === undefined) delete published[name];
  return published;
}
