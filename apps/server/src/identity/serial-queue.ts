/** Runs work by key: of one key never two at once, and once more when it was added while it ran. */
export class SerialQueue implements AsyncDisposable {
  readonly #work: (key: string) => Promise<void>;
  readonly #onError: (error: unknown) => void;
  readonly #waiting = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  #over = false;

  constructor(work: (key: string) => Promise<void>, onError: (error: unknown) => void) {
    this.#work = work;
    this.#onError = onError;
  }

  add(key: string): void {
    if (this.#over) return;
    this.#waiting.add(key);
    if (!this.#running.has(key)) this.#running.set(key, this.#run(key));
  }

  /** Waits for what is running; what waits is left to whoever comes after. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    this.#waiting.clear();
    await Promise.all(this.#running.values());
  }

  async #run(key: string): Promise<void> {
    // What comes in the same turn is one piece of work.
    await Promise.resolve();
    while (this.#waiting.delete(key)) {
      try {
        await this.#work(key);
      } catch (error) {
        this.#onError(error);
      }
    }
    this.#running.delete(key);
  }
}
