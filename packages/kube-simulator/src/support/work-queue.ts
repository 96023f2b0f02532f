import type { Clock } from '@luban/kube';

const FIRST_DELAY = 20;
const LONGEST_DELAY = 60_000;

/**
 * Keys that need work. A key that waits is not added twice, and one that is being worked on is not handed out again
 * before that has ended. Times are in milliseconds.
 */
export class WorkQueue implements Disposable {
  readonly #clock: Clock;
  readonly #work: (key: string) => Promise<void>;
  readonly #workers: number;
  readonly #waiting = new Set<string>();
  readonly #active = new Set<string>();
  /** Added while being worked on. */
  readonly #again = new Set<string>();
  readonly #delayed = new Map<string, { at: number; timer: Disposable }>();
  readonly #failures = new Map<string, number>();
  #ended = false;

  /** @param work must not reject */
  constructor(clock: Clock, workers: number, work: (key: string) => Promise<void>) {
    this.#clock = clock;
    this.#workers = workers;
    this.#work = work;
  }

  add(key: string): void {
    if (this.#ended) return;
    if (this.#active.has(key)) {
      this.#again.add(key);
      return;
    }
    this.#waiting.add(key);
    this.#next();
  }

  /** Adds later. When asked several times for a key, the earliest time counts. */
  addAfter(key: string, delay: number): void {
    if (this.#ended) return;
    const at = this.#clock.now() + Math.max(0, delay);
    const known = this.#delayed.get(key);
    if (known !== undefined && known.at <= at) return;
    known?.timer[Symbol.dispose]();
    const timer = this.#clock.after(delay, () => {
      this.#delayed.delete(key);
      this.add(key);
    });
    this.#delayed.set(key, { at, timer });
  }

  /** Adds after a delay that doubles with every failure of the key. */
  retry(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.addAfter(key, Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(failures, 20)));
  }

  /** The key's work succeeded; its next failure is the first again. */
  succeeded(key: string): void {
    this.#failures.delete(key);
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#waiting.clear();
    this.#again.clear();
    for (const { timer } of this.#delayed.values()) timer[Symbol.dispose]();
    this.#delayed.clear();
  }

  #next(): void {
    while (this.#active.size < this.#workers && this.#waiting.size > 0) {
      const [key] = this.#waiting;
      if (key === undefined) return;
      this.#waiting.delete(key);
      this.#active.add(key);
      void this.#run(key);
    }
  }

  async #run(key: string): Promise<void> {
    // Whoever added the key is still telling others of the same change.
    await Promise.resolve();
    await this.#work(key);
    this.#active.delete(key);
    if (this.#again.delete(key)) this.add(key);
    this.#next();
  }
}
