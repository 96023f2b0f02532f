import { type Rate, TokenBucket } from './token-bucket.ts';

interface Entry {
  bucket: TokenBucket;
  /** Which take put it at the end. */
  movedAt: number;
}

/**
 * Buckets by key, as many as fit: who has not asked for longest is forgotten first, and begins with a full bucket. An
 * attacker with many addresses can therefore bring out at most what each of them would have had anyway.
 */
export class BucketTable {
  readonly #buckets = new Map<string, Entry>();
  readonly #size: number;
  #takes = 0;

  /** @param size buckets kept at most. Default: 20,000. */
  constructor(size = 20_000) {
    this.#size = size;
  }

  /** @returns 0, or the milliseconds until the key may go on */
  take(key: string, rate: Rate, now: number): number {
    this.#takes += 1;
    let entry = this.#buckets.get(key);
    // So many others at most have come behind it since, and it is far from being the next to go: moving it each time would
    // have the map replace its tables all the time, which collections that are cheap cannot clear away.
    if (entry === undefined || this.#takes - entry.movedAt >= this.#size / 2) {
      entry = { bucket: entry?.bucket ?? new TokenBucket(rate, now), movedAt: this.#takes };
      this.#buckets.delete(key);
      this.#buckets.set(key, entry);
      if (this.#buckets.size > this.#size) this.#buckets.delete(this.#buckets.keys().next().value!);
    }
    return entry.bucket.take(rate, now);
  }

  /** Undoes a take that was let through. */
  giveBack(key: string, rate: Rate): void {
    this.#buckets.get(key)?.bucket.giveBack(rate);
  }

  get size(): number {
    return this.#buckets.size;
  }
}
