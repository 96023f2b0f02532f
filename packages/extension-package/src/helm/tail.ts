/** The last lines of a text that may be long. */
export class Tail {
  readonly #lines: string[] = [];
  readonly #most: number;
  #size = 0;

  /** @param most letters that are kept */
  constructor(most: number) {
    this.#most = most;
  }

  add(line: string): void {
    const kept = line.slice(0, this.#most);
    this.#lines.push(kept);
    this.#size += kept.length + 1;
    while (this.#size > this.#most && this.#lines.length > 1) this.#size -= this.#lines.shift()!.length + 1;
  }

  get text(): string {
    return this.#lines.join('\n');
  }
}
