import type { Clock } from '@luban/kube';
import type { StorageKey } from '../store.ts';
import type { VersionChain } from './version.ts';

/** Deletions asked for in one turn of the event loop. */
const AT_ONCE = 500;
/** Milliseconds until a deletion that could not be written is tried again. */
const RETRY = 1000;

interface Waiting {
  at: number;
  resource: StorageKey;
  chain: VersionChain;
}

/** Deletes objects whose lifetime is over. A chain stands in the queue once, unless its lifetime was shortened. */
export class Lifetimes {
  readonly #clock: Clock;
  readonly #expire: (resource: StorageKey, chain: VersionChain) => Promise<unknown>;
  /** A binary heap, soonest first. */
  readonly #heap: Waiting[] = [];
  #timer: { at: number; handle: Disposable } | undefined;
  #running = false;

  /** @param expire Deletes the newest version of the chain. */
  constructor(clock: Clock, expire: (resource: StorageKey, chain: VersionChain) => Promise<unknown>) {
    this.#clock = clock;
    this.#expire = expire;
  }

  /** Must be called after a version with an expiry became the newest. */
  watch(resource: StorageKey, chain: VersionChain, at: number): void {
    if (at >= chain.wakesAt) return;
    chain.wakesAt = at;
    this.#push({ at, resource, chain });
    this.#arm();
  }

  /** Nothing is deleted before. */
  start(): void {
    this.#running = true;
    this.#arm();
  }

  [Symbol.dispose](): void {
    this.#running = false;
    this.#timer?.handle[Symbol.dispose]();
    this.#timer = undefined;
  }

  #arm(): void {
    const soonest = this.#heap[0];
    if (soonest === undefined || !this.#running) return;
    if (this.#timer !== undefined) {
      if (this.#timer.at <= soonest.at) return;
      this.#timer.handle[Symbol.dispose]();
    }
    const handle = this.#clock.after(Math.max(0, soonest.at - this.#clock.now()), () => {
      this.#timer = undefined;
      this.#wake();
    });
    this.#timer = { at: soonest.at, handle };
  }

  #wake(): void {
    const now = this.#clock.now();
    for (let done = 0; done < AT_ONCE; done++) {
      const soonest = this.#heap[0];
      if (soonest === undefined || soonest.at > now) break;
      this.#pop();
      const { chain, resource, at } = soonest;
      // Another, earlier entry has looked after it.
      if (chain.wakesAt !== at) continue;
      chain.wakesAt = Number.POSITIVE_INFINITY;
      const newest = chain.newest;
      if (newest === undefined || newest.deletion || newest.expiry === 0) continue;
      if (newest.expiry > now) this.watch(resource, chain, newest.expiry);
      else this.#expire(resource, chain).catch(() => this.watch(resource, chain, this.#clock.now() + RETRY));
    }
    this.#arm();
  }

  #push(waiting: Waiting): void {
    const heap = this.#heap;
    let at = heap.push(waiting) - 1;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if ((heap[parent] as Waiting).at <= waiting.at) break;
      heap[at] = heap[parent] as Waiting;
      at = parent;
    }
    heap[at] = waiting;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as Waiting).at < (heap[child] as Waiting).at) child++;
      if ((heap[child] as Waiting).at >= last.at) break;
      heap[at] = heap[child] as Waiting;
      at = child;
    }
    heap[at] = last;
  }
}
