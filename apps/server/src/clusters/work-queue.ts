import { type Clock, systemClock } from '@luban/kube';

export interface WorkQueueOptions {
  clock?: Clock;
  onError(error: unknown): void;
}

const FIRST_RETRY = 500;
const LONGEST_RETRY = 60_000;

/**
 * Works on names, each by itself and never twice at a time. A name that is added while it is worked on comes once more
 * afterwards; one that failed is tried again, later each time.
 */
export class WorkQueue implements AsyncDisposable {
  readonly #work: (name: string) => Promise<void>;
  readonly #options: Required<WorkQueueOptions>;
  readonly #running = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  readonly #retries = new Map<string, { timer: Disposable; wait: number }>();
  #ended = false;

  constructor(work: (name: string) => Promise<void>, options: WorkQueueOptions) {
    this.#work = work;
    this.#options = { clock: systemClock, ...options };
  }

  add(name: string): void {
    if (this.#ended) return;
    if (this.#running.has(name)) {
      this.#again.add(name);
      return;
    }
    this.#running.set(
      name,
      this.#run(name).finally(() => {
        this.#running.delete(name);
        if (this.#again.delete(name)) this.add(name);
      }),
    );
  }

  /** Waits for what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    for (const { timer } of this.#retries.values()) timer[Symbol.dispose]();
    await Promise.all(this.#running.values());
  }

  async #run(name: string): Promise<void> {
    const retry = this.#retries.get(name);
    retry?.timer[Symbol.dispose]();
    try {
      await this.#work(name);
      this.#retries.delete(name);
    } catch (error) {
      if (this.#ended) return;
      this.#options.onError(error);
      const wait = Math.min(LONGEST_RETRY, retry === undefined ? FIRST_RETRY : retry.wait * 2);
      this.#retries.set(name, { wait, timer: this.#options.clock.after(wait, () => this.add(name)) });
    }
  }
}
