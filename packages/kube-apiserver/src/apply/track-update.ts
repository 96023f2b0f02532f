/** The record of who owns what, for all writes but server-side apply. Source: k8s.io/apimachinery, managedfields. */

import type { KubeObject, ManagedFieldsEntry } from '@luban/kube';
import { sameJson } from '../json/json-value.ts';
import type { TypedSchema } from '../schema/schema.ts';
import { limitUpdaters } from './ancient-changes.ts';
import { compare } from './compare.ts';
import { clientFields, type FieldFilter, filterFields } from './field-filter.ts';
import { union } from './field-set.ts';
import { objectType } from './field-type.ts';
import {
  checkedOwners,
  encodeOwners,
  type Owner,
  type Owners,
  ownerKey,
  sameOwners,
  storedOwners,
} from './managed-fields.ts';
import { takeOwnership } from './ownership.ts';

export interface TrackedWrite {
  /** Absent: the object is created. */
  readonly old?: KubeObject | undefined;
  /** As it is to be kept, defaults included; its `managedFields` are those that the client sent. In the version of the request. */
  readonly updated: KubeObject;
  /** See `fieldManagerOf`. */
  readonly manager: string;
  readonly typed: TypedSchema;
  /** Empty: the resource itself. */
  readonly subresource: string;
  /** RFC 3339, whole seconds. */
  readonly now: string;
  /** Default: the write owns all that it changes. */
  readonly ignoredFields?: FieldFilter | undefined;
}

/**
 * What `metadata.managedFields` is after a write; `undefined` when nobody owns anything. The array of `old` itself when
 * nothing changed. Entries that the client sent prevail over those of `old` unless they are broken; `[]` and `[{}]` end
 * the record until the next apply.
 */
export function trackUpdate(write: TrackedWrite): ManagedFieldsEntry[] | undefined {
  const { old, updated, ignoredFields, now } = write;
  const owners = ownersOf(write);
  // Objects that are not tracked stay so; only a creation or an apply begins a record.
  if (owners.size === 0 && old !== undefined) return undefined;

  const type = objectType(write.typed);
  const comparison = compare(type, old ?? {}, updated);
  const change = {
    added: filterFields(comparison.added, ignoredFields),
    modified: filterFields(comparison.modified, ignoredFields),
    removed: filterFields(comparison.removed, ignoredFields),
  };
  const result = takeOwnership(owners, change, undefined);
  const fields = clientFields(union(change.modified, change.added));
  if (!fields.isEmpty) {
    const identity = {
      manager: write.manager || 'unknown',
      operation: 'Update' as const,
      apiVersion: updated.apiVersion,
      subresource: write.subresource,
    };
    const key = ownerKey(identity);
    const previous = result.get(key);
    const owner: Owner = { ...identity, time: now, fields: previous ? union(previous.fields, fields) : fields };
    result.set(key, owner);
  }
  const limited = limitUpdaters(result);
  const before = old?.metadata.managedFields;
  return sameOwners(limited, storedOwners(before)) ? before : encodeOwners(limited);
}

/** The manager's name that a request gives, or that of its program. */
export function fieldManagerOf(fieldManager: string | null | undefined, userAgent: string | undefined): string {
  if (fieldManager) return fieldManager;
  const program = (userAgent ?? '').split('/', 1)[0] ?? '';
  return program.slice(0, 128);
}

function ownersOf({ old, updated, subresource }: TrackedWrite): Owners {
  const before = old?.metadata.managedFields;
  const sent: unknown = updated.metadata.managedFields;
  const stored = storedOwners(before);
  if (subresource !== '' || sent === undefined || sent === null || sent === before) return stored;
  if (isReset(sent)) return new Map();
  if (sameJson(sent, before)) return stored;
  try {
    const owners = checkedOwners(sent);
    return owners.size > 0 ? owners : stored;
  } catch {
    return stored;
  }
}

function isReset(sent: unknown): boolean {
  if (!Array.isArray(sent) || sent.length > 1) return false;
  return sent.every((entry) => typeof entry === 'object' && entry !== null && Object.keys(entry).length === 0);
}
