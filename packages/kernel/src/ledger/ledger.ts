import { report } from '../core/report.ts';
/** What came of ending everything: all of it was tried, whatever failed on the way. */
export interface LedgerEnd {
  count: number;
  errors: unknown[];
}

/**
 * Holds the effects of one owner until its end, in the way of the language's `DisposableStack`, which it can stand in
 * for. Different from that one, each effect has a kind and can be released on its own, and a release may be a promise.
 */
export class Ledger implements DisposableStack {
  readonly [Symbol.toStringTag] = 'DisposableStack';
  readonly #entries = new Set<Entry>();
  readonly #changed: () => void;
  #ended = false;

  /** `changed` is called after each entry and each release, at most once in a turn of the event loop. */
  constructor(changed: () => void = () => {}) {
    this.#changed = coalesced(changed);
  }

  get disposed(): boolean {
    return this.#ended;
  }

  /** Number of effects now held, by kind. */
  get counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { kind } of this.#entries) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }

  /**
   * Enters an effect. The result releases it early. After the end there is nothing to hold on to: the effect is released
   * at once and a `ReferenceError` thrown, as `DisposableStack` does.
   */
  hold(kind: string, release: () => unknown): Disposable {
    if (this.#ended) {
      release();
      throw new ReferenceError('The extension has ended: it cannot start anything more');
    }
    const entry: Entry = { kind, release };
    this.#entries.add(entry);
    this.#changed();
    return {
      [Symbol.dispose]: () => {
        if (!this.#entries.delete(entry)) return;
        this.#changed();
        release();
      },
    };
  }

  /** Takes an effect off the books without releasing it: it has ended by itself. */
  drop(kind: string, release: () => unknown): void {
    for (const entry of this.#entries) {
      if (entry.kind !== kind || entry.release !== release) continue;
      this.#entries.delete(entry);
      this.#changed();
      return;
    }
  }

  use<T extends Disposable | null | undefined>(value: T): T {
    if (value) this.hold('disposable', () => value[Symbol.dispose]());
    return value;
  }

  adopt<T>(value: T, release: (value: T) => void): T {
    this.hold('disposable', () => release(value));
    return value;
  }

  defer(release: () => void): void {
    this.hold('disposable', release);
  }

  move(): DisposableStack {
    const moved = new Ledger(this.#changed);
    for (const entry of this.#entries) moved.#entries.add(entry);
    this.#entries.clear();
    this.#ended = true;
    return moved;
  }

  dispose(): void {
    this[Symbol.dispose]();
  }

  /** Throws an `AggregateError` at the end when something failed. */
  [Symbol.dispose](): void {
    const { errors, pending } = this.#releaseAll();
    for (const each of pending) each.catch(report);
    if (errors.length > 0) throw new AggregateError(errors, `${errors.length} effects could not be released`);
  }

  /** Releases everything, the latest first. Never rejects; waits for releases that are promises. */
  async end(): Promise<LedgerEnd> {
    const { count, errors, pending } = this.#releaseAll();
    for (const each of await Promise.allSettled(pending)) if (each.status === 'rejected') errors.push(each.reason);
    return { count, errors };
  }

  #releaseAll() {
    this.#ended = true;
    const entries = [...this.#entries].reverse();
    this.#entries.clear();
    const errors: unknown[] = [];
    const pending: Promise<unknown>[] = [];
    for (const { release } of entries) {
      try {
        const result = release();
        if (result instanceof Promise) pending.push(result);
      } catch (error) {
        errors.push(error);
      }
    }
    if (entries.length > 0) this.#changed();
    return { count: entries.length, errors, pending };
  }
}

interface Entry {
  kind: string;
  release: () => unknown;
}

function coalesced(run: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      run();
    });
  };
}
