import type { Clock } from '@luban/kube';

/** Parts of the time that history is kept for; revisions are dated no finer. */
const PARTS = 64;

interface Stretch {
  begin: number;
  /** When its last revision was made. */
  end: number;
  revision: number;
}

/** Knows how old revisions are, and calls when some are older than they need to be. */
export class HistoryAge implements Disposable {
  readonly #clock: Clock;
  readonly #keepFor: number;
  readonly #compact: (revision: number) => void;
  readonly #stretches: Stretch[] = [];
  #timer: Disposable | undefined;
  #running = false;

  /**
   * @param keepFor Milliseconds.
   * @param compact Gets the newest revision that is old enough.
   */
  constructor(clock: Clock, keepFor: number, compact: (revision: number) => void) {
    this.#clock = clock;
    this.#keepFor = keepFor;
    this.#compact = compact;
  }

  /** @param time When the revision was made, in milliseconds of the epoch. */
  note(revision: number, time: number): void {
    const last = this.#stretches.at(-1);
    if (last !== undefined && time - last.begin < this.#keepFor / PARTS) {
      last.end = Math.max(last.end, time);
      last.revision = revision;
    } else {
      this.#stretches.push({ begin: time, end: time, revision });
    }
    this.#arm();
  }

  /** Nothing is compacted before. */
  start(): void {
    this.#running = true;
    this.#wake();
  }

  [Symbol.dispose](): void {
    this.#running = false;
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  #arm(): void {
    const oldest = this.#stretches[0];
    if (!this.#running || this.#timer !== undefined || oldest === undefined) return;
    // A stretch may still grow, so its end is looked at anew.
    const due = oldest.begin + this.#keepFor + this.#keepFor / PARTS;
    this.#timer = this.#clock.after(Math.max(1, due - this.#clock.now()), () => {
      this.#timer = undefined;
      this.#wake();
    });
  }

  #wake(): void {
    const old = this.#clock.now() - this.#keepFor;
    let revision: number | undefined;
    while (this.#stretches[0] !== undefined && this.#stretches[0].end <= old) {
      revision = this.#stretches.shift()?.revision;
    }
    if (revision !== undefined) this.#compact(revision);
    this.#arm();
  }
}
