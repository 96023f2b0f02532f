/** What a change of an object does to the owners of its fields. Source: sigs.k8s.io/structured-merge-diff, merge.Update. */
import type { Comparison } from './compare.ts';
import { difference, type FieldSet, intersection, union } from './field-set.ts';
import type { Owner, Owners } from './managed-fields.ts';

/** Fields of others that a change sets to other values. */
export interface OwnershipConflict {
  readonly owner: Owner;
  readonly fields: FieldSet;
}

/** @param self key of the owner who makes the change; `undefined` when it is to lose fields like anybody else */
export function findConflicts(owners: Owners, change: Comparison, self: string | undefined): OwnershipConflict[] {
  const written = union(change.modified, change.added);
  if (written.isEmpty) return [];
  const conflicts: OwnershipConflict[] = [];
  for (const [key, owner] of owners) {
    if (key === self) continue;
    const fields = intersection(owner.fields, written);
    if (!fields.isEmpty) conflicts.push({ owner, fields });
  }
  return conflicts;
}

/** The owners without the fields that a change takes from them or removes. Who is left with none is gone. */
export function takeOwnership(owners: Owners, change: Comparison, self: string | undefined): Map<string, Owner> {
  const taken = union(union(change.modified, change.added), change.removed);
  const result = new Map<string, Owner>();
  for (const [key, owner] of owners) {
    const fields = key === self ? owner.fields : difference(owner.fields, taken);
    if (fields.isEmpty) continue;
    result.set(key, fields === owner.fields ? owner : { ...owner, fields });
  }
  return result;
}
