import type { ComposedIndex, IndexDelta, IndexDocument, Problem } from '@luban/manifest';
import type { EventStreamSource, KernelEnvironment, Readable } from '../contract.ts';
import { writable } from '../core/readable.ts';
import type { IndexStore } from './index-store.ts';

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
/** Milliseconds without a stream before a person is told. */
const PATIENCE = 10_000;
/** Milliseconds that the server has, after its greeting, to send what this tab missed. */
const CATCH_UP = 2_000;

type Connection = 'connecting' | 'live' | 'lost' | 'off';

export interface EventStreamOptions {
  events: string | undefined;
  indexUrl: string | undefined;
  store: IndexStore;
  environment: Pick<KernelEnvironment, 'createEventSource' | 'fetch'>;
  /** The stream has been away for a while, or is back. */
  lost(lost: boolean): void;
  /** The whole index was fetched and is not in a form that this page reads. */
  unreadable(): void;
  /** How the person's rights stand at the server. */
  rights?(stamp: string | undefined): void;
  /** The server tells this person something that has happened. */
  notice?(problem: Problem): void;
  /** The server serves another build of the console than this page runs. */
  hostChanged(build: string): void;
}

export interface EventStream extends Disposable {
  readonly connection: Readable<Connection>;
  /** Fetches the whole index now. Never rejects: a failure is reported, and the index stays as it is. */
  refresh(): Promise<void>;
}

/**
 * Follows the server's index. The stream is opened anew after each break, so that its URL names the revision this tab
 * has now; the browser's own reconnection would name the first one for ever.
 */
export function followIndex(options: EventStreamOptions): EventStream {
  const { store, environment } = options;
  const host = store.whole.get().host;
  const connection = writable<Connection>(options.events === undefined ? 'off' : 'connecting');
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let source: EventStreamSource | undefined;
  let wait = FIRST_WAIT;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let fetching: Promise<boolean> | undefined;
  let ended = false;

  const later = (run: () => void, ms: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
    return timer;
  };
  const live = () => {
    clearTimeout(patience);
    patience = undefined;
    wait = FIRST_WAIT;
    if (connection.get() === 'lost') options.lost(false);
    connection.set('live');
  };
  const broken = () => {
    source?.close();
    source = undefined;
    if (ended) return;
    if (connection.get() === 'live') connection.set('connecting');
    patience ??= later(() => {
      connection.set('lost');
      options.lost(true);
    }, PATIENCE);
    later(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };
  const refetch = (): Promise<boolean> => {
    if (options.indexUrl === undefined || ended) return Promise.resolve(true);
    fetching ??= fetchIndex(environment.fetch, options.indexUrl)
      .then(
        (document) => {
          try {
            if (!ended) store.replace(document);
          } catch {
            options.unreadable();
          }
          return true;
        },
        () => {
          // The stream is opened anew, and tells again what is missing here.
          broken();
          return false;
        },
      )
      .finally(() => {
        fetching = undefined;
      });
    return fetching;
  };

  const open = () => {
    if (ended || options.events === undefined) return;
    const separator = options.events.includes('?') ? '&' : '?';
    const url = `${options.events}${separator}revision=${encodeURIComponent(store.whole.get().revision)}`;
    const stream = environment.createEventSource(url);
    source = stream;
    const on = (type: string, take: (data: unknown) => void) =>
      stream.addEventListener(type, (event) => {
        if (source === stream) take(parse((event as MessageEvent<string>).data));
      });
    on('hello', (data) => {
      const hello = data as { revision: string; host: string; rights?: string };
      live();
      options.rights?.(hello.rights);
      if (hello.host !== host) options.hostChanged(hello.host);
      const mine = revision(store);
      if (hello.revision !== mine) later(() => mine === revision(store) && refetch(), CATCH_UP);
    });
    on('delta', (data) => {
      if (!store.apply(data as IndexDelta)) void refetch();
    });
    on('reset', () => void refetch());
    on('rights', (data) => options.rights?.((data as { rights: string }).rights));
    on('notice', (data) => options.notice?.((data as { problem: Problem }).problem));
    stream.addEventListener('error', () => {
      if (source === stream) broken();
    });
  };
  open();

  return {
    connection,
    refresh: async () => {
      const reached = await refetch();
      if (!ended && !reached) connection.set('lost');
      if (!reached || connection.get() === 'off') options.lost(!reached);
    },
    [Symbol.dispose]: () => {
      ended = true;
      source?.close();
      clearTimeout(patience);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function revision(store: IndexStore): string {
  return (store.whole.get() satisfies ComposedIndex).revision;
}

async function fetchIndex(fetch: KernelEnvironment['fetch'], url: string): Promise<IndexDocument> {
  const response = await fetch(url, { headers: { accept: 'application/json' }, cache: 'no-store' });
  if (!response.ok) throw new Error(`The index answered ${response.status}`);
  return (await response.json()) as IndexDocument;
}

function parse(data: string): unknown {
  return data ? JSON.parse(data) : undefined;
}
