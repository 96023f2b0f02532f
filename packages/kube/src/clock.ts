/** Time as an argument, so that tests can turn it. */
export interface Clock {
  /** Milliseconds of the epoch. */
  now(): number;
  /** Calls once after the delay, in milliseconds, unless disposed before. */
  after(milliseconds: number, call: () => void): Disposable;
}

/** The computer's own time. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: Date.now,
  after(milliseconds, call) {
    // Longer delays overflow the timer and would fire at once.
    const timer: unknown = setTimeout(call, Math.min(Math.max(0, milliseconds), 2 ** 31 - 1));
    if (typeof timer === 'object' && timer !== null && 'unref' in timer) (timer as { unref(): void }).unref();
    return { [Symbol.dispose]: () => clearTimeout(timer as number) };
  },
};

/** A clock that stands still until `advance` is called. */
export class ManualClock implements Clock {
  #now: number;
  #timers: { at: number; call: () => void }[] = [];

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now = (): number => this.#now;

  after(milliseconds: number, call: () => void): Disposable {
    const timer = { at: this.#now + Math.max(0, milliseconds), call };
    this.#timers.push(timer);
    return {
      [Symbol.dispose]: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  /** Turns the clock, calls what is due in its order, and lets promises settle in between. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settle();
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#now = Math.max(this.#now, due.at);
      due.call();
    }
    this.#now = end;
    await settle();
  }
}

/** A turn of the event loop, which lets the promises before it settle. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
