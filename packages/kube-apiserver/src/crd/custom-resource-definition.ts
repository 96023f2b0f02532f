/** CustomResourceDefinitions of apiextensions.k8s.io/v1, read without trust. */

import type { KubeObject } from '@luban/kube';
import { isObject, sameJson } from '../json/json-value.ts';
import { listMember, member, stringMember, stringsMember } from './json.ts';

export const CRD_STORAGE_KEY = 'customresourcedefinitions.apiextensions.k8s.io';
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

export interface DefinitionNames {
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message: string;
}

export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
  readonly jsonPath: string;
}

export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath: string;
}

export interface DefinitionVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated: boolean;
  readonly deprecationWarning: string | undefined;
  /** The `openAPIV3Schema`, unread. */
  readonly schema: unknown;
  readonly hasStatus: boolean;
  readonly scale: ScalePaths | undefined;
  readonly columns: readonly PrinterColumn[];
  readonly selectableFields: readonly string[];
}

export interface Definition {
  /** `<plural>.<group>`. */
  readonly name: string;
  readonly group: string;
  readonly scope: string;
  readonly names: DefinitionNames;
  readonly versions: readonly DefinitionVersion[];
  /** `None` or `Webhook`. */
  readonly conversion: string;
  readonly preserveUnknownFields: boolean;
  readonly generation: number;
  readonly isDeleting: boolean;
  readonly status: DefinitionStatus;
}

export interface DefinitionStatus {
  readonly acceptedNames: DefinitionNames;
  readonly conditions: readonly Condition[];
  readonly storedVersions: readonly string[];
}

export function readDefinition(crd: KubeObject): Definition {
  const spec = member(crd, 'spec');
  const status = member(crd, 'status');
  return {
    name: crd.metadata.name ?? '',
    group: stringMember(spec, 'group'),
    scope: stringMember(spec, 'scope'),
    names: readNames(member(spec, 'names')),
    versions: listMember(spec, 'versions').map(readVersion),
    conversion: stringMember(member(spec, 'conversion'), 'strategy') || 'None',
    preserveUnknownFields: member(spec, 'preserveUnknownFields') === true,
    generation: crd.metadata.generation ?? 1,
    isDeleting: crd.metadata.deletionTimestamp !== undefined,
    status: {
      acceptedNames: readNames(member(status, 'acceptedNames')),
      conditions: listMember(status, 'conditions').map(readCondition),
      storedVersions: stringsMember(status, 'storedVersions'),
    },
  };
}

export function isConditionTrue({ status }: Pick<Definition, 'status'>, type: string): boolean {
  return status.conditions.some((condition) => condition.type === type && condition.status === 'True');
}

export const storageVersion = ({ versions }: Definition) => versions.find((version) => version.storage);

/**
 * Where the server says that something of a version is wrong. What all versions have in common counts as written
 * once, on top; that includes a single version.
 */
export function versionPath(
  definition: Definition,
  index: number,
  part: 'schema' | 'subresources' | 'columns' | 'selectable',
) {
  const raw = definition.versions.map((version) => PARTS[part](version));
  const isShared = raw.every((value) => value !== undefined && sameJson(value, raw[0]));
  const [shared, own] = PATHS[part];
  return isShared ? `spec.${shared}` : `spec.versions[${index}].${own}`;
}

const PARTS: Readonly<Record<keyof typeof PATHS, (version: DefinitionVersion) => unknown>> = {
  schema: (version) => version.schema,
  subresources: ({ hasStatus, scale }) => (hasStatus || scale !== undefined ? { hasStatus, ...scale } : undefined),
  columns: ({ columns }) => (columns.length > 0 ? columns : undefined),
  selectable: ({ selectableFields }) => (selectableFields.length > 0 ? selectableFields : undefined),
};

const PATHS = {
  schema: ['validation.openAPIV3Schema', 'schema.openAPIV3Schema'],
  subresources: ['subresources', 'subresources'],
  columns: ['additionalPrinterColumns', 'additionalPrinterColumns'],
  selectable: ['selectableFields', 'selectableFields'],
} as const;

function readNames(value: unknown): DefinitionNames {
  return {
    plural: stringMember(value, 'plural'),
    singular: stringMember(value, 'singular'),
    kind: stringMember(value, 'kind'),
    listKind: stringMember(value, 'listKind'),
    shortNames: stringsMember(value, 'shortNames'),
    categories: stringsMember(value, 'categories'),
  };
}

function readVersion(value: unknown): DefinitionVersion {
  const subresources = member(value, 'subresources');
  const scale = member(subresources, 'scale');
  const warning = member(value, 'deprecationWarning');
  const fields = listMember(value, 'selectableFields');
  return {
    name: stringMember(value, 'name'),
    served: member(value, 'served') === true,
    storage: member(value, 'storage') === true,
    deprecated: member(value, 'deprecated') === true,
    deprecationWarning: typeof warning === 'string' ? warning : undefined,
    schema: member(member(value, 'schema'), 'openAPIV3Schema') ?? undefined,
    hasStatus: isObject(member(subresources, 'status')),
    scale: isObject(scale)
      ? {
          specReplicasPath: stringMember(scale, 'specReplicasPath'),
          statusReplicasPath: stringMember(scale, 'statusReplicasPath'),
          labelSelectorPath: stringMember(scale, 'labelSelectorPath'),
        }
      : undefined,
    columns: listMember(value, 'additionalPrinterColumns').map(readColumn),
    selectableFields: fields.map((field) => stringMember(field, 'jsonPath')),
  };
}

function readColumn(value: unknown): PrinterColumn {
  const priority = member(value, 'priority');
  return {
    name: stringMember(value, 'name'),
    type: stringMember(value, 'type'),
    format: stringMember(value, 'format'),
    description: stringMember(value, 'description'),
    priority: typeof priority === 'number' ? priority : 0,
    jsonPath: stringMember(value, 'jsonPath'),
  };
}

function readCondition(value: unknown): Condition {
  return {
    type: stringMember(value, 'type'),
    status: stringMember(value, 'status'),
    lastTransitionTime: stringMember(value, 'lastTransitionTime'),
    reason: stringMember(value, 'reason'),
    message: stringMember(value, 'message'),
  };
}
