import type { ResourceType } from '../registry/resource-type.ts';
import { LIST_META, OBJECT_META, referenceTo } from '../schema/built-in-schemas.ts';
import type { SchemaDocument } from './published-schema.ts';

const API_VERSION = {
  type: 'string',
  description:
    'Version of the form in which the object is represented, with its group. Servers convert it to the version they prefer, and may refuse one they do not know.',
};
const KIND = {
  type: 'string',
  description: 'What the object represents, in CamelCase. Known from the path of the request, and never changes.',
};

/** Under which its schema is published: `com.example.v1.CronTab` for a kind of example.com. */
export function customSchemaName({ group, version }: Pick<ResourceType, 'group' | 'version'>, kind: string): string {
  return `${group.split('.').reverse().join('.')}.${version}.${kind}`;
}

/** The schemas of a custom resource and of its list, by name. */
export function customSchemas(type: ResourceType): Record<string, SchemaDocument> {
  const { group, version, kind, listKind } = type;
  const { properties, ...schema } = type.schema.schema;
  const metadata = (definition: string, description: string) => ({ description, allOf: [referenceTo(definition)] });
  return {
    [customSchemaName(type, kind)]: {
      ...schema,
      type: 'object',
      properties: {
        ...properties,
        apiVersion: API_VERSION,
        kind: KIND,
        metadata: metadata(OBJECT_META, "Standard object's metadata."),
      },
      'x-kubernetes-group-version-kind': [{ group, version, kind }],
    },
    [customSchemaName(type, listKind)]: {
      description: `${listKind} is a list of ${kind}`,
      type: 'object',
      required: ['items'],
      properties: {
        apiVersion: API_VERSION,
        kind: KIND,
        metadata: metadata(LIST_META, 'Standard list metadata.'),
        items: {
          type: 'array',
          description: `List of ${type.resource}.`,
          items: referenceTo(customSchemaName(type, kind)),
        },
      },
      'x-kubernetes-group-version-kind': [{ group, version, kind: listKind }],
    },
  };
}
