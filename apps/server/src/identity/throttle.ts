/**
 * Slows down guessing. Each key has some free attempts; after them every further failure doubles the wait. A success
 * clears the key.
 */
export interface ThrottleOptions {
  /** Failures before the first wait. Default: 3. */
  free?: number;
  /** Milliseconds of the first wait. Default: 1,000. */
  first?: number;
  /** Longest wait in milliseconds. Default: 60,000. */
  longest?: number;
  /** Milliseconds after the last attempt until a key is forgotten. Default: 15 minutes. */
  memory?: number;
  /** Keys kept at most; the oldest go first. Default: 10,000. */
  size?: number;
  /** Default: `Date.now`. */
  now?: () => number;
}

interface Entry {
  attempts: number;
  last: number;
  blockedUntil: number;
}

export class Throttle {
  readonly #options: Required<ThrottleOptions>;
  readonly #entries = new Map<string, Entry>();

  constructor(options: ThrottleOptions = {}) {
    this.#options = {
      free: 3,
      first: 1_000,
      longest: 60_000,
      memory: 15 * 60_000,
      size: 10_000,
      now: Date.now,
      ...options,
    };
  }

  /**
   * Counts an attempt as failed until `succeed` says otherwise, so that attempts made at once are all counted.
   *
   * @returns milliseconds to wait; 0: go ahead. A refused attempt does not count.
   */
  attempt(key: string): number {
    const { free, first, longest, memory, now } = this.#options;
    const time = now();
    const known = this.#entries.get(key);
    const entry =
      known !== undefined && time - known.last < memory ? known : { attempts: 0, last: time, blockedUntil: 0 };
    if (entry.blockedUntil > time) return entry.blockedUntil - time;
    entry.attempts += 1;
    entry.last = time;
    if (entry.attempts >= free) {
      entry.blockedUntil = time + Math.min(longest, first * 2 ** Math.min(entry.attempts - free, 30));
    }
    this.#remember(key, entry);
    return 0;
  }

  succeed(key: string): void {
    this.#entries.delete(key);
  }

  #remember(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#options.size) this.#entries.delete(this.#entries.keys().next().value!);
  }
}
