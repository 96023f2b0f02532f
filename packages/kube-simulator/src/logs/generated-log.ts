import { randomOf } from '../support/random.ts';
import { dayFactor, type LogGenerator, type LogWriter } from './log-generator.ts';
import type { LogEntry, LogSource } from './log-source.ts';

const SLOT = 60_000;
const MOST_IN_SLOT = 200;
/** Sequence numbers of the opening lie below this one. */
const FIRST_OF_SLOTS = 1000;
/** Older lines are rotated away, an hour's worth at a time. */
const KEPT = 24 * 3_600_000;
const HOUR = 3_600_000;

export interface GeneratedLogOptions {
  generator: LogGenerator;
  writer: LogWriter;
  /** One run of one container has one seed. */
  seed: string;
  /** Milliseconds of the epoch. */
  startedAt: number;
  /** Says first of all that nothing of it is real. */
  notice: string;
  /** What a program that crashes says in the end; milliseconds after the start. */
  lastWords?: readonly { after: number; text: string; stream?: 'stderr' }[];
}

/** Lines that are computed when somebody asks, minute by minute, so that a year of them costs no memory. */
export class GeneratedLog implements LogSource {
  readonly #options: GeneratedLogOptions;
  readonly #opening: readonly LogEntry[];
  readonly #listeners = new Set<() => void>();
  #endedAt: number | undefined;

  constructor(options: GeneratedLogOptions) {
    this.#options = options;
    const { generator, writer, seed, startedAt, notice, lastWords = [] } = options;
    const stream = generator.openingStream ?? 'stdout';
    const opening = generator.opening(randomOf(seed, 'opening'), startedAt, writer);
    this.#opening = [{ after: 0, text: notice, stream } as const, ...opening, ...lastWords].map((line, sequence) => ({
      sequence,
      time: startedAt + line.after,
      stream: 'stream' in line && line.stream !== undefined ? line.stream : stream,
      text: line.text,
    }));
  }

  get endedAt(): number | undefined {
    return this.#endedAt;
  }

  end(time: number): void {
    if (this.#endedAt !== undefined) return;
    this.#endedAt = time;
    for (const listener of [...this.#listeners]) listener();
  }

  *after(sequence: number, until: number): Iterable<LogEntry> {
    const last = this.#until(until);
    const oldest = this.#oldest(last);
    for (const entry of this.#opening) {
      if (entry.sequence > sequence && entry.time <= last && entry.time >= oldest) yield entry;
    }
    const from = sequence < FIRST_OF_SLOTS ? -1 : this.#slotOf(sequence);
    for (let slot = Math.max(from, this.#slotAt(oldest)); slot <= this.#slotAt(last); slot++) {
      for (const entry of this.#slot(slot)) if (entry.sequence > sequence && entry.time <= last) yield entry;
    }
  }

  *backwards(until: number): Iterable<LogEntry> {
    const last = this.#until(until);
    const oldest = this.#oldest(last);
    for (let slot = this.#slotAt(last); slot >= this.#slotAt(oldest); slot--) {
      for (const entry of this.#slot(slot).reverse()) if (entry.time <= last) yield entry;
    }
    for (const entry of this.#opening.toReversed()) if (entry.time <= last && entry.time >= oldest) yield entry;
  }

  nextAfter(time: number): number | undefined {
    if (this.#endedAt !== undefined) return undefined;
    const opening = this.#opening.find((entry) => entry.time > time);
    if (opening !== undefined) return opening.time;
    const first = this.#slotAt(time);
    for (let slot = first; slot < first + 60; slot++) {
      const next = this.#slot(slot).find((entry) => entry.time > time);
      if (next !== undefined) return next.time;
    }
    return time + 60 * SLOT;
  }

  subscribe(changed: () => void): Disposable {
    this.#listeners.add(changed);
    return { [Symbol.dispose]: () => void this.#listeners.delete(changed) };
  }

  #until(time: number): number {
    return Math.min(time, this.#endedAt ?? time);
  }

  #oldest(last: number): number {
    return Math.max(this.#options.startedAt, Math.floor((last - KEPT) / HOUR) * HOUR);
  }

  #slotAt(time: number): number {
    return Math.floor((time - this.#options.startedAt) / SLOT);
  }

  #slotOf(sequence: number): number {
    return Math.floor((sequence - FIRST_OF_SLOTS) / MOST_IN_SLOT);
  }

  #slot(slot: number): LogEntry[] {
    if (slot < 0) return [];
    const { generator, seed, writer, startedAt } = this.#options;
    const random = randomOf(seed, 'slot', slot);
    const begin = startedAt + slot * SLOT;
    const count = Math.min(
      MOST_IN_SLOT,
      Math.floor(generator.linesPerMinute * dayFactor(begin) * (0.6 + 0.8 * random()) + random()),
    );
    // Nothing ordinary is written before the program has opened.
    const earliest = this.#opening.at(-1)?.time ?? startedAt;
    return Array.from({ length: count }, () => begin + Math.floor(random() * SLOT))
      .sort((a, b) => a - b)
      .map((time, index) => {
        const sequence = FIRST_OF_SLOTS + slot * MOST_IN_SLOT + index;
        const { text, stream = 'stdout' } = generator.line(randomOf(seed, 'line', sequence), time, writer);
        return { sequence, time, stream, text } as LogEntry;
      })
      .filter(({ time }) => time > earliest);
  }
}
