import { compareTimes } from './compare-times.ts';

/** One line of a log as it is kept. */
export interface LogLine {
  /** Counts up from 1 within a buffer. */
  readonly id: number;
  /** Index of the stream it came from. */
  readonly source: number;
  /** RFC 3339 with nanoseconds; that of the line before for lines of our own. */
  readonly time: string;
  readonly text: string;
  /** Where the stream began, broke off or ended, in a sentence of our own. */
  readonly mark?: boolean;
}

/** Longest line that is kept, in UTF-16 units: a line of megabytes would stop the page. */
export const LONGEST_LINE = 16_384;

/**
 * The last lines of one or several streams, those of several by their time. Old ones make room, and are counted. Listeners
 * are told at most once per frame, however much arrives.
 */
export class LogBuffer {
  readonly #capacity: number;
  readonly #schedule: (run: () => void) => void;
  readonly #listeners = new Set<() => void>();
  #lines: LogLine[] = [];
  #snapshot: readonly LogLine[] = [];
  #nextId = 1;
  /** Time of the last line of each stream. */
  readonly #latest = new Map<number, string>();
  #pending = false;

  /** @param schedule runs something at the next frame; default: `requestAnimationFrame` */
  constructor(capacity: number, schedule: (run: () => void) => void = (run) => requestAnimationFrame(run)) {
    this.#capacity = capacity;
    this.#schedule = schedule;
  }

  /** Lines that were let go. */
  get dropped(): number {
    return this.#nextId - 1 - this.#lines.length;
  }

  push(source: number, lines: readonly { time: string; text: string; mark?: boolean }[]): void {
    for (const { time, text, mark } of lines) {
      const kept = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
      const moment = time || (this.#latest.get(source) ?? '');
      this.#latest.set(source, moment);
      this.#place({ id: this.#nextId++, source, time: moment, text: kept, ...(mark && { mark }) });
    }
    // In steps, because cutting at each line would move all of them each time.
    if (this.#lines.length > this.#capacity * 1.1) this.#lines = this.#lines.slice(-this.#capacity);
    this.#changed();
  }

  clear(): void {
    this.#lines = [];
    this.#nextId = 1;
    this.#latest.clear();
    this.#changed();
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly get = (): readonly LogLine[] => this.#snapshot;

  /** Streams bring their lines in order, so only another stream's lines can be later than this one. */
  #place(line: LogLine): void {
    let at = this.#lines.length;
    if (this.#latest.size > 1) {
      let low = 0;
      while (low < at) {
        const middle = (low + at) >>> 1;
        if (compareTimes(this.#lines[middle]?.time ?? '', line.time) <= 0) low = middle + 1;
        else at = middle;
      }
    }
    if (at === this.#lines.length) this.#lines.push(line);
    else this.#lines.splice(at, 0, line);
  }

  #changed(): void {
    if (this.#pending) return;
    this.#pending = true;
    this.#schedule(() => {
      this.#pending = false;
      this.#snapshot = [...this.#lines];
      for (const listener of this.#listeners) listener();
    });
  }
}
