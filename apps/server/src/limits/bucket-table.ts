import { type Rate, TokenBucket } from './token-bucket.ts';

/**
 * Buckets by key, as many as fit: who has not asked for longest is forgotten first, and begins with a full bucket. An
 * attacker with many addresses can therefore bring out at most what each of them would have had anyway.
 */
export class BucketTable {
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #size: number;

  /** @param size buckets kept at most. Default: 20,000. */
  constructor(size = 20_000) {
    this.#size = size;
  }

  /** @returns 0, or the milliseconds until the key may go on */
  take(key: string, rate: Rate, now: number): number {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(rate, now);
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > this.#size) this.#buckets.delete(this.#buckets.keys().next().value!);
    return bucket.take(rate, now);
  }

  get size(): number {
    return this.#buckets.size;
  }
}
