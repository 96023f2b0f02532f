/** Rules for the metadata of all kinds. Source: k8s.io/apimachinery/pkg/api/validation. */
import type { KubeObject } from '@luban/kube';
import { fields, flag, get, itemsOf, list, number, optionalFields, text, textEntries, texts } from '../kinds/access.ts';
import { type FieldError, fieldForbidden, invalidValue, notSupported, required, tooLong } from './field-error.ts';
import { validateLabels } from './label-selector.ts';
import { labelName, type NameRule, qualifiedName, subdomainName } from './names.ts';

export interface ObjectMetaRules {
  readonly namespaced: boolean;
  /** Default: a DNS subdomain. */
  readonly nameRule?: NameRule;
}

const LONGEST_ANNOTATIONS = 256 * 1024;
const LONGEST_MANAGER = 128;

/** @param path of the metadata, for those inside of other objects */
export function validateObjectMeta(object: KubeObject, rules: ObjectMetaRules, path = 'metadata'): FieldError[] {
  const metadata = fields(object, 'metadata');
  const nameRule = rules.nameRule ?? subdomainName;
  const name = text(metadata, 'name');
  const prefix = text(metadata, 'generateName');
  const errors: FieldError[] = [];
  if (prefix !== '') {
    errors.push(...nameRule(prefix, true).map((problem) => invalidValue(`${path}.generateName`, prefix, problem)));
  }
  if (name === '') errors.push(required(`${path}.name`, 'name or generateName is required'));
  else errors.push(...nameRule(name, false).map((problem) => invalidValue(`${path}.name`, name, problem)));
  errors.push(...validateNamespace(text(metadata, 'namespace'), rules.namespaced, `${path}.namespace`));
  const generation = number(metadata, 'generation') ?? 0;
  if (generation < 0) {
    errors.push(invalidValue(`${path}.generation`, generation, 'must be greater than or equal to 0'));
  }
  return [
    ...errors,
    ...validateLabels(metadata.labels, `${path}.labels`),
    ...validateAnnotations(metadata.annotations, `${path}.annotations`),
    ...validateOwnerReferences(metadata, path),
    ...validateFinalizers(texts(metadata, 'finalizers'), `${path}.finalizers`),
    ...validateManagedFields(metadata, path),
  ];
}

/** What may not change. Fields which the new object leaves out count as unchanged; the server puts them back. */
export function validateObjectMetaUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const [after, before] = [fields(object, 'metadata'), fields(old, 'metadata')];
  const errors: FieldError[] = [];
  if (get(before, 'deletionTimestamp') !== undefined) {
    const kept = new Set(texts(before, 'finalizers'));
    const added = [...new Set(texts(after, 'finalizers').filter((finalizer) => !kept.has(finalizer)))].sort();
    if (added.length > 0) {
      const listed = `[]string{${added.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`;
      const why = `no new finalizers can be added if the object is being deleted, found new finalizers ${listed}`;
      errors.push(fieldForbidden('metadata.finalizers', why));
    }
  }
  for (const name of IMMUTABLE) {
    const value = get(after, name);
    if (value !== undefined && value !== null && value !== get(before, name)) {
      errors.push(invalidValue(`metadata.${name}`, value, IMMUTABLE_FIELD));
    }
  }
  return errors;
}

export const IMMUTABLE_FIELD = 'field is immutable';
const IMMUTABLE = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

export function validateAnnotations(annotations: unknown, path: string): FieldError[] {
  const entries = textEntries(annotations);
  const errors = entries.flatMap(([key]) =>
    qualifiedName(key.toLowerCase()).map((problem) => invalidValue(path, key, problem)),
  );
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (size > LONGEST_ANNOTATIONS) errors.push(tooLong(path, LONGEST_ANNOTATIONS));
  return errors;
}

function validateNamespace(namespace: string, namespaced: boolean, path: string): FieldError[] {
  if (!namespaced) return namespace === '' ? [] : [fieldForbidden(path, 'not allowed on this type')];
  if (namespace === '') return [required(path)];
  return labelName(namespace, false).map((problem) => invalidValue(path, namespace, problem));
}

function validateOwnerReferences(metadata: unknown, path: string): FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const { value: owner, path: at } of itemsOf(metadata, 'ownerReferences', path)) {
    const apiVersion = text(owner, 'apiVersion');
    if (apiVersion === '') errors.push(required(`${at}.apiVersion`, 'must not be empty'));
    else if (!/^(?:[^/]+\/)?[^/]+$/.test(apiVersion)) {
      errors.push(invalidValue(`${at}.apiVersion`, apiVersion, 'must be <group>/<version> or <version>'));
    }
    for (const name of ['kind', 'name', 'uid']) {
      if (text(owner, name) === '') errors.push(required(`${at}.${name}`, 'must not be empty'));
    }
    if (apiVersion === 'v1' && text(owner, 'kind') === 'Event') {
      errors.push(invalidValue(at, owner, '/v1, Kind=Event is disallowed from being an owner'));
    }
    if (!flag(owner, 'controller')) continue;
    const name = `${text(owner, 'kind')}/${text(owner, 'name')}`;
    if (controller !== undefined) {
      const why = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`;
      errors.push(invalidValue(`${path}.ownerReferences`, list(metadata, 'ownerReferences'), why));
    } else controller = name;
  }
  return errors;
}

function validateFinalizers(finalizers: readonly string[], path: string): FieldError[] {
  const errors = finalizers.flatMap((finalizer) =>
    qualifiedName(finalizer).map((problem) => invalidValue(path, finalizer, problem)),
  );
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalidValue(path, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'));
  }
  return errors;
}

function validateManagedFields(metadata: unknown, path: string): FieldError[] {
  return itemsOf(metadata, 'managedFields', path).flatMap(({ value: entry, path: at }) => {
    // A single empty entry is how a client resets them.
    if (Object.keys(entry).length === 0) return [];
    const errors: FieldError[] = [];
    const operation = text(entry, 'operation');
    if (operation === '') errors.push(required(`${at}.operation`, 'must not be empty'));
    else if (operation !== 'Apply' && operation !== 'Update') {
      errors.push(notSupported(`${at}.operation`, operation, ['Apply', 'Update']));
    }
    const type = text(entry, 'fieldsType');
    if (type !== '' && type !== 'FieldsV1') {
      errors.push(invalidValue(`${at}.fieldsType`, type, 'must be `FieldsV1`'));
    }
    if (Buffer.byteLength(text(entry, 'manager')) > LONGEST_MANAGER) {
      errors.push(tooLong(`${at}.manager`, LONGEST_MANAGER));
    }
    return errors;
  });
}

/** Of the metadata inside a template, such as that of pods. Kubernetes leaves `metadata` out of the paths. */
export function validateTemplateMeta(template: unknown, path: string): FieldError[] {
  const metadata = optionalFields(template, 'metadata');
  return [
    ...validateLabels(get(metadata, 'labels'), `${path}.labels`),
    ...validateAnnotations(get(metadata, 'annotations'), `${path}.annotations`),
  ];
}
