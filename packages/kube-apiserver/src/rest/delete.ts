/** DELETE of one object and of many. Source: k8s.io/apiserver/pkg/registry/rest, BeforeDelete, and generic registry. */
import { conflict, type KubeObject, notFound, type Status, timestamp } from '@luban/kube';
import type { AdmissionRequest } from '../admission/admission.ts';
import { groupResource, type ResourceType } from '../registry/resource-type.ts';
import { RevisionConflict, type StoredObject } from '../store/store.ts';
import type { ApiResponse } from '../wire/api-request.ts';
import { listQuery } from '../wire/list-query.ts';
import { jsonValue } from '../wire/respond.ts';
import { fromStored } from './create.ts';
import { viewOptions } from './read.ts';
import { readBody } from './read-object.ts';
import { selectionOf } from './selection.ts';
import { type Call, cloneObject, type Draft, type ServerContext } from './server-context.ts';
import { current } from './update.ts';
import { respondDraft, respondList } from './views.ts';
import { type DeleteQuery, deleteQuery } from './write-options.ts';

export const ORPHAN = 'orphan';
export const FOREGROUND = 'foregroundDeletion';

/** Kinds whose deletion answers with the object even when it is gone at once. */
const ANSWERS_WITH_OBJECT = [
  'pods',
  'services',
  'persistentvolumeclaims',
  'persistentvolumes',
  'serviceaccounts',
  'podtemplates',
  'resourcequotas',
  'replicationcontrollers',
  'namespaces',
];

export async function deleteObject(call: Call): Promise<ApiResponse> {
  const query = deleteQuery(call.request.query, await deleteOptions(call));
  const { object, gone } = await remove(call, query);
  const { type } = call;
  if (gone && !ANSWERS_WITH_OBJECT.includes(type.storageKey)) return jsonValue(200, deletedStatus(type, object));
  return respondDraft(type, fromStored(type, object), viewOptions(call), !gone && query.cascades ? 202 : 200);
}

