/**
 * What makes a schema structural: everything that shapes the object is said outside of `allOf`, `anyOf`, `oneOf` and
 * `not`, which may only restrict values. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema, validation.go.
 */
import { type FieldError, fieldForbidden, invalidValue, required } from '../validation/field-error.ts';
import type { StructuralSchema } from './structural-schema.ts';

type Level = 'root' | 'item' | 'field';

/** @param path of the schema, such as `spec.validation.openAPIV3Schema` */
export function structuralErrors(schema: StructuralSchema, path: string): FieldError[] {
  const errors = [...invariants(schema, 'root', path), ...restrictionsComplete(schema, schema, path, path)];
  const text = ({ field, message }: FieldError) => `${field}: ${message}`;
  return errors.sort((a, b) => (text(a) < text(b) ? -1 : 1));
}

const EMPTY_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

function invariants(schema: StructuralSchema, level: Level, path: string): FieldError[] {
  const { type, items, properties, additionalProperties, embeddedResource, intOrString, preserveUnknownFields } =
    schema;
  const errors: FieldError[] = [];
  if (type === 'array' && items === undefined) errors.push(required(`${path}.items`, 'must be specified'));
  if (items !== undefined) errors.push(...invariants(items, 'item', `${path}.items`));
  for (const [name, property] of properties)
    errors.push(...invariants(property, 'field', `${path}.properties[${name}]`));
  if (additionalProperties !== undefined && level === 'root') {
    errors.push(fieldForbidden(`${path}.additionalProperties`, 'must not be used at the root'));
  }
  if (typeof additionalProperties === 'object') {
    errors.push(...invariants(additionalProperties, 'field', `${path}.additionalProperties`));
  }
  if (intOrString && preserveUnknownFields) {
    const detail = 'must be false if x-kubernetes-int-or-string is true';
    errors.push(invalidValue(`${path}.x-kubernetes-preserve-unknown-fields`, true, detail));
  }
  if (intOrString && embeddedResource) {
    const detail = 'must be false if x-kubernetes-int-or-string is true';
    errors.push(invalidValue(`${path}.x-kubernetes-embedded-resource`, true, detail));
  }
  errors.push(...restrictions(schema, path, isIntOrString(schema.anyOf), isIntOrString(schema.allOf[0]?.anyOf ?? [])));
  errors.push(...typeErrors(schema, level, path));
  errors.push(...metadataErrors(schema, level, path));
  return errors;
}

function typeErrors(schema: StructuralSchema, level: Level, path: string): FieldError[] {
  const { type, additionalProperties, embeddedResource, intOrString, preserveUnknownFields } = schema;
  const errors: FieldError[] = [];
  if (embeddedResource && type !== 'object') {
    const detail = 'must be object if x-kubernetes-embedded-resource is true';
    errors.push(type === '' ? required(`${path}.type`, detail) : invalidValue(`${path}.type`, type, detail));
  } else if (type === '' && !intOrString && !preserveUnknownFields) {
    errors.push(required(`${path}.type`, EMPTY_TYPE[level]));
  }
  if (embeddedResource && additionalProperties !== undefined) {
    const detail = 'must not be used if x-kubernetes-embedded-resource is set';
    errors.push(fieldForbidden(`${path}.additionalProperties`, detail));
  }
  if (level === 'root' && type !== '' && type !== 'object') {
    errors.push(invalidValue(`${path}.type`, type, 'must be object at the root'));
  }
  if (embeddedResource && !preserveUnknownFields && schema.properties.size === 0) {
    const detail =
      'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
    errors.push(required(`${path}.properties`, detail));
  }
  return errors;
}

function metadataErrors(schema: StructuralSchema, level: Level, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const isResource = level === 'root' || schema.embeddedResource;
  for (const name of ['kind', 'apiVersion']) {
    const property = schema.properties.get(name);
    if (isResource && property !== undefined && property.type !== 'string') {
      errors.push(invalidValue(`${path}.properties[${name}].type`, property.type, 'must be string'));
    }
  }
  const metadata = schema.properties.get('metadata');
  if (metadata === undefined) return errors;
  const at = `${path}.properties[metadata]`;
  if (isResource && metadata.type !== 'object')
    errors.push(invalidValue(`${at}.type`, metadata.type, 'must be object'));
  if (level === 'root' && !restrictsOnlyNames(metadata)) {
    const detail = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
    errors.push(fieldForbidden(at, detail));
  }
  return errors;
}

function restrictsOnlyNames(metadata: StructuralSchema): boolean {
  const { properties, required: needed, items, allOf, anyOf, oneOf, not, rules } = metadata;
  const others = [...properties.keys()].filter((name) => name !== 'name' && name !== 'generateName');
  const isPlain = needed.length + allOf.length + anyOf.length + oneOf.length + rules.length === 0;
  return (
    others.length === 0 &&
    isPlain &&
    items === undefined &&
    not === undefined &&
    metadata.additionalProperties === undefined &&
    metadata.description === '' &&
    metadata.title === '' &&
    !metadata.nullable &&
    !metadata.preserveUnknownFields &&
    !metadata.embeddedResource &&
    metadata.mapType === undefined
  );
}

