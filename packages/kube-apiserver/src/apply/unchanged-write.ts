import type { KubeObject, ManagedFieldsEntry } from '@luban/kube';
import { sameJson } from '../json/json-value.ts';

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
  const known = new Map(before.map((entry) => [identityOf(entry), withoutTime(entry)]));
  return (
    known.size === before.length && after.every((entry) => sameJson(known.get(identityOf(entry)), withoutTime(entry)))
  );
}

const identityOf = ({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry) =>
  JSON.stringify([manager, operation, apiVersion, subresource]);

function withoutTime(entry: ManagedFieldsEntry): unknown {
  const { time: _, ...rest } = entry;
  return rest;
}
