/** Runs strategies as the server does, for tests. */
import { type KubeObject, ManualClock } from '@luban/kube';
import type { UserInfo } from '../../auth/user.ts';
import type { Strategy, StrategyContext } from '../../registry/strategy.ts';
import type { StoredObject } from '../../store/store.ts';
import { builtInStrategies } from '../built-in-strategies.ts';

export const ALICE: UserInfo = { username: 'alice', uid: '7', groups: ['developers'], extra: { team: ['a'] } };

/** An object without what is the same in all tests. */
export type Shape = Record<string, unknown> & { metadata?: Record<string, unknown> };

export function strategyOf(key: string): Strategy {
  const strategy = builtInStrategies[key];
  if (strategy === undefined) throw new Error(`There is no strategy for ${key}`);
  return strategy;
}

/** @param existing other objects of the server, by what they are kept under */
export function contextOf(existing: Readonly<Record<string, readonly KubeObject[]>> = {}): StrategyContext {
  const stored = (key: string) => (existing[key] ?? []).map(storedObject);
  return {
    user: ALICE,
    clock: new ManualClock(),
    read: (resource, key) => stored(resource).find((object) => object.key === key),
    all: (resource, namespace) =>
      stored(resource).filter((object) => namespace === undefined || object.namespace === namespace),
  };
}

/** `metadata` has a name and a namespace unless the shape says otherwise. */
export function objectOf(shape: Shape, namespaced = true): KubeObject {
  const { metadata, ...rest } = structuredClone(shape);
  const place = namespaced ? { name: 'x', namespace: 'default' } : { name: 'x' };
  return { apiVersion: 'v1', kind: 'Any', ...rest, metadata: { ...place, ...metadata } };
}

export function defaulted(key: string, shape: Shape, namespaced = true): KubeObject {
  const object = objectOf(shape, namespaced);
  strategyOf(key).default?.(object);
  return object;
}

/** As after `default` and `prepareForCreate`. */
export function created(key: string, shape: Shape, namespaced = true, context = contextOf()): KubeObject {
  const object = defaulted(key, shape, namespaced);
  strategyOf(key).prepareForCreate?.(object, context);
  return object;
}

/** Sentences such as `spec.replicas: Invalid value: -1: …` of a new object. */
export function problems(key: string, shape: Shape, namespaced = true, context = contextOf()): string[] {
  const object = created(key, shape, namespaced, context);
  return sentences(strategyOf(key).validate?.(object, context) ?? []);
}

/** The same of an update. Both are taken as they are after defaulting. */
export function updateProblems(
  key: string,
  before: Shape,
  after: Shape,
  namespaced = true,
  context = contextOf(),
): string[] {
  const old = created(key, { ...before, metadata: { resourceVersion: '1', ...before.metadata } }, namespaced, context);
  const object = updated(key, old, after, namespaced, context);
  const strategy = strategyOf(key);
  return sentences([
    ...(strategy.validate?.(object, context, old) ?? []),
    ...(strategy.validateUpdate?.(object, old, context) ?? []),
  ]);
}

/** As after `default` and `prepareForUpdate`, with the status of before. */
export function updated(key: string, old: KubeObject, after: Shape, namespaced = true, context = contextOf()) {
  const object = defaulted(key, { ...after, metadata: { resourceVersion: '1', ...after.metadata } }, namespaced);
  if (old.status !== undefined) object.status = structuredClone(old.status);
  strategyOf(key).prepareForUpdate?.(object, old, context);
  return object;
}

function sentences(errors: readonly { field: string; message: string }[]): string[] {
  return errors.map(({ field, message }) => `${field}: ${message}`);
}

function storedObject(object: KubeObject): StoredObject {
  const { name = '', namespace = '' } = object.metadata;
  return {
    key: namespace === '' ? name : `${namespace}/${name}`,
    namespace,
    name,
    revision: 1,
    object,
    labels: object.metadata.labels ?? {},
    json: Buffer.from(JSON.stringify(object)),
  };
}
