/** PUT, and what PATCH shares with it. */

import { badRequest, conflict, type KubeObject, notFound, timestamp } from '@luban/kube';
import type { AdmissionRequest } from '../admission/admission.ts';
import { trackUpdate } from '../apply/track-update.ts';
import { cloneJson } from '../json/clone-json.ts';
import { groupResource } from '../registry/resource-type.ts';
import { objectKey, RevisionConflict, type StoredObject } from '../store/store.ts';
import type { ApiResponse } from '../wire/api-request.ts';
import {
  countGeneration,
  hasSlowPlugins,
  isUnchanged,
  keepIdentity,
  mutate,
  refuse,
  strategyContext,
  untilDurable,
  validateAtOnce,
  validateSlowly,
} from './commit.ts';
import {
  allowCreation,
  create,
  expectedKind,
  fromStored,
  hasStatus,
  ignoredFields,
  isStored,
  placeInNamespace,
  toStored,
} from './create.ts';
import { viewOptions } from './read.ts';
import { acceptObject, readBody } from './read-object.ts';
import { servedObject } from './served-object.ts';
import { type Call, cloneObject, type Draft } from './server-context.ts';
import { respondDraft, respondObject } from './views.ts';
import { type WriteQuery, writeQuery } from './write-options.ts';

export async function updateObject(call: Call): Promise<ApiResponse> {
  const { request, type, info } = call;
  const options = viewOptions(call);
  const query = writeQuery(request);
  const draft = acceptObject(await readBody(request, type), expectedKind(type), query, (text) =>
    call.warnings.add(text),
  );
  if (draft.metadata.name && draft.metadata.name !== info.name) {
    throw badRequest(
      `the name of the object (${draft.metadata.name}) does not match the name on the URL (${info.name})`,
    );
  }
  draft.metadata.name = info.name;
  placeInNamespace(draft, call);
  if (current(call) === undefined && type.strategy.createsOnUpdate && info.subresource === '') {
    allowCreation(call);
    const result = await create(call, draft, query);
    return isStored(result) ? respondObject(type, result, options, 201) : respondDraft(type, result, options, 201);
  }
  if (!draft.metadata.resourceVersion && type.strategy.requiresVersionOnUpdate) {
    refuse(type, draft, [
      {
        reason: 'FieldValueInvalid',
        field: 'metadata.resourceVersion',
        message: 'Invalid value: 0: must be specified for an update',
      },
    ]);
  }
  const result = await change(call, query, () => cloneObject(draft));
  return isStored(result) ? respondObject(type, result, options) : respondDraft(type, result, options);
}

/**
 * Makes the new state of an object from its newest one, in the served version.
 *
 * @returns a draft of its own. Its resource version, when it has one, must be that of the newest state.
 */
export type Change = (newest: KubeObject) => Draft;

export interface ChangeOptions {
  /** Managed fields come with the draft, from an apply. */
  appliesFields?: boolean;
  /** The server itself made the change, such as a binding: what clients may not change stays unchecked. */
  trusted?: boolean;
}

const TRIES = 64;

/**
 * Changes an object, or its subresource, by optimistic concurrency; starts anew when somebody else was faster and the
 * change does not name the version that it is for.
 *
 * @returns what is stored then, or for a dry run what would be
 * @throws StatusError
 */
export async function change(
  call: Call,
  query: WriteQuery,
  make: Change,
  options: ChangeOptions = {},
): Promise<StoredObject | KubeObject> {
  const { type, info } = call;
  for (let tries = 1; ; tries++) {
    const old = current(call);
    if (old === undefined) throw notFound(groupResource(type), info.name);
    const draft = make(servedObject(type, old));
    const named = draft.metadata.resourceVersion;
    if (named && named !== String(old.revision)) {
      await untilDurable(call, old);
      throw conflict(groupResource(type), info.name);
    }
    if (draft.metadata.uid && draft.metadata.uid !== old.object.metadata.uid) {
      throw conflict(
        groupResource(type),
        info.name,
        `Precondition failed: UID in precondition: ${draft.metadata.uid}, UID in object meta: ${old.object.metadata.uid}`,
      );
    }
    try {
      return await attempt(call, query, old, draft, options);
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
      if (error.newest === undefined) throw notFound(groupResource(type), info.name);
      if (tries === TRIES) throw conflict(groupResource(type), info.name);
    }
  }
}

export function current({ server, type, info }: Call): StoredObject | undefined {
  return server.store.newest(type.storageKey, objectKey(type.namespaced ? info.namespace : undefined, info.name));
}

