import type { KubeObject, ManagedFieldsEntry } from '@luban/kube';
import { isObject, sameJson } from '../patch/json-value.ts';

/**
 * The old object itself when a write differs from it in nothing but the times of `managedFields`: defaults may undo what
 * an apply seemed to change, and such a write is none. To be called once the object is complete.
 * Source: k8s.io/apiserver, fieldmanager.IgnoreManagedFieldsTimestampsTransformer.
 */
export function unlessUnchanged(old: KubeObject, updated: KubeObject): KubeObject {
  if (old === updated) return old;
  const { managedFields: before, ...oldMetadata } = old.metadata;
  const { managedFields: after, ...metadata } = updated.metadata;
  if (!sameEntries(before ?? [], after ?? [])) return updated;
  return sameJson({ ...old, metadata: oldMetadata }, { ...updated, metadata }) ? old : updated;
}

/** The same entries, in whichever order their times put them. */
function sameEntries(before: readonly ManagedFieldsEntry[], after: readonly ManagedFieldsEntry[]): boolean {
  if (before === after) return true;
  if (before.length !== after.length) return false;
  const rest = new Set(before.map(withoutTime));
  return after.map(withoutTime).every((entry) => {
    const same = [...rest].find((candidate) => sameJson(candidate, entry));
    return same !== undefined && rest.delete(same);
  });
}

function withoutTime(entry: ManagedFieldsEntry): unknown {
  if (!isObject(entry)) return entry;
  const { time: _, ...rest } = entry;
  return rest;
}
