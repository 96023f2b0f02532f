/** Small questions about any object. */
import { apiVersionOf, type KubeObject } from '@luban/kube';
import type { ObjectReference } from '@luban/kube/kinds';
import type { KindOf } from './kinds.ts';

/** `namespace/name`, or `name` when cluster-scoped: how caches and queues name objects. */
export function keyOf({ metadata }: KubeObject): string {
  return namespacedKey(metadata.namespace, metadata.name ?? '');
}

export function namespacedKey(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function annotationOf(object: KubeObject, name: string): string | undefined {
  const { annotations } = object.metadata;
  return annotations !== undefined && Object.hasOwn(annotations, name) ? annotations[name] : undefined;
}

export function labelOf(object: KubeObject, name: string): string | undefined {
  const { labels } = object.metadata;
  return labels !== undefined && Object.hasOwn(labels, name) ? labels[name] : undefined;
}

export function isDeleting(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}

/** Milliseconds of the epoch of an RFC 3339 text; undefined when absent or unreadable. */
export function timeOf(text: string | null | undefined): number | undefined {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** A reference such as events and endpoints carry. */
export function referenceTo<T extends KubeObject>(kind: KindOf<T>, { metadata }: T): ObjectReference {
  return {
    kind: kind.kind,
    apiVersion: apiVersionOf(kind),
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    name: metadata.name,
    uid: metadata.uid,
  };
}

/** Oldest first, then by name, as a sorting function. */
export function byAge(a: KubeObject, b: KubeObject): number {
  return (
    compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
    compareText(a.metadata.name ?? '', b.metadata.name ?? '')
  );
}

/** By code unit, which no locale changes. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Of two states of an object. Versions of servers that count are ordered (KEP-5504); of others, whatever comes is newer. */
export function isNewer(object: KubeObject, than: KubeObject): boolean {
  const a = object.metadata.resourceVersion ?? '';
  const b = than.metadata.resourceVersion ?? '';
  if (a === b) return false;
  if (!/^\d{1,19}$/.test(a) || !/^\d{1,19}$/.test(b)) return true;
  return a.length === b.length ? a > b : a.length > b.length;
}
