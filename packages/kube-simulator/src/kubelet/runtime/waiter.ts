import type { Clock } from '@luban/kube';

/** Waiting that ends early when the process is killed. */
export class Waiter {
  readonly #clock: Clock;
  readonly #killed: AbortSignal;
  readonly #speed: number;

  /** @param speed durations are divided by it */
  constructor(clock: Clock, killed: AbortSignal, speed = 1) {
    this.#clock = clock;
    this.#killed = killed;
    this.#speed = speed;
  }

  sleep(milliseconds: number, interrupted?: AbortSignal): Promise<void> {
    const signals = interrupted === undefined ? [this.#killed] : [this.#killed, interrupted];
    return new Promise((resolve) => {
      if (signals.some(({ aborted }) => aborted)) {
        resolve();
        return;
      }
      const done = () => {
        timer?.[Symbol.dispose]();
        for (const signal of signals) signal.removeEventListener('abort', done);
        resolve();
      };
      // What never ends needs no timer.
      const timer = Number.isFinite(milliseconds) ? this.#wait(milliseconds / this.#speed, done) : undefined;
      for (const signal of signals) signal.addEventListener('abort', done);
    });
  }

  /** In pieces, because clocks need not take delays beyond some weeks. */
  #wait(milliseconds: number, done: () => void): Disposable {
    const DAY = 86_400_000;
    let current = this.#clock.after(Math.min(milliseconds, DAY), () => {
      if (milliseconds <= DAY) done();
      else current = this.#wait(milliseconds - DAY, done);
    });
    return { [Symbol.dispose]: () => current[Symbol.dispose]() };
  }
}
