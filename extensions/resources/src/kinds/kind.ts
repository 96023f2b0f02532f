import { COMMON_KINDS, type CommonKind } from '../common-kinds.ts';

/** A collection of objects, as Kubernetes' URLs name it. The core group is `''`. */
export interface KindRef {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

/** What discovery tells of a kind. */
export interface Kind extends KindRef {
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
}

export interface ObjectRef extends KindRef {
  readonly cluster: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

export function commonKindOf({ group, resource }: Pick<KindRef, 'group' | 'resource'>): CommonKind | undefined {
  return COMMON_KINDS.find((kind) => kind.group === group && kind.resource === resource);
}

/** `pods`, `apps/deployments`: as rights and message texts spell a collection. */
export function resourceKey({ group, resource }: Pick<KindRef, 'group' | 'resource'>): string {
  return group === '' ? resource : `${group}/${resource}`;
}

/** `core/v1/Pod`: as contributions of other extensions name a kind. */
export function resourceType({ group, version, kind }: Pick<Kind, 'group' | 'version' | 'kind'>): string {
  return `${group || 'core'}/${version}/${kind}`;
}

/** `v1`, `apps/v1` */
export function apiVersionOf({ group, version }: Pick<KindRef, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

export function sameKind(a: KindRef, b: KindRef): boolean {
  return a.group === b.group && a.resource === b.resource;
}
