/**
 * Schemas of kinds: the part of OpenAPI v3 that Kubernetes publishes and the server works by. Built-in kinds refer to
 * shared definitions; those of custom resources stand alone.
 */
export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  format?: string;
  description?: string;
  default?: unknown;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  required?: string[];
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-map-type'?: 'granular' | 'atomic';
  /** `merge`, `replace`, `merge,retainKeys` … */
  'x-kubernetes-patch-strategy'?: string;
  'x-kubernetes-patch-merge-key'?: string;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-embedded-resource'?: boolean;
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
}

/** Finds what a schema refers to. */
export interface SchemaSource {
  /**
   * The schema itself without `$ref` and a single-entry `allOf`, which the published form wraps references in; marks such
   * as the list type that stand beside the reference prevail. Constant time, and the same object for the same argument.
   */
  resolve(schema: Schema): Schema;
}

/** A schema together with where its references lead. */
export interface TypedSchema {
  readonly schema: Schema;
  readonly source: SchemaSource;
}
