/**
 * The annotation in which `kubectl apply` keeps what it applied on the client side. It lets such objects move on to
 * server-side apply, and back. Source: k8s.io/apimachinery, managedfields, lastapplied*.
 */

import type { KubeObject } from '@luban/kube';
import { isObject, sameJson } from '../json/json-value.ts';
import { appliedFields } from './applied-fields.ts';
import { compare } from './compare.ts';
import { difference, FieldSet, union } from './field-set.ts';
import type { FieldType } from './field-type.ts';

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** Bytes of all annotations together that Kubernetes takes. */
const LARGEST_ANNOTATIONS = 256 * 1024;

/** Fields that were applied on the client side and have not changed since. */
export function fieldsOfLastApplied(live: KubeObject, type: FieldType): FieldSet {
  const configuration = parse(live.metadata.annotations?.[ANNOTATION]);
  if (!isObject(configuration) || configuration.apiVersion !== live.apiVersion) return FieldSet.empty;
  const change = compare(type, configuration, live);
  const changed = union(union(change.modified, change.added), change.removed);
  return difference(appliedFields(type, configuration), changed);
}

/** The object with the annotation brought up to date, if it has one. */
export function withLastApplied(object: KubeObject, applied: KubeObject): KubeObject {
  const annotations = object.metadata.annotations;
  const before = annotations?.[ANNOTATION];
  if (annotations === undefined || !before) return object;
  const configuration = withoutAnnotation(applied);
  if (sameJson(parse(before), configuration)) return object;
  const { [ANNOTATION]: _, ...others } = annotations;
  const updated = { ...others, [ANNOTATION]: `${JSON.stringify(configuration)}\n` };
  const fits = sizeOf(updated) <= LARGEST_ANNOTATIONS;
  return { ...object, metadata: { ...object.metadata, annotations: fits ? updated : others } };
}

function withoutAnnotation(applied: KubeObject): KubeObject {
  if (applied.metadata.annotations?.[ANNOTATION] === undefined) return applied;
  const { [ANNOTATION]: _, ...annotations } = applied.metadata.annotations;
  return { ...applied, metadata: { ...applied.metadata, annotations } };
}

function sizeOf(annotations: Record<string, string>): number {
  return Object.entries(annotations).reduce(
    (size, [key, value]) => size + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
}

function parse(text: string | undefined): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
