import {
  badRequest,
  type FieldSelector,
  type KubeObject,
  type LabelRequirement,
  matchesFields,
  matchesLabels,
} from '@luban/kube';
import { objectKey, type StoredObject } from '../store/store.ts';
import type { ListQuery } from '../wire/list-query.ts';
import { servedObject } from './served-object.ts';
import type { Call } from './server-context.ts';

/** Which objects of a resource a list or watch is about. */
export interface Selection {
  namespace: string | undefined;
  /** Set when at most one object can match. */
  key: string | undefined;
  /** Nothing but the namespace and the key restricts it. */
  everything: boolean;
  /** Labels of which every selected object has one of the values. */
  labels: readonly LabelRequirement[];
  matches(stored: StoredObject): boolean;
}

/** @throws StatusError 400 for a field that cannot be selected by */
export function selectionOf({ type, info }: Pick<Call, 'type' | 'info'>, query: ListQuery): Selection {
  checkFields(type, query.fields);
  const namespace = type.namespaced ? info.namespace || undefined : undefined;
  const name = exactName(query.fields) ?? (info.name || undefined);
  const key =
    name !== undefined && (!type.namespaced || namespace !== undefined) ? objectKey(namespace, name) : undefined;
  const fields = query.fields.filter(({ field, equal }) => !(field === 'metadata.name' && equal && key !== undefined));
  const { labels } = query;
  const fieldsOf = (object: KubeObject) => ({
    'metadata.name': object.metadata.name ?? '',
    'metadata.namespace': object.metadata.namespace ?? '',
    ...type.strategy.selectableFields?.(object),
  });
  return {
    namespace,
    key,
    everything: labels.length === 0 && fields.length === 0,
    labels: labels.filter(({ operator }) => operator === 'in'),
    matches(stored) {
      if (labels.length > 0 && !matchesLabels(labels, stored.labels)) return false;
      return fields.length === 0 || matchesFields(fields, fieldsOf(servedObject(type, stored)));
    },
  };
}

function exactName(fields: FieldSelector): string | undefined {
  return fields.find(({ field, equal, value }) => field === 'metadata.name' && equal && value !== '')?.value;
}

function checkFields(type: Call['type'], fields: FieldSelector): void {
  const known = ['metadata.name', 'metadata.namespace', ...(type.strategy.selectable ?? [])];
  const unknown = fields.find(({ field }) => !known.includes(field));
  if (unknown === undefined) return;
  throw badRequest(
    type.custom || known.length > 2
      ? `field label not supported: ${unknown.field}`
      : `${JSON.stringify(unknown.field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
  );
}
