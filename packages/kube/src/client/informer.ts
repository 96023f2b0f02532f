import { type Clock, systemClock } from '../clock.ts';
import type { KubeObject } from '../object.ts';
import { isStatusError } from '../status.ts';
import type { KubeClient, ResourceKind } from './kube-client.ts';

export interface InformerHandlers<T> {
  onAdd?(object: T): void;
  onUpdate?(object: T, previous: T): void;
  onDelete?(last: T): void;
}

export interface InformerOptions {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  clock?: Clock;
  /** Told of failures; the informer goes on. */
  onError?(error: unknown): void;
}

const PAGE = 500;
const FIRST_RETRY = 200;
const LONGEST_RETRY = 30_000;

/**
 * Keeps a copy of the objects of a kind: a list, then a watch from there, and a new list when the server no longer knows
 * the revision. Handlers see each object's changes in order; what was missed during a gap comes as one change.
 */
export class Informer<T extends KubeObject = KubeObject> implements Disposable {
  readonly #client: KubeClient;
  readonly #kind: ResourceKind;
  readonly #options: InformerOptions;
  readonly #objects = new Map<string, T>();
  readonly #handlers = new Set<InformerHandlers<T>>();
  readonly #end = new AbortController();
  readonly #synced = Promise.withResolvers<void>();
  #started = false;

  constructor(client: KubeClient, kind: ResourceKind, options: InformerOptions = {}) {
    this.#client = client;
    this.#kind = kind;
    this.#options = options;
  }

  /** Resolves when the first list is in. */
  start(): Promise<void> {
    if (!this.#started) void this.#run();
    this.#started = true;
    return this.#synced.promise;
  }

  /** By `namespace/name`, or `name` when cluster-scoped. Objects must not be changed. */
  get(key: string): T | undefined {
    return this.#objects.get(key);
  }

  values(): IterableIterator<T> {
    return this.#objects.values();
  }

  get size(): number {
    return this.#objects.size;
  }

  /** Objects that are there already are told as added, before this returns. */
  subscribe(handlers: InformerHandlers<T>): Disposable {
    this.#handlers.add(handlers);
    for (const object of this.#objects.values()) handlers.onAdd?.(object);
    return { [Symbol.dispose]: () => void this.#handlers.delete(handlers) };
  }

  [Symbol.dispose](): void {
    this.#end.abort();
    this.#handlers.clear();
    this.#synced.resolve();
  }

  async #run(): Promise<void> {
    let retry = FIRST_RETRY;
    let revision: string | undefined;
    while (!this.#end.signal.aborted) {
      try {
        revision ??= await this.#list();
        this.#synced.resolve();
        retry = FIRST_RETRY;
        for await (const event of this.#client.watch<T>(this.#kind, {
          ...this.#selection(),
          resourceVersion: revision,
          allowBookmarks: true,
          timeoutSeconds: 300 + Math.floor(Math.random() * 300),
          signal: this.#end.signal,
        })) {
          revision = event.object.metadata.resourceVersion ?? revision;
          if (event.type === 'DELETED') this.#remove(keyOf(event.object), event.object);
          else if (event.type !== 'BOOKMARK') this.#put(event.object);
        }
      } catch (error) {
        if (this.#end.signal.aborted) return;
        revision = undefined;
        if (isStatusError(error, 'Expired')) continue;
        this.#options.onError?.(error);
        await this.#pause(retry);
        retry = Math.min(retry * 2, LONGEST_RETRY);
      }
    }
  }

  async #list(): Promise<string> {
    const seen = new Set<string>();
    let token: string | undefined;
    let revision = '';
    do {
      const page = await this.#client.list<T>(this.#kind, { ...this.#selection(), limit: PAGE, continue: token });
      for (const item of page.items) {
        // Items of typed lists carry no kind of their own.
        const kind = page.kind.replace(/List$/, '');
        const object = { ...item, apiVersion: item.apiVersion ?? page.apiVersion, kind: item.kind ?? kind };
        seen.add(keyOf(object));
        this.#put(object);
      }
      revision = page.metadata.resourceVersion ?? '';
      token = page.metadata.continue || undefined;
    } while (token !== undefined);
    for (const [key, object] of this.#objects) if (!seen.has(key)) this.#remove(key, object);
    return revision;
  }

  #put(object: T): void {
    const key = keyOf(object);
    const previous = this.#objects.get(key);
    if (previous?.metadata.resourceVersion === object.metadata.resourceVersion && previous !== undefined) return;
    this.#objects.set(key, object);
    for (const handler of this.#handlers) {
      this.#tell(() => (previous === undefined ? handler.onAdd?.(object) : handler.onUpdate?.(object, previous)));
    }
  }

  #remove(key: string, last: T): void {
    if (!this.#objects.delete(key)) return;
    for (const handler of this.#handlers) this.#tell(() => handler.onDelete?.(last));
  }

  #tell(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#options.onError?.(error);
    }
  }

  #selection() {
    const { namespace, labelSelector, fieldSelector } = this.#options;
    return { namespace, labelSelector, fieldSelector };
  }

  #pause(milliseconds: number): Promise<void> {
    const { clock = systemClock } = this.#options;
    return new Promise((resolve) => {
      clock.after(milliseconds, resolve);
      this.#end.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

function keyOf({ metadata }: KubeObject): string {
  return metadata.namespace === undefined ? metadata.name! : `${metadata.namespace}/${metadata.name}`;
}
