import type { Clock } from '@luban/kube';

export interface LeadingWorkOptions {
  clock: Clock;
  start(): Promise<AsyncDisposable>;
  onError(error: unknown): void;
}

const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 30_000;

/** One piece of work that runs while it should: never twice at once, and started again when a start failed. */
export class LeadingWork {
  readonly #options: LeadingWorkOptions;
  #wanted = false;
  #running: AsyncDisposable | undefined;
  /** Each step waits for the one before. */
  #steps: Promise<void> = Promise.resolve();
  #retry: Disposable | undefined;
  #pause = FIRST_RETRY;

  constructor(options: LeadingWorkOptions) {
    this.#options = options;
  }

  /** @returns when the work runs, or has ended */
  want(wanted: boolean): Promise<void> {
    this.#wanted = wanted;
    this.#retry?.[Symbol.dispose]();
    this.#pause = FIRST_RETRY;
    return this.#step();
  }

  #step(): Promise<void> {
    this.#steps = this.#steps.then(() => this.#follow());
    return this.#steps;
  }

  async #follow(): Promise<void> {
    const { clock, start, onError } = this.#options;
    try {
      if (this.#wanted && this.#running === undefined) {
        this.#running = await start();
        this.#pause = FIRST_RETRY;
        // Leadership may have been lost while it started; the step for that waits behind this one.
      } else if (!this.#wanted && this.#running !== undefined) {
        const running = this.#running;
        this.#running = undefined;
        await running[Symbol.asyncDispose]();
      }
    } catch (error) {
      onError(error);
      if (!this.#wanted) return;
      this.#retry = clock.after(this.#pause, () => void this.#step());
      this.#pause = Math.min(this.#pause * 2, LONGEST_RETRY);
    }
  }
}
