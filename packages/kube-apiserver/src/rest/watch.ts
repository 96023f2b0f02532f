/** Streams of changes. Source: k8s.io/apiserver, watch cache and watch handler; KEP-3157 for sendInitialEvents. */
import { apiVersionOf, expired, type KubeObject, tooManyRequests } from '@luban/kube';
import type { ResourceType } from '../registry/resource-type.ts';
import { RevisionUnavailable, type StoredObject, type StoreEvent } from '../store/store.ts';
import type { ApiResponse, ResponseSink } from '../wire/api-request.ts';
import { type WatchQuery, watchQuery } from '../wire/list-query.ts';
import { statusOf } from '../wire/respond.ts';
import { joinLines } from './join-lines.ts';
import { reach, viewOptions } from './read.ts';
import { type Selection, selectionOf } from './selection.ts';
import { sendState } from './send-state.ts';
import type { Call } from './server-context.ts';
import { eventObject, type ViewOptions } from './views.ts';

/** Bytes that a client may leave untaken. Beyond it the stream ends, and the client starts again from where it was. */
const SLOW = 8 * 2 ** 20;
const BOOKMARK_EVERY = 60_000;
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

export async function watchObjects(call: Call): Promise<ApiResponse> {
  const { server, type, request, user } = call;
  if (!server.limits.watches.hasRoom(user.username)) throw tooManyWatches();
  const options = viewOptions(call);
  const query = watchQuery(request.query);
  const selection = selectionOf(call, query);
  await reach(server, query.revision);
  const start = startingPoint(query, server.store.revision);
  if (!start.state) checkKept(start.revision, server.store.oldestRevision);
  const watch = { call, options, query, selection, start, type };
  return {
    status: 200,
    headers: {
      'content-type': options.encoding === 'json' ? 'application/json' : 'application/yaml',
      'cache-control': 'no-cache, private',
      'x-content-type-options': 'nosniff',
    },
    body: (sink) => run(watch, sink),
  };
}

interface Watch {
  call: Call;
  type: ResourceType;
  options: ViewOptions;
  query: WatchQuery;
  selection: Selection;
  start: { state: boolean; revision: number };
}

/** Whether the present state comes first, and from which revision on events are told. */
function startingPoint(query: WatchQuery, newest: number): Watch['start'] {
  const { revision, sendInitialEvents } = query;
  if (sendInitialEvents !== undefined) {
    return { state: sendInitialEvents, revision: sendInitialEvents ? newest : revision || newest };
  }
  return revision ? { state: false, revision } : { state: true, revision: newest };
}

function checkKept(revision: number, oldest: number): void {
  if (revision < oldest) throw tooOld(revision, oldest);
}

function tooManyWatches() {
  return tooManyRequests('Too many watches, please try again later.', 10);
}

function tooOld(revision: number, oldest: number) {
  return expired(`too old resource version: ${revision} (${oldest})`);
}

function run(watch: Watch, sink: ResponseSink): void {
  const { call, query, selection, start, type, options } = watch;
  const { store, clock, limits } = call.server;
  const held = new DisposableStack();
  held.use(limits.watches.take(call.user.username));
  held.use(limits.watchBuffers.add(sink));
  sink.onClose(() => held.dispose());
  let seen = start.revision;
  let first = true;
  /** Events that come while the state before them is still being sent. */
  let waiting: Buffer[] | undefined;

  const send = (events: readonly Buffer[]) => {
    if (events.length === 0 || sink.closed) return;
    sink.write(joinLines(events));
    if (sink.buffered > SLOW) sink.end();
    else limits.watchBuffers.written(sink);
  };
  const encode = (kind: EventType, stored: StoredObject) => {
    // Ages are those of the moment, however long ago the watch began.
    const buffer = encodeEvent(type, kind, stored, { ...options, now: call.server.clock.now() }, first);
    first = false;
    return buffer;
  };
  const bookmark = (revision: number, annotations?: Record<string, string>) => {
    const metadata = {
      resourceVersion: String(revision),
      creationTimestamp: null,
      ...(annotations && { annotations }),
    };
    send([line('BOOKMARK', Buffer.from(JSON.stringify(bookmarkObject(type, metadata, options))))]);
  };

  try {
    if (start.state) {
      // The state and the subscription are of one turn of the event loop, so nothing falls between them.
      const page = store.list(type.storageKey, { namespace: selection.namespace });
      seen = page.revision;
      waiting = [];
      void sendState(stateLines(page.items, selection, encode), sink, send).then((sent) => {
        if (!sent) return sink.end();
        if (query.sendInitialEvents) bookmark(page.revision, { [INITIAL_EVENTS_END]: 'true' });
        const late = waiting ?? [];
        waiting = undefined;
        send(late);
      });
    }
    let waitingBytes = 0;
    held.use(
      store.subscribe(type.storageKey, seen, (events) => {
        const buffers: Buffer[] = [];
        for (const event of events) {
          const change = translate(event, selection);
          if (change !== undefined) buffers.push(encode(change.type, change.stored));
        }
        seen = Math.max(seen, events.at(-1)?.revision ?? seen);
        if (waiting === undefined) return send(buffers);
        for (const buffer of buffers) {
          waiting.push(buffer);
          waitingBytes += buffer.length;
        }
        if (waitingBytes > SLOW) sink.end();
      }),
    );
  } catch (error) {
    const status = statusOf(error instanceof RevisionUnavailable ? tooOld(error.asked, error.oldest) : error);
    sink.write(line('ERROR', Buffer.from(JSON.stringify(status))));
    sink.end();
    return;
  }

  const tellRevision = () => {
    if (waiting !== undefined) return;
    // Nothing of this resource is underway when a timer fires, so the whole store's revision holds for it too.
    seen = Math.max(seen, store.revision);
    bookmark(seen);
  };
  if (query.bookmarks) {
    let timer: Disposable | undefined;
    const again = () => {
      tellRevision();
      timer = clock.after(BOOKMARK_EVERY, again);
    };
    timer = clock.after(BOOKMARK_EVERY, again);
    held.defer(() => timer?.[Symbol.dispose]());
  }
  const lifetime = (query.timeoutSeconds ?? 1_800 + Math.random() * 1_800) * 1_000;
  held.use(
    clock.after(lifetime, () => {
      if (query.bookmarks) tellRevision();
      sink.end();
    }),
  );
}

