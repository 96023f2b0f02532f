/**
 * What a schema of a CustomResourceDefinition may say, beside being structural.
 * Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation, ValidateCustomResourceDefinitionOpenAPISchema.
 */
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../validation/field-error.ts';
import { listDefinitionErrors } from './list-definition.ts';
import { ruleDefinitionErrors } from './rule-definition.ts';
import type { StructuralSchema } from './structural-schema.ts';

interface Context {
  readonly isRoot: boolean;
  readonly insideMetadata: boolean;
  /** Why there may be no default. */
  readonly noDefault?: string;
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const TYPE_AND_METADATA: ReadonlySet<string> = new Set(['metadata', 'kind', 'apiVersion']);

/** @param path of the schema, such as `spec.validation.openAPIV3Schema` */
export function schemaDefinitionErrors(schema: StructuralSchema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.nullable) errors.push(fieldForbidden(`${path}.nullable`, 'nullable cannot be true at the root'));
  visit(schema, path, { isRoot: true, insideMetadata: false }, errors);
  return errors;
}

function visit(schema: StructuralSchema, path: string, context: Context, errors: FieldError[]): void {
  errors.push(...nodeErrors(schema, path, context));
  const inside: Context = { ...context, isRoot: false };
  if (schema.additionalProperties !== undefined) {
    if (schema.properties.size > 0 && schema.additionalProperties !== true) {
      const detail = 'additionalProperties and properties are mutual exclusive';
      errors.push(fieldForbidden(`${path}.additionalProperties`, detail));
    }
    if (typeof schema.additionalProperties === 'object') {
      const noDefault = context.insideMetadata
        ? 'inside additionalProperties applying to object metadata'
        : context.noDefault;
      visit(schema.additionalProperties, `${path}.additionalProperties`, { ...inside, noDefault }, errors);
    }
  }
  for (const [name, property] of schema.properties) {
    const isMetadata = (context.isRoot || schema.embeddedResource) && TYPE_AND_METADATA.has(name);
    visit(
      property,
      `${path}.properties[${name}]`,
      {
        isRoot: false,
        insideMetadata: context.insideMetadata || isMetadata,
        noDefault: isMetadata && context.isRoot ? `in top-level ${name}` : context.noDefault,
      },
      errors,
    );
  }
  if (schema.not !== undefined) visit(schema.not, `${path}.not`, inside, errors);
  for (const junctor of ['allOf', 'oneOf', 'anyOf'] as const) {
    for (const [i, part] of schema[junctor].entries()) visit(part, `${path}.${junctor}[${i}]`, inside, errors);
  }
  if (schema.items !== undefined) visit(schema.items, `${path}.items`, inside, errors);
  errors.push(...extensionErrors(schema, path), ...listDefinitionErrors(schema, path));
  errors.push(...ruleDefinitionErrors(schema, path));
}

function nodeErrors(schema: StructuralSchema, path: string, context: Context): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.type === 'null') {
    errors.push(fieldForbidden(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'));
  } else if (schema.type !== '' && !TYPES.includes(schema.type)) {
    errors.push(notSupported(`${path}.type`, schema.type, TYPES));
  }
  if (schema.default !== undefined && context.noDefault !== undefined) {
    errors.push(fieldForbidden(`${path}.default`, `must not be set ${context.noDefault}`));
  }
  for (const name of schema.unsupported) {
    const detail = name === 'items' ? 'items must be a schema object and not an array' : `${name} is not supported`;
    errors.push(fieldForbidden(`${path}.${name}`, detail));
  }
  if (context.insideMetadata && schema.embeddedResource) {
    errors.push(fieldForbidden(`${path}.x-kubernetes-embedded-resource`, 'must not be used inside of resource meta'));
  }
  if (schema.uniqueItems) {
    const detail = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
    errors.push(fieldForbidden(`${path}.uniqueItems`, detail));
  }
  return errors;
}

function extensionErrors(schema: StructuralSchema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.preserveUnknownFields === false) {
    errors.push(invalidValue(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'));
  }
  if (schema.mapType === undefined) return errors;
  if (schema.type !== 'object') {
    const detail = 'must be object if x-kubernetes-map-type is specified';
    const at = `${path}.type`;
    errors.push(schema.type === '' ? required(at, detail) : invalidValue(at, schema.type, detail));
  }
  if (schema.mapType !== 'atomic' && schema.mapType !== 'granular') {
    errors.push(notSupported(`${path}.x-kubernetes-map-type`, schema.mapType, ['atomic', 'granular']));
  }
  return errors;
}