async function attempt(
  call: Call,
  query: WriteQuery,
  stored: StoredObject,
  draft: Draft,
  { appliesFields, trusted }: ChangeOptions,
): Promise<StoredObject | KubeObject> {
  const { type, server, info, user } = call;
  const old = stored.object;
  let next = toStored(type, draft);
  keepIdentity(next, old);
  if (!trusted) next = keepOtherParts(call, next, old);
  type.strategy.default?.(next);
  const request: AdmissionRequest = {
    operation: 'UPDATE',
    type,
    subresource: info.subresource,
    namespace: info.namespace,
    name: info.name,
    object: next,
    old,
    options: {},
    user,
    dryRun: query.dryRun,
    warn: (sentence) => call.warnings.add(sentence),
  };
  const waiting = mutate(call, request);
  if (waiting !== undefined) await waiting;
  // A webhook may have patched it, and what follows looks at no names.
  if (trusted || info.subresource === 'status') keepIdentity(next, old);
  if (!appliesFields) next.metadata.managedFields = track(call, old, next, query);
  if (hasSlowPlugins(server.admission, request)) {
    const preview = cloneObject(next);
    if (!trusted) prepare(call, preview, old);
    await validateSlowly(call, { ...request, object: preview });
  }
  if (trusted) countGeneration(next, old, type);
  else prepare(call, next, old);
  validateAtOnce(call, request);
  for (const sentence of type.strategy.warnings?.(next, old) ?? []) call.warnings.add(sentence);
  if (query.dryRun) {
    next.metadata.resourceVersion = old.metadata.resourceVersion;
    return fromStored(type, next);
  }
  if (isUnchanged(next, old)) return settled(call, stored);
  // The last finalizer is gone from an object that is being deleted: this was the deletion.
  const ends = next.metadata.deletionTimestamp !== undefined && isReleased(next);
  const written = await server.store.write({
    resource: type.storageKey,
    key: stored.key,
    object: ends ? undefined : next,
    expected: stored.revision,
    lifetime: type.strategy.lifetime,
  });
  if (!ends) return written;
  return fromStored(type, { ...next, metadata: { ...next.metadata, resourceVersion: String(written.revision) } });
}

/** An unchanged object may be the work of a write that is not durable yet. */
async function settled(call: Call, stored: StoredObject): Promise<StoredObject> {
  await untilDurable(call, stored);
  const newest = current(call);
  if (newest !== stored) throw new RevisionConflict(newest);
  return stored;
}

function isReleased({ metadata, spec }: KubeObject): boolean {
  const ofNamespace = (spec as { finalizers?: unknown[] } | undefined)?.finalizers;
  return (
    (metadata.finalizers?.length ?? 0) === 0 &&
    (metadata.deletionGracePeriodSeconds ?? 0) === 0 &&
    !(Array.isArray(ofNamespace) && ofNamespace.length > 0)
  );
}

/** A write to the object does not touch its status, and one to the status nothing else. */
function keepOtherParts({ type, info }: Call, next: Draft, old: KubeObject): Draft {
  if (info.subresource === 'status') {
    const { managedFields, resourceVersion, annotations, labels } = next.metadata;
    const metadata = { ...old.metadata, managedFields, resourceVersion };
    // Kubelets and cloud controllers mark nodes while they report.
    if (type.storageKey === 'nodes') Object.assign(metadata, { annotations, labels });
    const kept: Draft = { ...cloneObject(old), metadata };
    if (next.status === undefined) delete kept.status;
    else kept.status = next.status;
    return kept;
  }
  if (hasStatus(type) && info.subresource === '') {
    if (old.status === undefined) delete next.status;
    else next.status = cloneJson(old.status);
  }
  return next;
}

function prepare(call: Call, next: Draft, old: KubeObject): void {
  const { type, info, server, user } = call;
  const { strategy } = type;
  const context = strategyContext(server, user);
  if (info.subresource === 'status') {
    refuse(type, next, strategy.validateStatusUpdate?.(next, old) ?? []);
    return;
  }
  strategy.prepareForUpdate?.(next, old, context);
  countGeneration(next, old, type);
  refuse(type, next, [
    ...(strategy.validate?.(next, context, old) ?? []),
    ...(strategy.validateUpdate?.(next, old, context) ?? []),
  ]);
}

function track({ type, server, info }: Call, old: KubeObject, updated: Draft, { manager }: WriteQuery) {
  return trackUpdate({
    old,
    updated,
    manager,
    typed: type.schema,
    subresource: info.subresource,
    now: timestamp(server.clock.now()),
    ignoredFields: ignoredFields(type, info.subresource),
  });
}
