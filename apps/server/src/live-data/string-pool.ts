/** Keeps equal texts, labels and lists once: thousands of rows say the same. */
export class StringPool {
  readonly #texts = new Map<string, string>();
  readonly #labels = new Map<string, Readonly<Record<string, string>>>();

  text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size >= LARGEST) this.#texts.clear();
    this.#texts.set(text, text);
    return text;
  }

  labels(value: unknown): Readonly<Record<string, string>> {
    if (typeof value !== 'object' || value === null) return NONE;
    const key = JSON.stringify(value);
    const known = this.#labels.get(key);
    if (known !== undefined) return known;
    if (this.#labels.size >= LARGEST) this.#labels.clear();
    const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    const labels = Object.fromEntries(entries.map(([name, text]) => [this.text(name), this.text(text)]));
    this.#labels.set(key, labels);
    return labels;
  }
}

/** Beyond it the pool starts anew; rows keep what they have. */
const LARGEST = 20_000;
const NONE: Readonly<Record<string, string>> = Object.freeze({});
