/** How long calls are let in at a stretch, in milliseconds. */
const STRETCH = 10;

/**
 * Lets calls of the same process in bit by bit. Requests of sockets come by turns of the event loop; hundreds of calls
 * that others make at once would otherwise be answered in one, and keep everybody else waiting meanwhile.
 */
export class FairTurns {
  readonly #waiting: (() => void)[] = [];
  /** When the first call of the present turn came. */
  #began: number | undefined;

  /** @returns what to wait for; undefined while the present turn is young */
  next(): Promise<void> | undefined {
    if (this.#began === undefined) {
      this.#began = performance.now();
      setImmediate(() => void this.#turn());
    }
    if (this.#waiting.length === 0 && performance.now() - this.#began < STRETCH) return undefined;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #turn(): Promise<void> {
    this.#began = undefined;
    if (this.#waiting.length === 0) return;
    this.#began = performance.now();
    setImmediate(() => void this.#turn());
    const end = this.#began + STRETCH;
    while (this.#waiting.length > 0 && performance.now() < end) {
      this.#waiting.shift()?.();
      // The call goes on until it waits for something itself.
      await undefined;
    }
  }
}
