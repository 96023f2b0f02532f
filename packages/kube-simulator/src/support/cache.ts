import type { Clock, KubeObject } from '@luban/kube';
import type { Informer } from '@luban/kube/client';
import { Index } from './cache-index.ts';
import { isNewer, keyOf } from './objects.ts';

export interface CacheHandlers<T> {
  onAdd?(object: T): void;
  onUpdate?(object: T, previous: T): void;
  onDelete?(last: T): void;
}

/** How long a write may stay unconfirmed by the watch, and how long deleted objects are remembered. In milliseconds. */
const MEMORY = 60_000;

/**
 * The objects of a kind as an informer sees them, and ahead of it the outcome of the simulator's own writes. Without the
 * second part a controller would see the world before its last writes, and create its pods twice.
 */
export class Cache<T extends KubeObject> implements Disposable {
  readonly #informer: Informer<T>;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #objects = new Map<string, T>();
  readonly #handlers = new Set<CacheHandlers<T>>();
  readonly #indexes = new Map<string, Index<T>>();
  /** Keys that only a write told of, with the time. */
  readonly #unconfirmed = new Map<string, number>();
  /** Unique ids of deleted objects, with the time, so that late answers of writes do not bring them back. */
  readonly #deleted = new Map<string, number>();
  #sweep: Disposable | undefined;
  /** Resolves when the first list is in. */
  readonly synced: Promise<void>;

  constructor(informer: Informer<T>, clock: Clock, onError: (error: unknown) => void) {
    this.#informer = informer;
    this.#clock = clock;
    this.#onError = onError;
    informer.subscribe({
      onAdd: (object) => this.#see(object),
      onUpdate: (object) => this.#see(object),
      onDelete: (last) => this.forget(last),
    });
    this.synced = informer.start();
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

  /** The index of that name, which the first to ask defines: `keysOf` says under which keys an object is found. */
  index(name: string, keysOf: (object: T) => readonly string[]): Index<T> {
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = new Index(keysOf);
      for (const object of this.#objects.values()) index.put(object, undefined);
      this.#indexes.set(name, index);
    }
    return index;
  }

  /** Objects that are there already are told as added, before this returns. Indexes are up to date when handlers run. */
  subscribe(handlers: CacheHandlers<T>): Disposable {
    this.#handlers.add(handlers);
    for (const object of this.#objects.values()) this.#guard(() => handlers.onAdd?.(object));
    return { [Symbol.dispose]: () => void this.#handlers.delete(handlers) };
  }

  /** Takes in the answer to a write. */
  record(object: T): void {
    if (this.#deleted.has(object.metadata.uid ?? '')) return;
    const key = keyOf(object);
    if (this.#informer.get(key) === undefined) {
      this.#unconfirmed.set(key, this.#clock.now());
      this.#scheduleSweep();
    }
    this.#put(key, object);
  }

  /** Takes in that the object is gone. */
  forget(last: KubeObject): void {
    const key = keyOf(last);
    if (last.metadata.uid !== undefined) {
      this.#deleted.set(last.metadata.uid, this.#clock.now());
      this.#scheduleSweep();
    }
    const current = this.#objects.get(key);
    if (current?.metadata.uid === last.metadata.uid) this.#remove(key);
  }

  [Symbol.dispose](): void {
    this.#informer[Symbol.dispose]();
    this.#handlers.clear();
    this.#sweep?.[Symbol.dispose]();
  }

  #see(object: T): void {
    const key = keyOf(object);
    this.#unconfirmed.delete(key);
    if (!this.#deleted.has(object.metadata.uid ?? '')) this.#put(key, object);
  }

  #put(key: string, object: T): void {
    const previous = this.#objects.get(key);
    if (previous !== undefined && previous.metadata.uid !== object.metadata.uid) {
      // Another object of the same name. A late answer about the former must not replace it.
      if (isNewer(previous, object)) return;
      this.#remove(key);
      this.#put(key, object);
      return;
    }
    if (previous !== undefined && !isNewer(object, previous)) return;
    this.#objects.set(key, object);
    for (const index of this.#indexes.values()) index.put(object, previous);
    for (const handlers of [...this.#handlers]) {
      this.#guard(() => (previous === undefined ? handlers.onAdd?.(object) : handlers.onUpdate?.(object, previous)));
    }
  }

  #remove(key: string): void {
    const last = this.#objects.get(key);
    if (last === undefined) return;
    this.#objects.delete(key);
    this.#unconfirmed.delete(key);
    for (const index of this.#indexes.values()) index.remove(last);
    for (const handlers of [...this.#handlers]) this.#guard(() => handlers.onDelete?.(last));
  }

  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#onError(error);
    }
  }

  #scheduleSweep(): void {
    this.#sweep ??= this.#clock.after(MEMORY, () => {
      this.#sweep = undefined;
      const before = this.#clock.now() - MEMORY;
      for (const [uid, time] of this.#deleted) if (time <= before) this.#deleted.delete(uid);
      for (const [key, time] of this.#unconfirmed) {
        if (time > before) continue;
        // Deleted again during a gap of the watch, so the informer never saw it.
        this.#unconfirmed.delete(key);
        if (this.#informer.get(key) === undefined) this.#remove(key);
      }
      if (this.#deleted.size + this.#unconfirmed.size > 0) this.#scheduleSweep();
    });
  }
}
