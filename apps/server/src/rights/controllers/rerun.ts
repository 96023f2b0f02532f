import { type Clock, systemClock } from '@luban/kube';

export interface RerunOptions {
  /** Rejects when it has to be tried again. */
  run(): Promise<void>;
  onError(error: unknown): void;
  clock?: Clock;
  /** Milliseconds that changes are collected. Default: 20. */
  patience?: number;
}

const FIRST_RETRY = 500;
const LONGEST_RETRY = 60_000;

/** Work that brings something to the state it has to have: run after changes, one at a time, and again until it succeeds. */
export class Rerun implements AsyncDisposable {
  readonly #options: RerunOptions;
  #pending: Disposable | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #retry = FIRST_RETRY;
  #ended = false;
  #lastError = '';

  constructor(options: RerunOptions) {
    this.#options = options;
  }

  /** Something changed. */
  schedule(): void {
    if (this.#running !== undefined) this.#again = true;
    else this.#after(this.#options.patience ?? 20);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    this.#pending?.[Symbol.dispose]();
    await this.#running;
  }

  #after(milliseconds: number): void {
    if (this.#ended) return;
    this.#pending?.[Symbol.dispose]();
    this.#pending = (this.#options.clock ?? systemClock).after(milliseconds, () => {
      this.#running = this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#again = false;
    let wait: number | undefined;
    try {
      await this.#options.run();
      this.#retry = FIRST_RETRY;
      this.#lastError = '';
    } catch (error) {
      this.#tell(error);
      wait = this.#retry;
      this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY);
    }
    this.#running = undefined;
    if (this.#again) this.#after(this.#options.patience ?? 20);
    else if (wait !== undefined) this.#after(wait);
  }

  /** The same failure over and over is told once. */
  #tell(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (text === this.#lastError) return;
    this.#lastError = text;
    if (!this.#ended) this.#options.onError(error);
  }
}
