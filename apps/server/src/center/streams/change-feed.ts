import { randomUUID } from 'node:crypto';
import type { CenterChange } from '@luban/manifest/center-api';
import type { CenterChanges } from '../center-changes.ts';
import type { EventStream } from './event-stream.ts';

export interface ChangeFeedOptions {
  changes: CenterChanges;
  /** Milliseconds in which changes are collected. Default: 250. */
  patience?: number;
  /** Milliseconds between signs of life. Default: 25,000. */
  heartbeat?: number;
}

interface Reader {
  stream: Pick<EventStream, 'closed' | 'event' | 'beat' | 'end'>;
  /** Whether who reads may still do so. */
  allowed(): Promise<boolean>;
}

/** Changes that a reader who comes back is told one by one. Who was away for longer asks for everything anew. */
const HISTORY = 100;
/** Names in one event. More than these, and it is simpler to look at everything again. */
const MOST_NAMES = 200;

const NOTHING: CenterChange = { extensions: [], catalogue: false, repositories: false };
const EVERYTHING: CenterChange = { extensions: [], catalogue: true, repositories: true, all: true };

/** Tells all who have the center open what looks different now, a few times a second at most. */
export class ChangeFeed implements Disposable {
  readonly #readers = new Set<Reader>();
  readonly #history: { id: number; text: string }[] = [];
  readonly #subscription: Disposable;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #patience: number;
  /** Tells counts of this process from those of another. */
  readonly #epoch = randomUUID().slice(0, 8);
  #pending: CenterChange = NOTHING;
  #timer: NodeJS.Timeout | undefined;
  #count = 0;

  constructor({ changes, patience = 250, heartbeat = 25_000 }: ChangeFeedOptions) {
    this.#patience = patience;
    this.#subscription = changes.watch((change) => this.#collect(change));
    this.#heartbeat = setInterval(() => {
      for (const { stream } of this.#readers) stream.beat();
    }, heartbeat).unref();
  }

  /** @param seen `Last-Event-ID` of who was here before */
  open(reader: Reader, seen: string | undefined): void {
    const { stream } = reader;
    this.#readers.add(reader);
    stream.closed.addEventListener('abort', () => void this.#readers.delete(reader));
    stream.event('hello', '{}', seen === undefined ? this.#id(this.#count) : undefined);
    if (seen === undefined) return;
    for (const { id, text } of this.#missed(seen)) stream.event('change', text, this.#id(id));
  }

  get size(): number {
    return this.#readers.size;
  }

  /** Asks anew who may read, after rights have changed. */
  async review(): Promise<void> {
    for (const reader of this.#readers) {
      if (!(await reader.allowed().catch(() => true))) reader.stream.end();
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    this.#subscription[Symbol.dispose]();
    for (const { stream } of this.#readers) stream.end();
    this.#readers.clear();
  }

  #collect(change: CenterChange): void {
    this.#pending = merged(this.#pending, change);
    this.#timer ??= setTimeout(() => this.#tell(), this.#patience).unref();
  }

  #tell(): void {
    this.#timer = undefined;
    const change = this.#pending.extensions.length > MOST_NAMES ? EVERYTHING : this.#pending;
    this.#pending = NOTHING;
    this.#count += 1;
    const text = JSON.stringify(change);
    this.#history.push({ id: this.#count, text });
    if (this.#history.length > HISTORY) this.#history.shift();
    for (const { stream } of this.#readers) stream.event('change', text, this.#id(this.#count));
  }

  #missed(seen: string): { id: number; text: string }[] {
    const [epoch, count] = seen.split('.', 2);
    const last = epoch === this.#epoch && /^\d{1,15}$/.test(count ?? '') ? Number(count) : undefined;
    const everything = [{ id: this.#count, text: JSON.stringify(EVERYTHING) }];
    if (last === undefined || last > this.#count) return everything;
    const missed = this.#history.filter(({ id }) => id > last);
    return missed.length === this.#count - last ? missed : everything;
  }

  #id(count: number): string {
    return `${this.#epoch}.${count}`;
  }
}

function merged(a: CenterChange, b: CenterChange): CenterChange {
  const all = a.all || b.all;
  return {
    extensions: [...new Set([...a.extensions, ...b.extensions])],
    catalogue: a.catalogue || b.catalogue,
    repositories: a.repositories || b.repositories,
    ...(all && { all }),
  };
}
