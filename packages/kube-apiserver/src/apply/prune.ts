/**
 * Removal of what a manager applied before and no longer applies. Source: sigs.k8s.io/structured-merge-diff, merge.prune.
 */
import { appliedFields } from './applied-fields.ts';
import { difference, type FieldSet, intersection, union } from './field-set.ts';
import type { FieldType } from './field-type.ts';
import { removeFields, withNamedParents } from './remove.ts';

/**
 * The merged object without the fields of `last`, except those that somebody still owns.
 *
 * @param last what the manager applied before
 * @param owned what all managers own, the manager's new configuration included
 */
export function prune(type: FieldType, merged: unknown, last: FieldSet, owned: FieldSet): unknown {
  const lastFields = withNamedParents(last, type);
  const mergedFields = withNamedParents(appliedFields(type, merged), type);
  const withoutLast = removeFields(type, merged, lastFields);
  const kept = union(fieldsWithParents(type, withoutLast), withNamedParents(owned, type));
  const withoutUnowned = removeFields(type, merged, difference(mergedFields, kept));
  // What went with its parents but never was the manager's stays.
  const gone = difference(mergedFields, fieldsWithParents(type, withoutUnowned));
  return removeFields(type, merged, intersection(gone, lastFields));
}

const fieldsWithParents = (type: FieldType, value: unknown) => withNamedParents(appliedFields(type, value), type);