/** What an event is to somebody who sees only a part of the objects. */
function translate(
  { type, current, previous }: StoreEvent,
  selection: Selection,
): { type: EventType; stored: StoredObject } | undefined {
  if (selection.key !== undefined && current.key !== selection.key) return undefined;
  if (selection.namespace !== undefined && current.namespace !== selection.namespace) return undefined;
  if (selection.everything) return { type, stored: current };
  if (type === 'DELETED') return selection.matches(previous ?? current) ? { type, stored: current } : undefined;
  const before = previous !== undefined && selection.matches(previous);
  const now = selection.matches(current);
  if (now) return { type: before ? 'MODIFIED' : 'ADDED', stored: current };
  return before ? { type: 'DELETED', stored: lastSeen(previous, current) } : undefined;
}

/** The state that was last selected, at the revision at which it no longer is. */
function lastSeen(previous: StoredObject, { revision }: StoredObject): StoredObject {
  const metadata = { ...previous.object.metadata, resourceVersion: String(revision) };
  const object: KubeObject = { ...previous.object, metadata };
  return {
    ...identity(previous),
    revision,
    object,
    labels: previous.labels,
    json: Buffer.from(JSON.stringify(object)),
  };
}

const identity = ({ key, namespace, name }: StoredObject) => ({ key, namespace, name });

type Lines = Partial<Record<EventType, Buffer>>;
const lines = new WeakMap<ResourceType, WeakMap<StoredObject, Lines>>();

/** A thousand watchers of one event share its line. */
function encodeEvent(
  type: ResourceType,
  kind: EventType,
  stored: StoredObject,
  options: ViewOptions,
  first: boolean,
): Buffer {
  if (options.view !== 'object') return line(kind, eventObject(type, stored, options, first));
  let ofType = lines.get(type);
  if (ofType === undefined) {
    ofType = new WeakMap();
    lines.set(type, ofType);
  }
  let known = ofType.get(stored);
  if (known === undefined) {
    known = {};
    ofType.set(stored, known);
  }
  const encoded = known[kind] ?? line(kind, eventObject(type, stored, options, first));
  known[kind] = encoded;
  return encoded;
}

function line(kind: string, object: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`{"type":"${kind}","object":`), object, LINE_END]);
}

const LINE_END = Buffer.from('}\n');

function bookmarkObject(type: ResourceType, metadata: object, { view, viewVersion }: ViewOptions): object {
  if (view === 'Table') {
    return {
      kind: 'Table',
      apiVersion: `meta.k8s.io/${viewVersion}`,
      metadata,
      columnDefinitions: null,
      rows: [
        {
          cells: type.printer.columns.map(() => null),
          object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata },
        },
      ],
    };
  }
  if (view !== 'object') return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${viewVersion}`, metadata };
  return { kind: type.kind, apiVersion: apiVersionOf(type), metadata };
}

/** Encoded one by one, as they are sent. */
function* stateLines(
  items: readonly StoredObject[],
  selection: Selection,
  encode: (kind: EventType, stored: StoredObject) => Buffer,
): Generator<Buffer | undefined> {
  for (const item of items) {
    const chosen = (selection.key === undefined || item.key === selection.key) && selection.matches(item);
    yield chosen ? encode('ADDED', item) : undefined;
  }
}
