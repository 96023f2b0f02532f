/** How CustomResourceDefinitions themselves are written. Source: k8s.io/apiextensions-apiserver. */

import type { KubeObject } from '@luban/kube';
import { isObject } from '../json/json-value.ts';
import type { Strategy } from '../registry/strategy.ts';
import { validateObjectMeta } from '../validation/object-meta.ts';
import { approvalErrors, validateDefinition, validateDefinitionUpdate } from './crd-validation.ts';
import { CLEANUP_FINALIZER, readDefinition, storageVersion } from './custom-resource-definition.ts';
import { isKnownFormat } from './formats.ts';
import { assertNotTooDeep, member, stringMember } from './json.ts';
import { readSchema } from './read-schema.ts';
import type { StructuralSchema } from './structural-schema.ts';

/** Strategy of `customresourcedefinitions.apiextensions.k8s.io`. */
export function crdStrategy(): Strategy {
  return {
    default: applyDefinitionDefaults,
    prepareForCreate(draft) {
      draft.status = { acceptedNames: { kind: '', plural: '' }, conditions: [], storedVersions: [] };
      keepStorageVersion(draft);
      // A definition may only go after its objects.
      addFinalizer(draft);
    },
    prepareForUpdate(draft, old) {
      draft.status = structuredClone(old.status);
      keepStorageVersion(draft);
      if (old.metadata.deletionTimestamp === undefined) addFinalizer(draft);
    },
    validate(object, _context, old) {
      const approval = old === undefined ? approvalErrors(object) : [];
      // The rule of names says no more than that they have to be the right ones.
      const metadata = validateObjectMeta(object, { namespaced: false, nameRule: () => [] });
      return [...metadata, ...validateDefinition(object), ...approval];
    },
    validateUpdate: (object, old) => validateDefinitionUpdate(object, old),
    warnings(object, old) {
      const known = new Set(old === undefined ? [] : unknownFormats(old));
      const found = unknownFormats(object).filter((format) => !known.has(format));
      return [...new Set(found)].map((format) => `unrecognized format ${JSON.stringify(format)}`);
    },
    requiresVersionOnUpdate: true,
    countsGenerations: true,
  };
}

function applyDefinitionDefaults(draft: KubeObject): void {
  assertNotTooDeep(draft);
  const { spec } = draft;
  if (!isObject(spec)) return;
  const { names } = spec;
  if (isObject(names)) {
    const kind = stringMember(names, 'kind');
    if (stringMember(names, 'singular') === '') names.singular = kind.toLowerCase();
    if (stringMember(names, 'listKind') === '' && kind !== '') names.listKind = `${kind}List`;
  }
  if (!isObject(spec.conversion)) spec.conversion = { strategy: 'None' };
  const service = member(member(member(spec.conversion, 'webhook'), 'clientConfig'), 'service');
  if (isObject(service) && service.port === undefined) service.port = 443;
}

/** What objects may be kept in, until somebody takes it out of the status. */
function keepStorageVersion(draft: KubeObject): void {
  const definition = readDefinition(draft);
  const stored = storageVersion(definition)?.name;
  const { storedVersions } = definition.status;
  if (stored === undefined || storedVersions.includes(stored)) return;
  draft.status = { ...(isObject(draft.status) && draft.status), storedVersions: [...storedVersions, stored] };
}

function addFinalizer({ metadata }: KubeObject): void {
  const finalizers = metadata.finalizers ?? [];
  if (!finalizers.includes(CLEANUP_FINALIZER)) metadata.finalizers = [...finalizers, CLEANUP_FINALIZER];
}

function unknownFormats(crd: KubeObject): string[] {
  const found: string[] = [];
  for (const { schema: raw } of readDefinition(crd).versions) {
    const { schema } = readSchema(raw, '');
    if (schema !== undefined) collectUnknownFormats(schema, found);
  }
  return found;
}

function collectUnknownFormats(schema: StructuralSchema, found: string[]): void {
  if (schema.format !== '' && !isKnownFormat(schema.type, schema.format)) found.push(schema.format);
  for (const property of schema.properties.values()) collectUnknownFormats(property, found);
  if (schema.items !== undefined) collectUnknownFormats(schema.items, found);
  if (typeof schema.additionalProperties === 'object') collectUnknownFormats(schema.additionalProperties, found);
}
