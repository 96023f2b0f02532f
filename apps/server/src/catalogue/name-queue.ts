import { type Clock, systemClock } from '@luban/kube';

export interface NameQueueOptions {
  clock?: Clock;
  /** Milliseconds that a name waits for more to happen to it. Default: 100. */
  delay?: number;
  /** Names worked on at a time. Default: 8. */
  parallel?: number;
  onError(error: unknown): void;
}

const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 60_000;

/**
 * Works on names after a short wait, so that a burst of changes is one piece of work; so many at a time, and none twice at
 * once. A name that failed comes again, later each time.
 */
export class NameQueue implements AsyncDisposable {
  readonly #work: (name: string) => Promise<void>;
  readonly #options: Required<NameQueueOptions>;
  readonly #timers = new Map<string, Disposable>();
  readonly #due = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #waits = new Map<string, number>();
  #ended = false;

  constructor(work: (name: string) => Promise<void>, options: NameQueueOptions) {
    this.#work = work;
    const { clock = systemClock, delay = 100, parallel = 8, onError } = options;
    this.#options = { clock, delay, parallel, onError };
  }

  add(name: string): void {
    if (this.#ended || this.#due.has(name)) return;
    // A name that waits to be tried again need not wait any longer.
    if (this.#timers.has(name) && !this.#waits.has(name)) return;
    this.#after(name, this.#options.delay);
  }

  /** Waits for what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
    this.#due.clear();
    await Promise.all(this.#running.values());
  }

  #after(name: string, milliseconds: number): void {
    this.#timers.get(name)?.[Symbol.dispose]();
    const timer = this.#options.clock.after(milliseconds, () => {
      this.#timers.delete(name);
      this.#due.add(name);
      this.#next();
    });
    this.#timers.set(name, timer);
  }

  #next(): void {
    for (const name of this.#due) {
      if (this.#ended || this.#running.size >= this.#options.parallel) return;
      if (this.#running.has(name)) continue;
      this.#due.delete(name);
      const run = this.#run(name).finally(() => {
        this.#running.delete(name);
        this.#next();
      });
      this.#running.set(name, run);
    }
  }

  async #run(name: string): Promise<void> {
    try {
      await this.#work(name);
      this.#waits.delete(name);
    } catch (error) {
      if (this.#ended) return;
      this.#options.onError(error);
      const wait = Math.min(LONGEST_RETRY, (this.#waits.get(name) ?? FIRST_RETRY / 2) * 2);
      this.#waits.set(name, wait);
      if (!this.#timers.has(name) && !this.#due.has(name)) this.#after(name, wait);
    }
  }
}
