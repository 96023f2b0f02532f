import type { KubeObject } from '@luban/kube';
import type { TypedSchema } from '../schema/schema.ts';
import type { StorageKey } from '../store/store.ts';
import type { TablePrinter } from '../table/table.ts';
import type { ScaleAccess } from './scale.ts';
import type { Strategy } from './strategy.ts';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

export const ALL_VERBS: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** One version of a resource as it is served. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  /** Plural, such as `deployments`. */
  readonly resource: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Empty for virtual resources such as `tokenreviews`, which only `create` (then listed here) answers. */
  readonly verbs: readonly Verb[];
  /** Versions of one resource share it. */
  readonly storageKey: StorageKey;
  readonly schema: TypedSchema;
  readonly strategy: Strategy;
  readonly printer: TablePrinter;
  readonly subresources: readonly SubresourceType[];
  /** Comes from a CustomResourceDefinition: no strategic merge patch, no protobuf. */
  readonly custom: boolean;
  /** What `…/scale` reads and writes, where there is that subresource. */
  readonly scale?: ScaleAccess;
  /** Warns whoever uses it, such as `v1 Endpoints is deprecated in v1.33+`. */
  readonly deprecation?: string;
  /** Between this version and the one that is kept. Absent: it is that version. Both return a new object. */
  readonly conversion?: {
    toStored(object: KubeObject): KubeObject;
    fromStored(object: KubeObject): KubeObject;
  };
}

/** A part of a resource with a path of its own, such as `deployments/scale`. */
export interface SubresourceType {
  /** Such as `status`. */
  readonly name: string;
  /** What it takes and answers, such as Scale of autoscaling/v1. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly Verb[];
}

export const groupResource = ({ group, resource }: ResourceType) => ({ group, resource });
