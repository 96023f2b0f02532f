/** What is open at once, by whom. */
export class OpenStreams {
  readonly #counts = new Map<string, number>();
  #total = 0;

  /** @returns what to dispose of at the end, or undefined when there are that many already */
  open(key: string, most: number): Disposable | undefined {
    const count = this.#counts.get(key) ?? 0;
    if (count >= most) return undefined;
    this.#counts.set(key, count + 1);
    this.#total += 1;
    let open = true;
    return {
      [Symbol.dispose]: () => {
        if (!open) return;
        open = false;
        this.#total -= 1;
        const left = this.#counts.get(key)! - 1;
        if (left > 0) this.#counts.set(key, left);
        else this.#counts.delete(key);
      },
    };
  }

  get total(): number {
    return this.#total;
  }
}
