/** GET of one object and of many. */
import { type ListMeta, notFound, StatusError } from '@luban/kube';
import { groupResource } from '../registry/resource-type.ts';
import { objectKey, RevisionUnavailable, type StoredObject } from '../store/store.ts';
import type { ApiResponse } from '../wire/api-request.ts';
import { encodeContinue, expiredContinue, type ListQuery, listQuery } from '../wire/list-query.ts';
import { negotiate } from '../wire/negotiate.ts';
import { type Selection, selectionOf } from './selection.ts';
import type { Call, ServerContext } from './server-context.ts';
import { includeObject, respondList, respondObject, type ViewOptions } from './views.ts';

/** How many objects are looked at before others get their turn. */
const SCAN = 500;
/** One in so many objects at most has a label that is worth an index. */
const MANY = 8;

export function viewOptions({ request, server }: Call): ViewOptions {
  return {
    ...negotiate(request.headers.accept, request.query),
    includeObject: includeObject(request.query),
    now: server.clock.now(),
  };
}

export function getObject(call: Call): ApiResponse {
  return respondObject(call.type, existing(call), viewOptions(call));
}

/** @throws StatusError 404 */
export function existing({ server, type, info }: Call): StoredObject {
  const key = objectKey(type.namespaced ? info.namespace : undefined, info.name);
  const stored = server.store.get(type.storageKey, key);
  if (stored === undefined) throw notFound(groupResource(type), info.name);
  return stored;
}

export async function listObjects(call: Call): Promise<ApiResponse> {
  const options = viewOptions(call);
  const query = listQuery(call.request.query);
  const selection = selectionOf(call, query);
  const { items, metadata } = await page(call, query, selection);
  return respondList(call.type, items, metadata, options);
}

interface Page {
  items: StoredObject[];
  metadata: ListMeta;
}

async function page({ server, type }: Call, query: ListQuery, selection: Selection): Promise<Page> {
  const { store } = server;
  await reach(server, query.continue === undefined ? query.revision : undefined);
  const revision = pinnedRevision(query);
  if (selection.key !== undefined && revision === undefined) {
    const stored = store.get(type.storageKey, selection.key);
    return {
      items: stored !== undefined && selection.matches(stored) ? [stored] : [],
      metadata: { resourceVersion: String(store.revision) },
    };
  }
  const newest = revision === undefined;
  const few = newest ? labelled(server, type, selection) : undefined;
  if (few !== undefined) {
    const items = few.filter((item) => isSelected(selection, item));
    const found = query.limit ? items.slice(0, query.limit) : items;
    const remaining = items.length - found.length;
    return { items: found, metadata: listMeta(store.revision, remaining, found.at(-1)?.key ?? '', false) };
  }
  const items: StoredObject[] = [];
  const limit = query.limit || Number.POSITIVE_INFINITY;
  let after = query.continue?.after;
  let at = revision;
  for (;;) {
    const wanted = selection.everything ? limit - items.length : SCAN;
    const found = listAt(server, type.storageKey, {
      namespace: selection.namespace,
      after,
      revision: at,
      ...(Number.isFinite(wanted) && { limit: wanted }),
    });
    at = found.revision;
    for (let i = 0; i < found.items.length; i++) {
      const item = found.items[i]!;
      if (!isSelected(selection, item)) continue;
      items.push(item);
      if (items.length < limit) continue;
      const remaining = found.remaining + found.items.length - i - 1;
      return { items, metadata: listMeta(at, remaining, item.key, selection.everything) };
    }
    if (found.remaining === 0) {
      // Now that every object has been looked at for its labels, remembering them costs little.
      if (newest && selection.namespace === undefined) indexLabels(server, type, selection);
      return { items, metadata: listMeta(at, 0, '', false) };
    }
    after = found.items.at(-1)!.key;
    await turn();
  }
}

/** The objects that may be selected, when an index knows them and they are few. */
function labelled({ store }: ServerContext, { storageKey }: Call['type'], selection: Selection) {
  const atMost = store.count(storageKey) / MANY;
  for (const { key, values } of selection.labels) {
    const found = store.labelled(storageKey, { key, values, namespace: selection.namespace, atMost });
    if (found !== undefined) return found;
  }
  return undefined;
}

function indexLabels({ store }: ServerContext, { storageKey }: Call['type'], { labels }: Selection): void {
  if (store.count(storageKey) < SCAN) return;
  for (const { key } of labels) store.indexLabel(storageKey, key);
}

function isSelected(selection: Selection, item: StoredObject): boolean {
  return (selection.key === undefined || item.key === selection.key) && selection.matches(item);
}

function listMeta(revision: number, remaining: number, after: string, countable: boolean): ListMeta {
  return {
    resourceVersion: String(revision),
    ...(remaining > 0 && { continue: encodeContinue({ revision, after }) }),
    ...(remaining > 0 && countable && { remainingItemCount: remaining }),
  };
}

/** The state that has to be shown, when it is not simply the newest. */
function pinnedRevision(query: ListQuery): number | undefined {
  if (query.continue !== undefined) return query.continue.revision > 0 ? query.continue.revision : undefined;
  return query.match === 'Exact' ? query.revision : undefined;
}

function listAt(server: ServerContext, resource: string, range: Parameters<ServerContext['store']['list']>[1]) {
  try {
    return server.store.list(resource, range);
  } catch (error) {
    if (!(error instanceof RevisionUnavailable)) throw error;
    throw error.future ? tooLarge(error.asked, server.store.revision) : expiredContinue(range?.after ?? '');
  }
}

const PATIENCE = 3_000;

/** Waits until the revision is there, for a while: it may have come from a writer that was told a moment earlier. */
export async function reach({ store, clock }: ServerContext, revision: number | undefined): Promise<void> {
  for (let waited = 0; revision !== undefined && revision > store.revision; waited += 50) {
    if (waited >= PATIENCE) throw tooLarge(revision, store.revision);
    await new Promise<void>((resolve) => void clock.after(50, resolve));
  }
}

function tooLarge(asked: number, current: number): StatusError {
  const message = `Too large resource version: ${asked}, current: ${current}`;
  return new StatusError({
    message: `Timeout: ${message}`,
    reason: 'Timeout',
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
    code: 504,
  });
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
