/** How custom resources are defaulted and checked. Source: k8s.io/apiextensions-apiserver/pkg/registry/customresource. */
import type { KubeObject } from '@luban/kube';
import { JsonPathError, parseJsonPath } from '@luban/kube';
import type { ScaleAccess } from '../registry/scale.ts';
import type { Strategy } from '../registry/strategy.ts';
import { type FieldError, invalidValue } from '../validation/field-error.ts';
import { validateObjectMeta } from '../validation/object-meta.ts';
import { applyDefaults } from './apply-defaults.ts';
import type { RuleTree } from './cel/compile-rules.ts';
import { validateRules } from './cel/validate-rules.ts';
import type { Definition, DefinitionVersion } from './custom-resource-definition.ts';
import { pruneEmbeddedMetadata, validateEmbeddedObjects } from './embedded-objects.ts';
import { assertNotTooDeep } from './json.ts';
import { validateListSetsAndMaps } from './list-sets-and-maps.ts';
import { prune } from './prune.ts';
import type { StructuralSchema } from './structural-schema.ts';
import { validateValue } from './validate-object.ts';

export interface CustomResource {
  readonly definition: Definition;
  readonly version: DefinitionVersion;
  readonly schema: StructuralSchema;
  /** Absent: the schema has no rules. */
  readonly rules: RuleTree | undefined;
  readonly scale: ScaleAccess | undefined;
  /** What rules found when an object was validated but that stands in no way, until it is asked for as warnings. */
  readonly tolerated: WeakMap<KubeObject, readonly string[]>;
}

export function customResourceStrategy(described: Omit<CustomResource, 'tolerated'>): Strategy {
  const resource: CustomResource = { ...described, tolerated: new WeakMap() };
  const { definition, version, schema } = resource;
  const fields = version.selectableFields.map(selectableField);
  const namespaced = definition.scope === 'Namespaced';
  return {
    default(draft) {
      assertNotTooDeep(draft);
      normalize(schema, draft);
    },
    validate(object, _context, old) {
      return [...validateObjectMeta(object, { namespaced }), ...validateObject(resource, object, old)];
    },
    validateStatusUpdate(object, old) {
      return validateObject(resource, object, old);
    },
    warnings(object, old) {
      const tolerated = resource.tolerated.get(object) ?? [];
      return [...deprecationWarnings(definition, version), ...finalizerWarnings(object, old), ...tolerated];
    },
    selectableFields(object) {
      return Object.fromEntries(fields.map(({ name, value }) => [name, value(object)]));
    },
    selectable: fields.map(({ name }) => name),
    countsGenerations: true,
    requiresVersionOnUpdate: true,
  };
}

/** Prunes and defaults in place; changes nothing the second time. */
export function normalize(schema: StructuralSchema, object: KubeObject): void {
  prune(schema, object, true);
  pruneEmbeddedMetadata(schema, object);
  applyDefaults(schema, object);
}

const UNCHECKED: FieldError = {
  reason: 'FieldValueInvalid',
  field: '<nil>',
  message:
    'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
};

/** Errors after which rules would not find what they count on. */
const BLOCKING: ReadonlySet<string> = new Set([
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

function validateObject(resource: CustomResource, object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const { schema, scale, version, rules } = resource;
  const errors = [
    ...validateValue(schema, object, { old }),
    ...scaleErrors(version, scale, object),
    ...validateEmbeddedObjects(schema, object),
  ];
  // Lists that were wrong before are tolerated as a whole.
  if (old === undefined || validateListSetsAndMaps(schema, old).length === 0) {
    errors.push(...validateListSetsAndMaps(schema, object));
  }
  if (rules === undefined) return errors;
  if (errors.some(({ reason }) => BLOCKING.has(reason))) return [...errors, UNCHECKED];
  const found = validateRules(rules, schema, object, old);
  resource.tolerated.set(object, found.warnings);
  return [...errors, ...found.errors];
}

function scaleErrors(
  { scale: paths }: DefinitionVersion,
  scale: ScaleAccess | undefined,
  object: KubeObject,
): FieldError[] {
  if (scale === undefined || paths === undefined) return [];
  const { replicas = 0, statusReplicas } = scale.read(object);
  return [...countErrors(paths.specReplicasPath, replicas), ...countErrors(paths.statusReplicasPath, statusReplicas)];
}

function countErrors(path: string, count: number): FieldError[] {
  if (count < 0) return [invalidValue(path, count, 'should be a non-negative integer')];
  const most = 2_147_483_647;
  return count > most ? [invalidValue(path, count, `should be less than or equal to ${most}`)] : [];
}

function deprecationWarnings({ group, names }: Definition, version: DefinitionVersion): string[] {
  if (!version.deprecated) return [];
  return [version.deprecationWarning ?? `${group}/${version.name} ${names.kind} is deprecated`];
}

function finalizerWarnings(object: KubeObject, old: KubeObject | undefined): string[] {
  const known = new Set(old?.metadata.finalizers);
  const added = (object.metadata.finalizers ?? []).filter((name) => !known.has(name) && !name.includes('/'));
  return added
    .filter((name) => name !== 'orphan' && name !== 'foregroundDeletion')
    .sort()
    .map(
      (name) =>
        `metadata.finalizers: ${JSON.stringify(name)}: prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers`,
    );
}

/** `spec.color` of `.spec.color`; an absent value counts as empty. */
function selectableField(jsonPath: string): { name: string; value(object: KubeObject): string } {
  const name = jsonPath.replace(/^\./, '');
  try {
    const path = parseJsonPath(jsonPath);
    return {
      name,
      value(object) {
        const [found] = path.find(object);
        return found === undefined || found === null ? '' : String(found);
      },
    };
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    return { name, value: () => '' };
  }
}
