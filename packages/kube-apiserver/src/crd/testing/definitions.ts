import type { KubeObject } from '@luban/kube';
import type { TypedSchema } from '../../schema/schema.ts';
import { acceptNames } from '../accept-names.ts';
import { compileRules } from '../cel/compile-rules.ts';
import { crdStrategy } from '../crd-strategy.ts';
import { readSchema } from '../read-schema.ts';
import type { StructuralSchema } from '../structural-schema.ts';

/** Stands in for the schema that all kinds share. */
export const METADATA: TypedSchema = {
  schema: { type: 'object', properties: { name: { type: 'string' } } },
  source: { resolve: (schema) => schema },
};

export const NOW = Date.UTC(2026, 0, 1);

type Json = Record<string, unknown>;

/** A definition of `Widget` with the given properties of its spec, the parts of the version on top. */
export function widgetDefinition(spec: Json = { type: 'object' }, version: Json = {}, parts: Json = {}): KubeObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec, status: { type: 'object' } } } },
          ...version,
        },
      ],
      ...parts,
    },
  };
}

/** As it stands in the store after it was created, with its names accepted. */
export function established(crd: KubeObject): KubeObject {
  const created = structuredClone(crd);
  const strategy = crdStrategy();
  strategy.default?.(created);
  strategy.prepareForCreate?.(created, CONTEXT);
  created.metadata = { ...created.metadata, uid: 'u', generation: 1, creationTimestamp: '2026-01-01T00:00:00Z' };
  return { ...created, status: acceptNames(created, [], NOW) };
}

export const CONTEXT = {
  user: { username: 'admin', groups: [] },
  clock: { now: () => NOW, after: () => ({ [Symbol.dispose]() {} }) },
  read: () => undefined,
  all: () => [],
};

/** @throws Error with what is wrong */
export function schemaOf(raw: unknown): StructuralSchema {
  const { schema, errors } = readSchema(raw, 'schema');
  if (schema === undefined) throw new Error(JSON.stringify(errors));
  return schema;
}

/** Schema of a whole object whose spec has the properties, and the rules. */
export function objectSchema(properties: Json, rules: unknown[] = []): StructuralSchema {
  const spec = { type: 'object', properties, ...(rules.length > 0 && { 'x-kubernetes-validations': rules }) };
  return schemaOf({ type: 'object', properties: { spec } });
}

export const rulesOf = (schema: StructuralSchema) => compileRules(schema, 'schema');

/** `field: message` of each. */
export const told = (errors: readonly { field: string; message: string }[]) =>
  errors.map(({ field, message }) => `${field}: ${message}`);
