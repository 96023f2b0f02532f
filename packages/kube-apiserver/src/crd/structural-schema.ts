/**
 * The schema of a version of a custom resource, as the server works by it. Source: JSONSchemaProps of
 * k8s.io/apiextensions-apiserver, and its "structural schemas".
 */
import type { Pattern } from '../regex/pattern.ts';

export interface ValidationRule {
  readonly rule: string;
  readonly message: string;
  readonly messageExpression: string;
  readonly reason: string;
  readonly fieldPath: string;
  readonly optionalOldSelf: boolean | undefined;
}

/** One node. Also what stands below `allOf`, `anyOf`, `oneOf` and `not`, where only value validations are allowed. */
export interface StructuralSchema extends ValueBounds {
  /** Empty when nothing is said, as with `x-kubernetes-int-or-string`. */
  readonly type: string;
  readonly format: string;
  readonly title: string;
  readonly description: string;
  readonly nullable: boolean;
  /** JSON. Undefined when there is none; null counts as none. */
  readonly default: unknown;
  readonly properties: ReadonlyMap<string, StructuralSchema>;
  readonly additionalProperties: StructuralSchema | boolean | undefined;
  readonly items: StructuralSchema | undefined;
  readonly required: readonly string[];
  readonly enum: Enumeration | undefined;
  /** Undefined also when the pattern is no regular expression, which `patternError` then tells. */
  readonly pattern: Pattern | undefined;
  readonly patternSource: string;
  readonly patternError: string | undefined;
  readonly allOf: readonly StructuralSchema[];
  readonly anyOf: readonly StructuralSchema[];
  readonly oneOf: readonly StructuralSchema[];
  readonly not: StructuralSchema | undefined;
  readonly preserveUnknownFields: boolean | undefined;
  readonly embeddedResource: boolean;
  readonly intOrString: boolean;
  readonly listType: string | undefined;
  readonly listMapKeys: readonly string[];
  readonly mapType: string | undefined;
  readonly rules: readonly ValidationRule[];
  /** Names of members that CustomResourceDefinitions may not use, such as `$ref`. */
  readonly unsupported: readonly string[];
}

export interface ValueBounds {
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly exclusiveMinimum: boolean;
  readonly exclusiveMaximum: boolean;
  readonly multipleOf: number | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
  readonly minProperties: number | undefined;
  readonly maxProperties: number | undefined;
  readonly uniqueItems: boolean;
}

export interface Enumeration {
  /** As they were written. */
  readonly values: readonly unknown[];
  readonly scalars: ReadonlySet<unknown>;
  /** As JSON with sorted keys. */
  readonly compounds: ReadonlySet<string>;
}

/** Schema of a value that the schema of its parent describes; undefined for one that it does not know. */
export function schemaOfKey(schema: StructuralSchema | undefined, key: string): StructuralSchema | undefined {
  const property = schema?.properties.get(key);
  if (property !== undefined) return property;
  return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** `x-kubernetes-int-or-string` takes both of these. */
export function acceptedTypes(schema: StructuralSchema): readonly string[] {
  if (schema.intOrString) return INT_OR_STRING;
  return schema.type === '' ? NOTHING : [schema.type];
}

const INT_OR_STRING = ['integer', 'string'] as const;
const NOTHING = [] as const;
