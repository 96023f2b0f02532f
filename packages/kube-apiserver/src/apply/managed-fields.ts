/**
 * Who owns which fields of an object, as kept in `metadata.managedFields`.
 * Source: k8s.io/apimachinery/pkg/util/managedfields/internal.
 */

import type { ManagedFieldsEntry } from '@luban/kube';
import { isObject } from '../json/json-value.ts';
import { checkFieldsV1, FieldSet, sameSet } from './field-set.ts';

/** One owner: a client's name together with how, in which version and through which subresource it wrote. */
export interface Owner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time: string | undefined;
  readonly fields: FieldSet;
}

/** By `ownerKey`. */
export type Owners = ReadonlyMap<string, Owner>;

/** Tells owners apart. An applier stays the same when it goes on to another version. */
export function ownerKey(owner: Pick<Owner, 'manager' | 'operation' | 'apiVersion' | 'subresource'>): string {
  const version = owner.operation === 'Apply' ? '' : owner.apiVersion;
  return JSON.stringify([owner.manager, owner.operation, version, owner.subresource]);
}

/**
 * Reads entries that were checked when they were stored; broken ones count as none. Repeated calls with one array cost
 * nothing.
 */
export function storedOwners(entries: readonly ManagedFieldsEntry[] | undefined): Owners {
  if (!Array.isArray(entries) || entries.length === 0) return NOBODY;
  let owners = decoded.get(entries);
  if (owners === undefined) {
    try {
      owners = decodeEntries(entries, false);
    } catch {
      owners = NOBODY;
    }
    decoded.set(entries, owners);
  }
  return owners;
}

const NOBODY: Owners = new Map();
const decoded = new WeakMap<readonly ManagedFieldsEntry[], Owners>();

/** @throws Error when an entry is none that Kubernetes would take */
export function checkedOwners(entries: unknown): Owners {
  if (!Array.isArray(entries)) throw new Error('managedFields is not a list');
  return decodeEntries(entries, true);
}

function decodeEntries(entries: readonly unknown[], strictly: boolean): Owners {
  const owners = new Map<string, Owner>();
  entries.forEach((entry, index) => {
    const owner = decodeEntry(entry, index, strictly);
    owners.set(ownerKey(owner), owner);
  });
  return owners;
}

function decodeEntry(entry: unknown, index: number, strictly: boolean): Owner {
  if (!isObject(entry)) throw new Error('entry is not an object');
  const { manager = '', operation, apiVersion, subresource = '', time, fieldsType, fieldsV1 = {} } = entry;
  if (operation !== 'Apply' && operation !== 'Update') throw new Error('operation must be `Apply` or `Update`');
  if (typeof apiVersion !== 'string' || apiVersion === '') throw new Error('apiVersion must not be empty');
  if (fieldsType === undefined || fieldsType === '')
    throw new Error(`missing fieldsType in managed fields entry ${index}`);
  if (fieldsType !== 'FieldsV1')
    throw new Error(`invalid fieldsType ${JSON.stringify(fieldsType)} in managed fields entry ${index}`);
  if (typeof manager !== 'string' || typeof subresource !== 'string')
    throw new Error('manager and subresource are names');
  if (time !== undefined && time !== null && (typeof time !== 'string' || Number.isNaN(Date.parse(time)))) {
    throw new Error('time is none');
  }
  if (strictly) checkFieldsV1(fieldsV1);
  if (!isObject(fieldsV1)) throw new Error('fieldsV1 is not an object');
  const owner: Owner = {
    manager,
    operation,
    apiVersion,
    subresource,
    time: typeof time === 'string' ? time : undefined,
    fields: FieldSet.decode(fieldsV1 as ManagedFieldsEntry['fieldsV1'] & object),
  };
  encoded.set(owner, entry as ManagedFieldsEntry);
  return owner;
}

/** Written form of owners that did not change. */
const encoded = new WeakMap<Owner, ManagedFieldsEntry>();

/** The entries in Kubernetes' order, or `undefined` when nobody owns anything. */
export function encodeOwners(owners: Owners): ManagedFieldsEntry[] | undefined {
  if (owners.size === 0) return undefined;
  const entries = [...owners.values()].sort(byTime).map(encodeOwner);
  decoded.set(entries, owners);
  return entries;
}

function encodeOwner(owner: Owner): ManagedFieldsEntry {
  let entry = encoded.get(owner);
  if (entry === undefined) {
    const { manager, operation, apiVersion, subresource, time } = owner;
    entry = {
      manager,
      operation,
      apiVersion,
      ...(time !== undefined && { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: owner.fields.encode(),
      ...(subresource !== '' && { subresource }),
    };
    encoded.set(owner, entry);
  }
  return entry;
}

function byTime(left: Owner, right: Owner): number {
  if (left.operation !== right.operation) return left.operation < right.operation ? -1 : 1;
  return (
    secondsOf(left) - secondsOf(right) ||
    compareText(left.manager, right.manager) ||
    compareText(left.apiVersion, right.apiVersion) ||
    compareText(left.subresource, right.subresource)
  );
}

/** Whole seconds of the epoch, 0 without time. */
export const secondsOf = ({ time }: Owner): number => (time === undefined ? 0 : Math.floor(Date.parse(time) / 1_000));

export const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** The same owners of the same fields since the same times. */
export function sameOwners(left: Owners, right: Owners): boolean {
  if (left === right) return true;
  if (left.size !== right.size) return false;
  for (const [key, owner] of left) {
    const other = right.get(key);
    if (other === undefined) return false;
    if (owner === other) continue;
    if (owner.time !== other.time || owner.apiVersion !== other.apiVersion || !sameSet(owner.fields, other.fields))
      return false;
  }
  return true;
}
