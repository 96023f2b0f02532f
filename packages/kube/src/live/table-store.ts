import type { LiveColumn, LiveRow } from './live-row.ts';
import type { LiveDelta, LiveSnapshot } from './protocol.ts';
import { applyWindowDelta } from './window-delta.ts';

/** One window of a live list, as a tab keeps it. */
export class TableStore {
  #columns: readonly LiveColumn[] = [];
  #rows: readonly LiveRow[] = [];
  #offset = 0;
  #total = 0;
  /** Undefined: the next thing to come has to be a snapshot. */
  #seq: number | undefined;

  get columns(): readonly LiveColumn[] {
    return this.#columns;
  }

  /** The rows of the window; the same array until something changes. */
  get rows(): readonly LiveRow[] {
    return this.#rows;
  }

  get offset(): number {
    return this.#offset;
  }

  get total(): number {
    return this.#total;
  }

  /** @param index in the whole list */
  row(index: number): LiveRow | undefined {
    return this.#rows[index - this.#offset];
  }

  /** @returns `gap`: something is missing, so the window has to be asked for; what comes until then is left out */
  apply(message: LiveSnapshot | LiveDelta): 'applied' | 'gap' | 'waiting' {
    if (message.type === 'snapshot') {
      this.#columns = message.columns;
      this.#rows = message.rows;
    } else {
      if (this.#seq === undefined) return 'waiting';
      const rows = message.seq === this.#seq + 1 ? applyWindowDelta(this.#rows, message) : undefined;
      if (rows === undefined) {
        this.#seq = undefined;
        return 'gap';
      }
      this.#rows = rows;
    }
    this.#seq = message.seq;
    this.#offset = message.offset;
    this.#total = message.total;
    return 'applied';
  }

  /** Keeps the rows and waits for a snapshot: the connection is a new one. */
  restart(): void {
    this.#seq = undefined;
  }

  clear(): void {
    this.#seq = undefined;
    this.#rows = [];
    this.#offset = 0;
    this.#total = 0;
  }
}
