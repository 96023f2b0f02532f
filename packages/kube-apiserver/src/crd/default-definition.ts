/** Defaults in schemas are values of them. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting. */
import { cloneJson } from '../json/clone-json.ts';
import { sameJson } from '../json/json-value.ts';
import { type FieldError, invalidValue } from '../validation/field-error.ts';
import { validateEmbeddedObjects } from './embedded-objects.ts';
import { validateListSetsAndMaps } from './list-sets-and-maps.ts';
import { prune } from './prune.ts';
import type { StructuralSchema } from './structural-schema.ts';
import { validateValue } from './validate-object.ts';

/** @param path of the schema, such as `spec.validation.openAPIV3Schema` */
export function defaultErrors(schema: StructuralSchema, path: string, insideMetadata = false): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.default !== undefined)
    errors.push(...valueErrors(schema, schema.default, `${path}.default`, insideMetadata));
  if (schema.items !== undefined) errors.push(...defaultErrors(schema.items, `${path}.items`, insideMetadata));
  for (const [name, property] of schema.properties) {
    const isMetadata = schema.embeddedResource && (name === 'metadata' || name === 'apiVersion' || name === 'kind');
    const inside = (insideMetadata && !property.embeddedResource) || isMetadata;
    errors.push(...defaultErrors(property, `${path}.properties[${name}]`, inside));
  }
  return errors;
}

function valueErrors(schema: StructuralSchema, value: unknown, path: string, insideMetadata: boolean): FieldError[] {
  const errors: FieldError[] = [];
  if (!insideMetadata) {
    const pruned = cloneJson(value);
    prune(schema, pruned, schema.embeddedResource);
    if (!sameJson(pruned, value)) errors.push(invalidValue(path, value, 'must not have unknown fields'));
    errors.push(...validateEmbeddedObjects(schema, value, path));
  }
  errors.push(...validateValue(schema, value, { path }), ...validateListSetsAndMaps(schema, value, path));
  return errors;
}
