/**
 * Objects within objects (`x-kubernetes-embedded-resource`): their metadata has the form that all metadata has.
 * Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta.
 */
import { isObject } from '../json/json-value.ts';
import { type FieldError, invalidValue, required } from '../validation/field-error.ts';
import { dns1035Label, pathSegment } from '../validation/names.ts';
import { childPath } from './json.ts';
import { type StructuralSchema, schemaOfKey } from './structural-schema.ts';

/** Checks `apiVersion`, `kind` and `metadata` of every embedded object. */
export function validateEmbeddedObjects(schema: StructuralSchema | undefined, value: unknown, path = ''): FieldError[] {
  if (schema === undefined) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => validateEmbeddedObjects(schema.items, item, `${path}[${i}]`));
  }
  if (!isObject(value)) return [];
  const errors = schema.embeddedResource ? embeddedErrors(value, path) : [];
  for (const name of Object.keys(value)) {
    const at = schema.properties.has(name) ? childPath(path, name) : `${path}[${name}]`;
    errors.push(...validateEmbeddedObjects(schemaOfKey(schema, name), value[name], at));
  }
  return errors;
}

function embeddedErrors(value: Record<string, unknown>, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const name of ['apiVersion', 'kind']) {
    const at = childPath(path, name);
    const found = Object.hasOwn(value, name) ? value[name] : undefined;
    if (found === undefined) errors.push(required(at));
    else if (typeof found !== 'string') errors.push(invalidValue(at, found, 'must be a string'));
    else if (found === '') errors.push(invalidValue(at, found, 'must not be empty'));
    else if (name === 'kind') {
      const wrong = dns1035Label(found.toLowerCase());
      const detail = `may have mixed case, but should otherwise match: ${wrong.join(',')}`;
      if (wrong.length > 0) errors.push(invalidValue(at, found, detail));
    } else if (found.split('/').length > 2) {
      errors.push(invalidValue(at, found, `unexpected GroupVersion string: ${found}`));
    }
  }
  if (Object.hasOwn(value, 'metadata')) errors.push(...metadataErrors(value.metadata, childPath(path, 'metadata')));
  return errors;
}

const isStrings = (value: unknown) => isObject(value) && Object.values(value).every((item) => typeof item === 'string');

/** Form of the members of metadata; others are dropped. */
const MEMBERS: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: isString,
  generateName: isString,
  namespace: isString,
  uid: isString,
  resourceVersion: isString,
  selfLink: isString,
  generation: Number.isInteger,
  creationTimestamp: isString,
  deletionTimestamp: isString,
  deletionGracePeriodSeconds: Number.isInteger,
  labels: isStrings,
  annotations: isStrings,
  finalizers: (value) => Array.isArray(value) && value.every(isString),
  ownerReferences: (value) => Array.isArray(value) && value.every(isObject),
  managedFields: (value) => Array.isArray(value) && value.every(isObject),
};

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function metadataErrors(metadata: unknown, path: string): FieldError[] {
  if (!isObject(metadata)) return [invalidValue(path, metadata, 'must be an object')];
  const errors: FieldError[] = [];
  for (const [name, fits] of Object.entries(MEMBERS)) {
    const found = Object.hasOwn(metadata, name) ? metadata[name] : undefined;
    if (found !== undefined && found !== null && !fits(found)) {
      errors.push(invalidValue(path, metadata, `json: cannot unmarshal ObjectMeta.${name}`));
    }
  }
  const name = Object.hasOwn(metadata, 'name') ? metadata.name : undefined;
  if (typeof name === 'string' && name !== '') {
    errors.push(...pathSegment(name).map((detail) => invalidValue(`${path}.name`, name, detail)));
  }
  return errors;
}

/** Drops, in place, what is no part of the metadata of embedded objects. */
export function pruneEmbeddedMetadata(schema: StructuralSchema | undefined, value: unknown): void {
  if (schema === undefined) return;
  if (Array.isArray(value)) for (const item of value) pruneEmbeddedMetadata(schema.items, item);
  else if (isObject(value)) {
    if (schema.embeddedResource && isObject(value.metadata)) {
      for (const name of Object.keys(value.metadata)) if (!Object.hasOwn(MEMBERS, name)) delete value.metadata[name];
    }
    for (const name of Object.keys(value)) pruneEmbeddedMetadata(schemaOfKey(schema, name), value[name]);
  }
}
