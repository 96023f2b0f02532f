/** Server-side apply. Source: k8s.io/apimachinery/pkg/util/managedfields and sigs.k8s.io/structured-merge-diff, merge.Apply. */

import { type KubeObject, StatusError } from '@luban/kube';
import { sameJson } from '../json/json-value.ts';
import type { TypedSchema } from '../schema/schema.ts';
import { checkApplied } from './applied-configuration.ts';
import { appliedFields } from './applied-fields.ts';
import { compare } from './compare.ts';
import { applyConflict } from './conflict-error.ts';
import { clientFields, type FieldFilter, filterFields } from './field-filter.ts';
import { difference, FieldSet, sameSet, union } from './field-set.ts';
import { type FieldType, objectType } from './field-type.ts';
import { fieldsOfLastApplied, withLastApplied } from './last-applied.ts';
import { encodeOwners, type Owner, type Owners, ownerKey, sameOwners, storedOwners } from './managed-fields.ts';
import { merge } from './merge.ts';
import { findConflicts, type OwnershipConflict, takeOwnership } from './ownership.ts';
import { prune } from './prune.ts';
import { ItemError } from './shape.ts';

export interface ApplyRequest {
  /** Absent: the object is created. In the version that is applied. */
  readonly live?: KubeObject | undefined;
  readonly applied: KubeObject;
  readonly manager: string;
  /** Take over what others own. */
  readonly force: boolean;
  readonly typed: TypedSchema;
  /** Empty: the resource itself. */
  readonly subresource: string;
  /** RFC 3339, whole seconds. */
  readonly now: string;
  /** Default: the request owns all that it applies. */
  readonly ignoredFields?: FieldFilter | undefined;
}

export interface ApplyResult {
  /** The live object itself when nothing changed. Not defaulted yet; parts that were applied as null are still null. */
  readonly object: KubeObject;
  readonly changed: boolean;
}

/**
 * Merges a configuration into an object and keeps the record of who owns what. Arguments stay untouched, and parts of the
 * live object that did not change are shared.
 *
 * @throws StatusError 400 or 500 for a configuration that cannot be applied, 409 for conflicts without `force`
 */
export function serverSideApply(given: ApplyRequest): ApplyResult {
  const request = { ...given, applied: withoutEmptyTimestamp(given.applied) };
  const { live, applied, manager, now } = request;
  const type = objectType(request.typed);
  checkApplied(applied, type);
  const outcome = applyTo(live, ownersBefore(live, type, now), request, type);
  let { object } = outcome;
  if (manager === 'kubectl') object = withLastApplied(object, applied);
  if (live !== undefined && object === live && sameOwners(outcome.owners, storedOwners(live.metadata.managedFields))) {
    return { object: live, changed: false };
  }
  const { managedFields: _, ...metadata } = object.metadata;
  const managedFields = encodeOwners(outcome.owners);
  return {
    object: { ...object, metadata: managedFields ? { ...metadata, managedFields } : metadata },
    changed: true,
  };
}

/** Generated manifests often have `creationTimestamp: null`, which is to say nothing. */
function withoutEmptyTimestamp(applied: KubeObject): KubeObject {
  const { creationTimestamp, ...metadata } = applied.metadata as { creationTimestamp?: string | null };
  return creationTimestamp === null ? { ...applied, metadata } : applied;
}

/** Objects that nobody owned until now belong to an unknown client wholly. */
function ownersBefore(live: KubeObject | undefined, type: FieldType, now: string): Owners {
  const owners = storedOwners(live?.metadata.managedFields);
  if (live === undefined || owners.size > 0) return owners;
  const fields = clientFields(compare(type, {}, live).added);
  if (fields.isEmpty) return owners;
  const owner: Owner = {
    manager: 'before-first-apply',
    operation: 'Update',
    apiVersion: live.apiVersion,
    subresource: '',
    time: now,
    fields,
  };
  return new Map([[ownerKey(owner), owner]]);
}

interface Outcome {
  object: KubeObject;
  owners: Owners;
}

function applyTo(live: KubeObject | undefined, owners: Owners, request: ApplyRequest, type: FieldType): Outcome {
  const { applied, force, ignoredFields, now, subresource } = request;
  const identity = {
    manager: request.manager || 'unknown',
    operation: 'Apply' as const,
    apiVersion: applied.apiVersion,
    subresource,
  };
  const self = ownerKey(identity);
  const previous = owners.get(self);
  const claimed = filterFields(appliedFields(type, applied), ignoredFields);
  const object = live === undefined ? applied : mergeAndPrune(live, applied, type, owners, self, claimed);

  const objectChanged = live === undefined || object !== live;
  const others = owners.size > (previous === undefined ? 0 : 1);
  let remaining = owners;
  if (objectChanged && others) {
    const comparison = compare(type, live ?? {}, object);
    const change = {
      added: filterFields(comparison.added, ignoredFields),
      modified: filterFields(comparison.modified, ignoredFields),
      removed: filterFields(comparison.removed, ignoredFields),
    };
    const conflicts = findConflicts(owners, change, self);
    if (conflicts.length > 0 && !force) refuse(conflicts, live, request, type);
    remaining = takeOwnership(owners, change, self);
  }

  const fields = clientFields(claimed);
  const result = new Map(remaining);
  result.delete(self);
  if (!fields.isEmpty) {
    const kept = previous?.apiVersion === identity.apiVersion && sameSet(previous.fields, fields);
    if (previous !== undefined && kept && !objectChanged) result.set(self, previous);
    else result.set(self, { ...identity, time: now, fields: kept ? previous.fields : fields });
  }
  return { object, owners: result };
}

function mergeAndPrune(
  live: KubeObject,
  applied: KubeObject,
  type: FieldType,
  owners: Owners,
  self: string,
  claimed: FieldSet,
): KubeObject {
  let merged = mergeObjects(type, live, applied);
  const last = owners.get(self)?.fields ?? FieldSet.empty;
  // What is still claimed is still owned, so that there is something to prune only if something else was.
  if (!difference(last, claimed).isEmpty) {
    let owned = claimed;
    for (const [key, owner] of owners) if (key !== self) owned = union(owned, owner.fields);
    merged = prune(type, merged, last, owned) as KubeObject;
  }
  return sameJson(live, merged) ? live : merged;
}

function mergeObjects(type: FieldType, live: KubeObject, applied: KubeObject): KubeObject {
  try {
    return merge(type, live, applied) as KubeObject;
  } catch (error) {
    if (!(error instanceof ItemError)) throw error;
    throw new StatusError({ message: `failed to merge config: ${error.message}`, code: 500 });
  }
}

/**
 * Throws, unless all conflicts are with what the same person applied with kubectl on the client side before.
 * Source: lastAppliedManager.
 */
function refuse(
  conflicts: readonly OwnershipConflict[],
  live: KubeObject | undefined,
  { manager }: ApplyRequest,
  type: FieldType,
): void {
  const allowed = manager === 'kubectl' && live !== undefined ? fieldsOfLastApplied(live, type) : FieldSet.empty;
  const rest = conflicts
    .map(({ owner, fields }) => ({ owner, fields: difference(fields, allowed) }))
    .filter(({ fields }) => !fields.isEmpty);
  if (rest.length > 0) throw applyConflict(rest);
}
