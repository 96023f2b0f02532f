/** Fields that a write does not own, because the server ignores what the client says of them there. */
import { difference, FieldSet, recursiveDifference, setOfFields, union } from './field-set.ts';
import type { PathElement } from './path-element.ts';

/** Such as `['metadata', 'labels']`. */
export type FieldPath = readonly string[];

/**
 * `except`: all fields but these and what is below them, such as `['status']` for writes to a resource that has a status
 * subresource. `only`: these fields and what is below them, such as `['status']` for writes to that subresource.
 */
export type FieldFilter = { readonly except: readonly FieldPath[] } | { readonly only: readonly FieldPath[] };

export function filterFields(fields: FieldSet, filter: FieldFilter | undefined): FieldSet {
  if (filter === undefined) return fields;
  if ('except' in filter) return recursiveDifference(fields, setOfFields(filter.except));
  return filter.only.reduce((kept, path) => union(kept, subtree(fields, path, 0)), FieldSet.empty);
}

function subtree(fields: FieldSet, path: FieldPath, depth: number): FieldSet {
  const name = path[depth];
  if (name === undefined) return fields;
  const child = fields.children.get(`f:${name}`);
  if (child === undefined) return FieldSet.empty;
  const below = subtree(child, path, depth + 1);
  return below.isEmpty ? FieldSet.empty : new FieldSet(false, new Map<PathElement, FieldSet>([[`f:${name}`, below]]));
}

/** Source: k8s.io/apimachinery/pkg/util/managedfields/internal, stripmeta. */
const SERVER_FIELDS = setOfFields([
  ['apiVersion'],
  ['kind'],
  ['metadata'],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((name) => ['metadata', name]),
]);

/** The fields without those that no client ever owns. */
export const clientFields = (fields: FieldSet): FieldSet => difference(fields, SERVER_FIELDS);
