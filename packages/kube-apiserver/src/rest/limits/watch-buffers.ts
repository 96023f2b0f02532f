import type { Clock } from '@luban/kube';
import type { ResponseSink } from '../../wire/api-request.ts';

/** Milliseconds between two looks at all watches. */
const LOOK_EVERY = 100;
/** Bytes that are nobody's fault. */
const MODEST = 256 * 1024;

/** Bounds the bytes that all watches together have not taken yet, by ending the slowest of them. */
export class WatchBuffers {
  readonly #limit: number;
  readonly #clock: Clock;
  readonly #sinks = new Set<ResponseSink>();
  #looked = Number.NEGATIVE_INFINITY;

  /** @param limit bytes */
  constructor(limit: number, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  add(sink: ResponseSink): Disposable {
    this.#sinks.add(sink);
    return { [Symbol.dispose]: () => void this.#sinks.delete(sink) };
  }

  /** To be called after something was written to the sink. */
  written(sink: ResponseSink): void {
    if (sink.buffered <= MODEST || this.#clock.now() - this.#looked < LOOK_EVERY) return;
    this.#looked = this.#clock.now();
    const slow = [...this.#sinks]
      .map((other) => ({ other, bytes: other.buffered }))
      .filter(({ bytes }) => bytes > 0)
      .sort((a, b) => b.bytes - a.bytes);
    let total = slow.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { other, bytes } of slow) {
      if (total <= this.#limit) return;
      total -= bytes;
      other.end();
    }
  }
}
