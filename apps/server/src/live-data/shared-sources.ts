import type { Clock } from '@luban/kube';
import { Refusal } from '../refusal.ts';

/** A source in use. Dispose it once. */
export interface Lease<T> extends Disposable {
  readonly source: T;
}

interface Shared<T> {
  source: T;
  users: number;
  linger: number;
  end?: Disposable;
}

/** Sources of one server: beyond it something goes wild, and clusters have to be kept from it. */
const MOST = 2_000;

/** Sources by what they follow: one for all who use it, and for a while after the last. */
export class SharedSources<T extends Disposable> implements Disposable {
  readonly #shared = new Map<string, Shared<T>>();
  readonly #clock: Clock;
  readonly #linger: number;

  /** @param linger milliseconds that an unused source stays */
  constructor(clock: Clock, linger: number) {
    this.#clock = clock;
    this.#linger = linger;
  }

  /**
   * @param linger Default: that of all
   * @throws Refusal when there are too many
   */
  lease(id: string, make: () => T, linger = this.#linger): Lease<T> {
    let shared = this.#shared.get(id);
    if (shared === undefined) {
      if (this.#shared.size >= MOST) throw new Refusal(503, 'LB5514', { limit: MOST });
      shared = { source: make(), users: 0, linger };
      this.#shared.set(id, shared);
    }
    shared.users++;
    shared.end?.[Symbol.dispose]();
    shared.end = undefined;
    const { source } = shared;
    const held = shared;
    return { source, [Symbol.dispose]: () => this.#release(id, held) };
  }

  *values(): IterableIterator<T> {
    for (const { source } of this.#shared.values()) yield source;
  }

  get size(): number {
    return this.#shared.size;
  }

  [Symbol.dispose](): void {
    for (const { source, end } of this.#shared.values()) {
      end?.[Symbol.dispose]();
      source[Symbol.dispose]();
    }
    this.#shared.clear();
  }

  #release(id: string, shared: Shared<T>): void {
    shared.users--;
    if (shared.users > 0 || this.#shared.get(id) !== shared) return;
    shared.end = this.#clock.after(shared.linger, () => {
      this.#shared.delete(id);
      shared.source[Symbol.dispose]();
    });
  }
}
