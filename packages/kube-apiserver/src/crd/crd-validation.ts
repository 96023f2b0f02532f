/** CustomResourceDefinitions are checked. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation. */
import type { KubeObject } from '@luban/kube';
import { type FieldError, invalidValue, notSupported, required } from '../validation/field-error.ts';
import { dns1035Label, dnsSubdomain } from '../validation/names.ts';
import { APPROVAL_ANNOTATION, approvalOf, isProtectedGroup } from './api-approval.ts';
import { conversionErrors } from './conversion-definition.ts';
import { type Definition, type DefinitionNames, readDefinition } from './custom-resource-definition.ts';
import { member } from './json.ts';
import { versionErrors } from './version-definition.ts';

/** What is wrong with a definition, whatever it was before. Its status has to be defaulted. */
export function validateDefinition(crd: KubeObject): FieldError[] {
  const definition = readDefinition(crd);
  return [
    ...nameErrors(definition),
    ...specErrors(definition, crd),
    ...namesErrors(definition.status.acceptedNames, 'status.acceptedNames'),
    ...storedVersionErrors(definition),
  ];
}

/** What may not be changed. */
export function validateDefinitionUpdate(crd: KubeObject, old: KubeObject): FieldError[] {
  const definition = readDefinition(crd);
  const before = readDefinition(old);
  const errors: FieldError[] = [];
  const keep = (field: string, now: string, then: string) => {
    if (now !== then) errors.push(invalidValue(field, now, 'field is immutable'));
  };
  if (before.status.conditions.some(({ type, status }) => type === 'Established' && status === 'True')) {
    keep('spec.scope', definition.scope, before.scope);
    keep('spec.names.kind', definition.names.kind, before.names.kind);
  }
  keep('spec.group', definition.group, before.group);
  keep('spec.names.plural', definition.names.plural, before.names.plural);
  const state = approvalOf(crd.metadata.annotations).state;
  // What was missing may go on to be missing.
  if (state !== approvalOf(old.metadata.annotations).state) errors.push(...approvalErrors(crd));
  return errors;
}

/** Checked on creation, and on updates only when something about it changed. */
export function approvalErrors(crd: KubeObject): FieldError[] {
  if (!isProtectedGroup(readDefinition(crd).group)) return [];
  const { state, message } = approvalOf(crd.metadata.annotations);
  const field = `metadata.annotations[${APPROVAL_ANNOTATION}]`;
  if (state === 'missing') return [required(field, message)];
  return state === 'invalid' ? [invalidValue(field, crd.metadata.annotations?.[APPROVAL_ANNOTATION], message)] : [];
}

function nameErrors({ name, group, names }: Definition): FieldError[] {
  const errors = name === '' ? [] : dnsSubdomain(name);
  if (name !== `${names.plural}.${group}`) errors.push('must be spec.names.plural+"."+spec.group');
  return errors.map((detail) => invalidValue('metadata.name', name, detail));
}

function specErrors(definition: Definition, crd: KubeObject): FieldError[] {
  const { group, scope, names, versions } = definition;
  const errors: FieldError[] = [];
  if (group === '') errors.push(required('spec.group'));
  else if (dnsSubdomain(group).length > 0)
    errors.push(invalidValue('spec.group', group, dnsSubdomain(group).join(',')));
  else if (!group.includes('.')) {
    errors.push(invalidValue('spec.group', group, 'should be a domain with at least one dot'));
  }
  if (scope === '') errors.push(required('spec.scope'));
  else if (scope !== 'Cluster' && scope !== 'Namespaced') {
    errors.push(notSupported('spec.scope', scope, ['Cluster', 'Namespaced']));
  }
  if (definition.preserveUnknownFields) {
    const detail =
      'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
    errors.push(invalidValue('spec.preserveUnknownFields', true, detail));
  }
  for (const i of versions.keys()) errors.push(...versionErrors(definition, i));
  const shown = versions.map(({ name, served, storage }) => ({ name, served, storage }));
  if (new Set(versions.map((version) => version.name)).size < versions.length) {
    errors.push(invalidValue('spec.versions', shown, 'must contain unique version names'));
  }
  if (versions.filter((version) => version.storage).length !== 1) {
    const detail = 'must have exactly one version marked as storage version';
    errors.push(invalidValue('spec.versions', shown, detail));
  }
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const) {
    if (names[field] === '') errors.push(required(`spec.names.${field}`));
  }
  errors.push(...namesErrors(names, 'spec.names'));
  errors.push(...conversionErrors(member(member(crd, 'spec'), 'conversion'), 'spec.conversion'));
  return errors;
}

function namesErrors(names: DefinitionNames, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const check = (field: string, value: string, label = value, introduction = '') => {
    const wrong = value === '' ? [] : dns1035Label(label);
    if (wrong.length > 0) errors.push(invalidValue(`${path}.${field}`, value, introduction + wrong.join(',')));
  };
  const mixed = 'may have mixed case, but should otherwise match: ';
  check('plural', names.plural);
  check('singular', names.singular);
  check('kind', names.kind, names.kind.toLowerCase(), mixed);
  check('listKind', names.listKind, names.listKind.toLowerCase(), mixed);
  for (const [i, name] of names.shortNames.entries()) check(`shortNames[${i}]`, name);
  if (names.kind !== '' && names.kind === names.listKind) {
    errors.push(invalidValue(`${path}.listKind`, names.listKind, 'kind and listKind may not be the same'));
  }
  for (const [i, name] of names.categories.entries()) check(`categories[${i}]`, name);
  return errors;
}

function storedVersionErrors({ status, versions }: Definition): FieldError[] {
  const { storedVersions } = status;
  const path = 'status.storedVersions';
  if (storedVersions.length === 0) return [invalidValue(path, [], 'must have at least one stored version')];
  const errors: FieldError[] = [];
  for (const { name, storage } of versions) {
    if (storage && !storedVersions.includes(name)) {
      errors.push(invalidValue(path, storedVersions, `must have the storage version ${name}`));
    }
  }
  for (const [i, name] of storedVersions.entries()) {
    if (versions.some((version) => version.name === name)) continue;
    const detail = `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
    errors.push(invalidValue(`${path}[${i}]`, name, detail));
  }
  return errors;
}
