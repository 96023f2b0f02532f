/** How fast something may go on, and how much at once. */
export interface Rate {
  /** Tokens that come back per second. */
  readonly perSecond: number;
  /** Tokens at most, with which a bucket begins. */
  readonly burst: number;
}

/** A bucket that fills by itself: one token for each request. Nothing runs while nobody asks. */
export class TokenBucket {
  #tokens: number;
  #at: number;

  /** @param now milliseconds, of whatever clock `take` is given too */
  constructor(rate: Rate, now: number) {
    this.#tokens = rate.burst;
    this.#at = now;
  }

  /**
   * Takes a token. The rate is given each time, so that a new one holds from the next request on.
   *
   * @returns 0, or the milliseconds until there is one; a refused request takes none
   */
  take(rate: Rate, now: number): number {
    // A clock that was set back must not take tokens away.
    const passed = Math.max(0, now - this.#at);
    this.#tokens = Math.min(rate.burst, this.#tokens + (passed / 1000) * rate.perSecond);
    this.#at = now;
    // What is left of adding fractions up must not make somebody wait who waited as told.
    if (this.#tokens >= 1 - 1e-9) {
      this.#tokens = Math.max(0, this.#tokens - 1);
      return 0;
    }
    return Math.max(1, Math.ceil(((1 - this.#tokens) / rate.perSecond) * 1000));
  }

  /** Puts a token back that was taken for nothing. */
  giveBack(rate: Rate): void {
    this.#tokens = Math.min(rate.burst, this.#tokens + 1);
  }
}
