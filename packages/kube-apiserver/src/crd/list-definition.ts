import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../validation/field-error.ts';
import type { StructuralSchema } from './structural-schema.ts';

/** What a schema says about `x-kubernetes-list-type` and `-list-map-keys`. */
export function listDefinitionErrors(schema: StructuralSchema, path: string): FieldError[] {
  const { type, listType, listMapKeys } = schema;
  const errors: FieldError[] = [];
  if (listType !== undefined && type !== 'array') {
    const detail = 'must be array if x-kubernetes-list-type is specified';
    errors.push(type === '' ? required(`${path}.type`, detail) : invalidValue(`${path}.type`, type, detail));
  } else if (listType === 'set') errors.push(...setErrors(schema, path));
  if (listType !== undefined && !['atomic', 'set', 'map'].includes(listType)) {
    errors.push(notSupported(`${path}.x-kubernetes-list-type`, listType, ['atomic', 'set', 'map']));
  }
  if (listMapKeys.length > 0 && listType !== 'map') {
    const detail = 'must be map if x-kubernetes-list-map-keys is non-empty';
    const at = `${path}.x-kubernetes-list-type`;
    errors.push(listType === undefined ? required(at, detail) : invalidValue(at, listType, detail));
  }
  if (listType === 'map') errors.push(...mapErrors(schema, path));
  if ((listType === 'set' || listType === 'map') && schema.items !== undefined) {
    errors.push(...itemErrors(schema, schema.items, listType, path));
  }
  return errors;
}

function setErrors({ items }: StructuralSchema, path: string): FieldError[] {
  const detail = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  if (items?.type === 'array' && items.listType !== undefined && items.listType !== 'atomic') {
    return [invalidValue(`${path}.items.x-kubernetes-list-type`, items.listType, detail)];
  }
  if (items?.type === 'object' && items.mapType !== 'atomic') {
    return [invalidValue(`${path}.items.x-kubernetes-map-type`, items.listType ?? null, detail)];
  }
  return [];
}

function mapErrors({ items, listMapKeys }: StructuralSchema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const at = `${path}.x-kubernetes-list-map-keys`;
  if (listMapKeys.length === 0) errors.push(required(at, 'must not be empty if x-kubernetes-list-type is map'));
  if (items === undefined) {
    errors.push(required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map'));
    return errors;
  }
  if (items.type !== 'object') {
    const detail = "must be object if parent array's x-kubernetes-list-type is map";
    errors.push(invalidValue(`${path}.items.type`, items.type, detail));
    return errors;
  }
  for (const [i, key] of listMapKeys.entries()) {
    const property = items.properties.get(key);
    if (property === undefined)
      errors.push(invalidValue(at, listMapKeys, 'entries must all be names of item properties'));
    else if (property.type === 'array' || property.type === 'object') {
      const detail = "must be a scalar type if parent array's x-kubernetes-list-type is map";
      errors.push(invalidValue(`${path}.items.properties[${key}].type`, items.type, detail));
    }
    if (listMapKeys.indexOf(key) < i) errors.push(invalidValue(at, listMapKeys, 'must not contain duplicate entries'));
  }
  return errors;
}

function itemErrors(
  { listMapKeys }: StructuralSchema,
  items: StructuralSchema,
  listType: 'set' | 'map',
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (items.nullable) {
    const detail = `cannot be nullable when x-kubernetes-list-type is ${listType}`;
    errors.push(fieldForbidden(`${path}.items.nullable`, detail));
  }
  if (listType === 'set') return errors;
  for (const key of listMapKeys) {
    const property = items.properties.get(key);
    if (property === undefined) continue;
    const at = `${path}.items.properties[${key}]`;
    if (!items.required.includes(key) && property.default === undefined) {
      const detail =
        'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property';
      errors.push(required(`${at}.default`, detail));
    }
    if (property.nullable) {
      const detail = 'this property is in x-kubernetes-list-map-keys, so it cannot be nullable';
      errors.push(fieldForbidden(`${at}.nullable`, detail));
    }
  }
  return errors;
}
