/** The last steps that all writes of objects share. */

import { randomUUID } from 'node:crypto';
import { type KubeObject, timestamp } from '@luban/kube';
import type { AdmissionPlugin, AdmissionRequest } from '../admission/admission.ts';
import { sameJson } from '../json/json-value.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { StrategyContext } from '../registry/strategy.ts';
import { objectKey, type StoredObject } from '../store/store.ts';
import { type FieldError, invalidObject } from '../validation/field-error.ts';
import type { Call, Draft, ServerContext } from './server-context.ts';

export function strategyContext({ store, clock }: ServerContext, user: Call['user']): StrategyContext {
  return {
    user,
    clock,
    read: (resource, key) => store.newest(resource, key),
    all: (resource, namespace) => store.list(resource, { namespace, newest: true }).items,
  };
}

/**
 * Runs the plugins that may change the object, then fills in what they left out. Returns a promise only when one of them
 * has to wait: as long as none does, reading an object and writing it are of one turn, and nobody comes between.
 */
export function mutate(call: Call, request: AdmissionRequest): Promise<void> | undefined {
  const plugins = call.server.admission;
  for (const [i, plugin] of plugins.entries()) {
    const waiting = plugin.mutate?.(request);
    if (waiting !== undefined) return mutateSlowly(call, request, waiting, plugins.slice(i + 1));
  }
  if (request.object !== undefined) call.type.strategy.default?.(request.object);
  return undefined;
}

async function mutateSlowly(
  call: Call,
  request: AdmissionRequest,
  waiting: Promise<void>,
  rest: readonly AdmissionPlugin[],
): Promise<void> {
  await waiting;
  for (const plugin of rest) await plugin.mutate?.(request);
  if (request.object !== undefined) call.type.strategy.default?.(request.object);
}

/**
 * Waits until a state that writes build on is also the one that readers see. Whoever is told of a conflict reads next, and
 * would otherwise find what they had.
 */
export async function untilDurable({ server: { store }, type }: Call, stored: StoredObject): Promise<void> {
  while (store.revision < stored.revision && store.newest(type.storageKey, stored.key) === stored) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Plugins that wait for somebody else, such as a webhook. They see the object as it will be written. */
export async function validateSlowly(call: Call, request: AdmissionRequest): Promise<void> {
  for (const plugin of call.server.admission) if (plugin.asynchronous) await plugin.validate?.(request);
}

/** Plugins that decide at once: their answer and the write are of one turn, as quotas need. */
export function validateAtOnce(call: Call, request: AdmissionRequest): void {
  for (const plugin of call.server.admission) if (!plugin.asynchronous) void plugin.validate?.(request);
}

export const hasSlowPlugins = (plugins: readonly AdmissionPlugin[], request: AdmissionRequest) =>
  plugins.some(
    (plugin) => plugin.asynchronous && plugin.validate !== undefined && plugin.concerns?.(request) !== false,
  );

/** @throws StatusError 422 */
export function refuse(type: ResourceType, object: KubeObject, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject(type, object.metadata.name ?? '', errors);
}

export function stampNew(draft: Draft, { type, server }: Pick<Call, 'type' | 'server'>): void {
  const { metadata } = draft;
  metadata.uid = randomUUID();
  metadata.creationTimestamp = timestamp(server.clock.now());
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  delete metadata.resourceVersion;
  if (countsGenerations(type, draft)) metadata.generation = 1;
  else delete metadata.generation;
}

/** What only the server changes stays as it was. */
export function keepIdentity(draft: Draft, old: KubeObject): void {
  const { metadata } = draft;
  const before = old.metadata;
  metadata.name = before.name;
  metadata.uid = before.uid;
  metadata.creationTimestamp = before.creationTimestamp;
  keep(metadata, before, 'namespace');
  keep(metadata, before, 'generation');
  keep(metadata, before, 'deletionTimestamp');
  keep(metadata, before, 'deletionGracePeriodSeconds');
  keep(metadata, before, 'generateName');
  keep(metadata, before, 'selfLink');
}

function keep<T extends object>(target: T, source: T, field: keyof T): void {
  if (source[field] === undefined) delete target[field];
  else target[field] = source[field];
}

export function countGeneration(draft: Draft, old: KubeObject, type: ResourceType): void {
  if (!countsGenerations(type, draft)) return;
  if (!sameBeside(draft, old, ['metadata', 'status'])) {
    draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  }
}

function countsGenerations({ strategy, custom }: ResourceType, draft: Draft): boolean {
  return strategy.countsGenerations ?? (custom || draft.spec !== undefined);
}

/** Nothing but times of field managers and the resource version differs. */
export function isUnchanged(draft: Draft, old: KubeObject): boolean {
  if (!sameBeside(draft, old, ['metadata'])) return false;
  const strip = ({ resourceVersion, managedFields, ...metadata }: KubeObject['metadata']) => ({
    ...metadata,
    managedFields: managedFields?.map(({ time, ...entry }) => entry),
  });
  return sameJson(strip(draft.metadata), strip(old.metadata));
}

function sameBeside(a: KubeObject, b: KubeObject, fields: readonly string[]): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    if (!fields.includes(key) && !sameJson(a[key], b[key])) return false;
  }
  return true;
}

export function keyOf(type: ResourceType, { metadata }: KubeObject): string {
  return objectKey(type.namespaced ? metadata.namespace : undefined, metadata.name ?? '');
}