export async function deleteCollection(call: Call): Promise<ApiResponse> {
  const { request, type, server } = call;
  const options = await deleteOptions(call);
  const query = deleteQuery(request.query, options);
  const selection = selectionOf(call, listQuery(withoutPaging(request.query)));
  const { items } = server.store.list(type.storageKey, { namespace: selection.namespace });
  const chosen = items.filter(
    (item) => (selection.key === undefined || item.key === selection.key) && selection.matches(item),
  );
  for (const item of chosen) {
    const one: Call = { ...call, info: { ...call.info, verb: 'delete', namespace: item.namespace, name: item.name } };
    try {
      await remove(one, query);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return respondList(type, chosen, { resourceVersion: String(server.store.revision) }, viewOptions(call));
}

const isGone = (error: unknown) => error instanceof Error && 'reason' in error && error.reason === 'NotFound';

function withoutPaging(query: URLSearchParams): URLSearchParams {
  const rest = new URLSearchParams(query);
  for (const name of ['limit', 'continue', 'resourceVersion', 'resourceVersionMatch']) rest.delete(name);
  return rest;
}

async function deleteOptions({ request }: Call): Promise<Record<string, unknown>> {
  const { value } = request.headers['content-length'] === '0' ? { value: undefined } : await readOptions(request);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

async function readOptions(request: Call['request']): Promise<{ value: unknown }> {
  const bytes = await request.body(2 ** 20);
  if (bytes.length === 0) return { value: undefined };
  return readBody({ ...request, body: async () => bytes, headers: request.headers }, { custom: false });
}

const TRIES = 8;

/** What a deletion left behind: the last state, and whether the object is gone. */
export interface Removal {
  object: KubeObject;
  gone: boolean;
}

/** Deletes an object, or marks it as being deleted when somebody has to do something first. @throws StatusError */
export async function remove(call: Call, query: DeleteQuery): Promise<Removal> {
  const { type, info, server } = call;
  for (let tries = 1; ; tries++) {
    const stored = current(call);
    if (stored === undefined) throw notFound(groupResource(type), info.name);
    checkPreconditions(call, stored, query);
    await admitDeletion(call, stored, query.dryRun);
    const marked = marking(type, stored.object, query, server);
    if (query.dryRun) return { object: marked ?? stored.object, gone: marked === undefined };
    if (marked === stored.object) return { object: stored.object, gone: false };
    try {
      const written = await server.store.write({
        resource: type.storageKey,
        key: stored.key,
        object: marked,
        expected: stored.revision,
      });
      return { object: written.object, gone: marked === undefined };
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
      if (query.resourceVersion !== undefined || tries === TRIES) throw conflict(groupResource(type), info.name);
    }
  }
}

/** The object as it is marked for deletion; itself when nothing changes; undefined when it can go at once. */
function marking(
  type: ResourceType,
  object: KubeObject,
  query: DeleteQuery,
  { clock }: ServerContext,
): Draft | undefined {
  const { metadata } = object;
  const finalizers = finalizersFor(type, object, query);
  const asked = type.strategy.gracePeriod?.(object, query.gracePeriodSeconds) ?? 0;
  const running = metadata.deletionTimestamp !== undefined;
  const grace = running ? Math.min(asked, metadata.deletionGracePeriodSeconds ?? 0) : asked;
  const held = finalizers.length > 0 || hasNamespaceFinalizers(object);
  if (!held && grace === 0) return undefined;
  const sameFinalizers = finalizers.join() === (metadata.finalizers ?? []).join();
  if (running && sameFinalizers && grace === (metadata.deletionGracePeriodSeconds ?? 0)) return object;
  const draft = cloneObject(object);
  const requested = running
    ? Date.parse(metadata.deletionTimestamp!) - (metadata.deletionGracePeriodSeconds ?? 0) * 1_000
    : clock.now();
  draft.metadata.deletionTimestamp = timestamp(requested + grace * 1_000);
  draft.metadata.deletionGracePeriodSeconds = grace;
  if (finalizers.length > 0) draft.metadata.finalizers = finalizers;
  else delete draft.metadata.finalizers;
  if (draft.metadata.generation !== undefined && !running) draft.metadata.generation += 1;
  if (type.storageKey === 'namespaces') draft.status = { ...(draft.status as object), phase: 'Terminating' };
  return draft;
}

function finalizersFor(type: ResourceType, { metadata }: KubeObject, { propagation }: DeleteQuery): string[] {
  const others = (metadata.finalizers ?? []).filter((name) => name !== ORPHAN && name !== FOREGROUND);
  const before = metadata.finalizers ?? [];
  const policy =
    propagation ??
    (before.includes(ORPHAN)
      ? 'orphan'
      : before.includes(FOREGROUND)
        ? 'foreground'
        : type.strategy.defaultPropagation);
  if (policy === 'orphan') return [...others, ORPHAN];
  if (policy === 'foreground') return [...others, FOREGROUND];
  return others;
}

function hasNamespaceFinalizers({ kind, apiVersion, spec }: KubeObject): boolean {
  const finalizers = (spec as { finalizers?: unknown } | undefined)?.finalizers;
  return kind === 'Namespace' && apiVersion === 'v1' && Array.isArray(finalizers) && finalizers.length > 0;
}

function checkPreconditions({ type, info }: Call, { object, revision }: StoredObject, query: DeleteQuery): void {
  if (query.uid !== undefined && query.uid !== object.metadata.uid) {
    throw conflict(
      groupResource(type),
      info.name,
      `Precondition failed: UID in precondition: ${query.uid}, UID in object meta: ${object.metadata.uid}`,
    );
  }
  if (query.resourceVersion !== undefined && query.resourceVersion !== String(revision)) {
    throw conflict(
      groupResource(type),
      info.name,
      `Precondition failed: ResourceVersion in precondition: ${query.resourceVersion}, ResourceVersion in object meta: ${revision}`,
    );
  }
}

async function admitDeletion(call: Call, { object }: StoredObject, dryRun: boolean): Promise<void> {
  const request: AdmissionRequest = {
    operation: 'DELETE',
    type: call.type,
    subresource: call.info.subresource,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name ?? '',
    old: object,
    options: {},
    user: call.user,
    dryRun,
    warn: (sentence) => call.warnings.add(sentence),
  };
  for (const plugin of call.server.admission) await plugin.mutate?.(request);
  for (const plugin of call.server.admission) await plugin.validate?.(request);
}

export function deletedStatus(type: ResourceType, { metadata }: KubeObject): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: metadata.name,
      ...(type.group !== '' && { group: type.group }),
      kind: type.resource,
      uid: metadata.uid,
    },
  };
}