/** The one form in which alternatives may name types. */
function isIntOrString(anyOf: readonly StructuralSchema[]): boolean {
  const [first, second, ...rest] = anyOf;
  return first?.type === 'integer' && second?.type === 'string' && rest.length === 0;
}

/** Checks what stands below the junctors of a node, and its pattern. */
function restrictions(
  schema: StructuralSchema,
  path: string,
  typesInAnyOf: boolean,
  typesInFirstAllOf: boolean,
): FieldError[] {
  const errors: FieldError[] = [];
  if (!typesInAnyOf) {
    for (const [i, part] of schema.anyOf.entries()) errors.push(...restriction(part, `${path}.anyOf[${i}]`));
  }
  for (const [i, part] of schema.allOf.entries()) {
    errors.push(...restriction(part, `${path}.allOf[${i}]`, typesInFirstAllOf && i === 0));
  }
  for (const [i, part] of schema.oneOf.entries()) errors.push(...restriction(part, `${path}.oneOf[${i}]`));
  if (schema.not !== undefined) errors.push(...restriction(schema.not, `${path}.not`));
  if (schema.patternError !== undefined) {
    const detail = `must be a valid regular expression, but isn't: ${schema.patternError}`;
    errors.push(invalidValue(`${path}.pattern`, schema.patternSource, detail));
  }
  return errors;
}

function restriction(schema: StructuralSchema, path: string, typesInAnyOf = false): FieldError[] {
  const errors = restrictions(schema, path, typesInAnyOf, false);
  if (schema.items !== undefined) errors.push(...restriction(schema.items, `${path}.items`));
  for (const [name, property] of schema.properties) {
    errors.push(...restriction(property, `${path}.properties[${name}]`));
  }
  const forbid = (isThere: boolean, name: string, must: string) => {
    if (isThere) errors.push(fieldForbidden(`${path}.${name}`, `must be ${must} to be structural`));
  };
  forbid(schema.type !== '', 'type', 'empty');
  forbid(schema.additionalProperties !== undefined, 'additionalProperties', 'undefined');
  forbid(schema.default !== undefined, 'default', 'undefined');
  forbid(schema.title !== '', 'title', 'empty');
  forbid(schema.description !== '', 'description', 'empty');
  forbid(schema.nullable, 'nullable', 'false');
  forbid(schema.preserveUnknownFields === true, 'x-kubernetes-preserve-unknown-fields', 'false');
  forbid(schema.embeddedResource, 'x-kubernetes-embedded-resource', 'false');
  forbid(schema.intOrString, 'x-kubernetes-int-or-string', 'false');
  forbid(schema.listMapKeys.length > 0, 'x-kubernetes-list-map-keys', 'empty');
  forbid(schema.listType !== undefined, 'x-kubernetes-list-type', 'undefined');
  forbid(schema.mapType !== undefined, 'x-kubernetes-map-type', 'undefined');
  forbid(schema.rules.length > 0, 'x-kubernetes-validations', 'empty');
  if (schema.properties.has('metadata')) {
    errors.push(fieldForbidden(`${path}.properties[metadata]`, 'must not be specified in a nested context'));
  }
  return errors;
}

/** Everything that a junctor restricts has to be specified outside of it as well. */
function restrictionsComplete(
  restricting: StructuralSchema,
  specified: StructuralSchema,
  specifiedPath: string,
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const check = (part: StructuralSchema, at: string) =>
    errors.push(...partComplete(part, specified, specifiedPath, at));
  if (restricting.not !== undefined) check(restricting.not, `${path}.not`);
  for (const [i, part] of restricting.allOf.entries()) check(part, `${path}.allOf[${i}]`);
  for (const [i, part] of restricting.anyOf.entries()) check(part, `${path}.anyOf[${i}]`);
  for (const [i, part] of restricting.oneOf.entries()) check(part, `${path}.oneOf[${i}]`);
  return errors;
}

function partComplete(
  part: StructuralSchema,
  specified: StructuralSchema,
  specifiedPath: string,
  path: string,
): FieldError[] {
  const errors = restrictionsComplete(part, specified, specifiedPath, path);
  const check = (below: StructuralSchema, counterpart: StructuralSchema | undefined, step: string) => {
    const [there, here] = [`${specifiedPath}.${step}`, `${path}.${step}`];
    if (counterpart === undefined) errors.push(required(there, `because it is defined in ${here}`));
    else errors.push(...partComplete(below, counterpart, there, here));
  };
  if (part.items !== undefined) check(part.items, specified.items, 'items');
  for (const [name, property] of part.properties) {
    check(property, specified.properties.get(name), `properties[${name}]`);
  }
  return errors;
}
