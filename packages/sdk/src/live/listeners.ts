/** Who wants to be told. One that leaves while others are told is not told any more. */
export class Listeners {
  readonly #listeners = new Set<() => void>();

  add(listener: () => void): () => void {
    // Each addition counts by itself, also of the same function.
    const own = () => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  call(): void {
    for (const listener of this.#listeners) listener();
  }
}
