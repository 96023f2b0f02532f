import { internalError, type KubeObject } from '@luban/kube';
import { cloneJson } from '../json/clone-json.ts';
import { ALL_VERBS, type ResourceType, type SubresourceType, type Verb } from '../registry/resource-type.ts';
import { compareVersions } from '../registry/version-order.ts';
import type { TypedSchema } from '../schema/schema.ts';
import { compileRules } from './cel/compile-rules.ts';
import { customPrinter } from './custom-printer.ts';
import {
  type Definition,
  type DefinitionVersion,
  isConditionTrue,
  readDefinition,
  storageVersion,
  versionPath,
} from './custom-resource-definition.ts';
import { customResourceStrategy, normalize } from './custom-resource-strategy.ts';
import { customScale } from './custom-scale.ts';
import { readSchema } from './read-schema.ts';
import type { StructuralSchema } from './structural-schema.ts';
import { typedSchema } from './typed-schema.ts';

/** While the definition is being deleted, no object may come. They may change, so that finalizers can let them go. */
const TERMINATING_VERBS: readonly Verb[] = ALL_VERBS.filter((verb) => verb !== 'create');

/**
 * What a definition makes the server serve: one type for each served version, once it is established.
 *
 * @param metadataSchema of `metadata`, as all kinds have it
 * @throws Error when a schema can't be read; definitions with such are refused when they are written
 */
export function customResourceTypes(crd: KubeObject, metadataSchema: TypedSchema): ResourceType[] {
  const definition = readDefinition(crd);
  if (!isConditionTrue(definition, 'Established')) return [];
  return definition.versions.flatMap((version, i) => (version.served ? [typeOf(definition, i, metadataSchema)] : []));
}

function schemaOf(definition: Definition, index: number): StructuralSchema {
  // Without a schema everything is kept.
  const raw = definition.versions[index]?.schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const { schema, errors } = readSchema(raw, versionPath(definition, index, 'schema'));
  if (schema === undefined) {
    const told = errors.map(({ field, message }) => `${field}: ${message}`).join(', ');
    throw new Error(`CustomResourceDefinition ${definition.name} has a schema that can't be used: ${told}`);
  }
  return schema;
}

function typeOf(definition: Definition, index: number, metadataSchema: TypedSchema): ResourceType {
  const { group, names, status } = definition;
  const version = definition.versions[index]!;
  const schema = schemaOf(definition, index);
  const rules = compileRules(schema, versionPath(definition, index, 'schema')).tree;
  const kind = { group, version: version.name, kind: names.kind };
  const isTerminating = definition.isDeleting || isConditionTrue(definition, 'Terminating');
  const scale = customScale(version);
  return {
    ...kind,
    listKind: status.acceptedNames.listKind || names.listKind || `${names.kind}List`,
    resource: names.plural,
    singular: status.acceptedNames.singular,
    namespaced: definition.scope === 'Namespaced',
    shortNames: status.acceptedNames.shortNames,
    categories: status.acceptedNames.categories,
    verbs: isTerminating ? TERMINATING_VERBS : ALL_VERBS,
    storageKey: `${names.plural}.${group}`,
    schema: typedSchema(schema, kind, metadataSchema),
    strategy: customResourceStrategy({ definition, version, schema, rules, scale }),
    printer: customPrinter(version.columns),
    subresources: subresourcesOf(version, kind),
    custom: true,
    ...(version.deprecated && { deprecation: deprecationOf(definition, version) }),
    scale,
    conversion: conversionOf(definition, version, schema),
  };
}

/** Source: k8s.io/apiextensions-apiserver, customresource_handler.go. */
function deprecationOf({ group, names: { kind }, versions }: Definition, version: DefinitionVersion): string {
  if (version.deprecationWarning !== undefined) return version.deprecationWarning;
  const better = versions
    .filter(({ served, deprecated, name }) => served && !deprecated && compareVersions(name, version.name) < 0)
    .sort((one, other) => compareVersions(one.name, other.name))[0];
  const instead = better === undefined ? '' : `; use ${group}/${better.name} ${kind}`;
  return `${group}/${version.name} ${kind} is deprecated${instead}`;
}

function subresourcesOf(
  version: DefinitionVersion,
  kind: { group: string; version: string; kind: string },
): SubresourceType[] {
  const verbs: readonly Verb[] = ['get', 'patch', 'update'];
  const found: SubresourceType[] = [];
  if (version.hasStatus) found.push({ name: 'status', ...kind, verbs });
  if (version.scale !== undefined) {
    found.push({ name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs });
  }
  return found;
}

/**
 * Objects are kept in the version that was the storage version when they were written, as they were defaulted then. So
 * they are converted and defaulted again when they are read, unless the definition was never changed.
 */
function conversionOf(
  definition: Definition,
  version: DefinitionVersion,
  schema: StructuralSchema,
): ResourceType['conversion'] {
  const { group, names, conversion, status } = definition;
  const stored = storageVersion(definition);
  if (version.storage && status.storedVersions.length <= 1 && definition.generation <= 1) return undefined;
  const served = `${group}/${version.name}`;
  const kept = `${group}/${stored?.name ?? version.name}`;
  const refuse = (from: string, to: string): never => {
    const what = `conversion webhook for ${from}, Kind=${names.kind} failed`;
    throw internalError(`${what}: this server does not call conversion webhooks, so it can't make a ${to} of it`);
  };
  return {
    toStored(object) {
      if (conversion === 'Webhook' && served !== kept) refuse(served, kept);
      return { ...cloneJson(object), apiVersion: kept };
    },
    fromStored(object) {
      if (conversion === 'Webhook' && object.apiVersion !== served) refuse(object.apiVersion, served);
      const converted = { ...cloneJson(object), apiVersion: served };
      normalize(schema, converted);
      return converted;
    },
  };
}
