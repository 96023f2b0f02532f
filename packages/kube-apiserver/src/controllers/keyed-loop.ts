import type { Clock } from '@luban/kube';

export interface KeyedLoopOptions {
  clock: Clock;
  onError(error: unknown): void;
  /** Milliseconds before a key is looked at, so that changes that come together are one. Default: 0. */
  delay?: number;
}

const FIRST_RETRY = 50;
const LONGEST_RETRY = 30_000;

/** Looks at keys, one after another; again when they were queued meanwhile, later when looking at them failed. */
export class KeyedLoop implements Disposable {
  readonly #reconcile: (key: string) => Promise<number | undefined>;
  readonly #options: KeyedLoopOptions;
  readonly #queued = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #timers = new Map<string, Disposable>();
  #running = false;
  #ended = false;

  /** @param reconcile may return the milliseconds after which it wants to look again */
  constructor(reconcile: (key: string) => Promise<number | undefined>, options: KeyedLoopOptions) {
    this.#reconcile = reconcile;
    this.#options = options;
  }

  enqueue(key: string): void {
    if (this.#ended || this.#queued.has(key)) return;
    this.#timers.get(key)?.[Symbol.dispose]();
    this.#timers.delete(key);
    this.#queued.add(key);
    if (this.#running) return;
    this.#running = true;
    void this.#run();
  }

  enqueueAfter(key: string, milliseconds: number): void {
    if (this.#ended || this.#queued.has(key) || this.#timers.has(key)) return;
    this.#timers.set(
      key,
      this.#options.clock.after(milliseconds, () => {
        this.#timers.delete(key);
        this.enqueue(key);
      }),
    );
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#queued.clear();
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
    this.#timers.clear();
  }

  async #run(): Promise<void> {
    const { delay = 0, clock } = this.#options;
    // Never in the turn of whoever queued it.
    await new Promise<void>((resolve) => {
      if (delay === 0) setImmediate(resolve);
      else clock.after(delay, resolve);
    });
    for (const key of this.#queued) {
      this.#queued.delete(key);
      await this.#look(key);
    }
    this.#running = false;
  }

  async #look(key: string): Promise<void> {
    try {
      const again = await this.#reconcile(key);
      this.#failures.delete(key);
      if (typeof again === 'number') this.enqueueAfter(key, again);
    } catch (error) {
      if (this.#ended) return;
      const failures = (this.#failures.get(key) ?? 0) + 1;
      this.#failures.set(key, failures);
      // Somebody being faster is no news; that it goes on is.
      if (failures > 3) this.#options.onError(error);
      this.enqueueAfter(key, Math.min(FIRST_RETRY * 2 ** failures, LONGEST_RETRY));
    }
  }
}
