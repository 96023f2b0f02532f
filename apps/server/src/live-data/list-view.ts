import { type LiveColumn, type LiveRow, type LiveSort, type LiveWindow, windowDelta } from '@luban/kube/live';
import { type RowFilter, type RowSelection, rowFilter } from './row-filter.ts';
import { type RowOrder, rowOrder, type SortKey } from './row-order.ts';

/** What became of an object between two moments. */
export interface RowChange {
  before: LiveRow | undefined;
  after: LiveRow | undefined;
}

export interface ViewSpec extends RowSelection {
  sort?: LiveSort;
}

interface Entry {
  row: LiveRow;
  key: SortKey;
}

/** Windows that are remembered while nothing changes: somebody who scrolls leaves one behind at each step. */
const MOST_WINDOWS = 300;

/** Rows of one window at one moment, and what a tab is told of them. Shared by all that look at the same. */
export interface ViewWindow {
  readonly offset: number;
  readonly rows: readonly LiveRow[];
}

/** The rows of a list that somebody selected, in their order. Equal ones of many tabs are one. */
export class ListView {
  readonly #order: RowOrder;
  readonly #matches: RowFilter;
  #entries: Entry[];
  /** Windows that somebody looks at, as they are now. */
  readonly #windows = new Map<string, ViewWindow>();
  /** Steps from windows as they were to windows as they are, as JSON; for this moment alone. */
  readonly #steps = new Map<ViewWindow, Map<ViewWindow, string>>();
  readonly #snapshots = new Map<ViewWindow, string>();
  #stale = new Map<string, ViewWindow>();
  users = 0;

  /** @throws SelectorError */
  constructor(spec: ViewSpec, columns: readonly LiveColumn[], rows: Iterable<LiveRow>) {
    this.#order = rowOrder(spec.sort, columns);
    this.#matches = rowFilter(spec, columns);
    this.#entries = [];
    for (const row of rows) if (this.#matches(row)) this.#entries.push(this.#entry(row));
    this.#entries.sort(this.#compare);
  }

  get total(): number {
    return this.#entries.length;
  }

  /** @returns whether anything here changed */
  apply(changes: readonly RowChange[]): boolean {
    const leaving = new Set<Entry>();
    const coming: Entry[] = [];
    let replaced = false;
    for (const { before, after } of changes) {
      const was = before !== undefined && this.#matches(before) ? this.#find(before) : -1;
      const entry = after !== undefined && this.#matches(after) ? this.#entry(after) : undefined;
      if (was >= 0 && entry !== undefined && this.#compare(this.#entries[was]!, entry) === 0) {
        this.#entries[was] = entry;
        replaced = true;
        continue;
      }
      if (was >= 0) leaving.add(this.#entries[was]!);
      if (entry !== undefined) coming.push(entry);
    }
    if (leaving.size > 0 || coming.length > 0) this.#merge(leaving, coming.sort(this.#compare));
    else if (!replaced) return false;
    this.#stale = new Map(this.#windows);
    this.#forget();
    return true;
  }

  /** The same object until something in it changes. */
  window({ offset, limit }: LiveWindow): ViewWindow {
    const id = `${offset} ${limit}`;
    let window = this.#windows.get(id);
    if (window === undefined) {
      if (this.#windows.size >= MOST_WINDOWS) this.#forget();
      const rows = this.#entries.slice(offset, offset + limit).map(({ row }) => row);
      const last = this.#stale.get(id);
      const same = last?.rows.length === rows.length && last.rows.every((row, i) => row === rows[i]);
      window = same ? last! : { offset, rows };
      this.#windows.set(id, window);
    }
    return window;
  }

  /** Members of a delta as JSON, without the braces, shared by all tabs that are at the same place; empty: none is needed. */
  step(from: ViewWindow, to: ViewWindow): string {
    let steps = this.#steps.get(from);
    if (steps === undefined) {
      steps = new Map();
      this.#steps.set(from, steps);
    }
    let step = steps.get(to);
    if (step === undefined) {
      const delta = windowDelta(from, to);
      step = delta === undefined ? '' : JSON.stringify(delta).slice(1, -1);
      steps.set(to, step);
    }
    return step;
  }

  /** Members of a snapshot as JSON, without the braces. */
  snapshot(window: ViewWindow): string {
    let text = this.#snapshots.get(window);
    if (text === undefined) {
      text = JSON.stringify({ offset: window.offset, rows: window.rows }).slice(1, -1);
      this.#snapshots.set(window, text);
    }
    return text;
  }

  #forget(): void {
    this.#windows.clear();
    this.#steps.clear();
    this.#snapshots.clear();
  }

  #merge(leaving: ReadonlySet<Entry>, coming: readonly Entry[]): void {
    const merged: Entry[] = [];
    let next = 0;
    for (const entry of this.#entries) {
      if (leaving.size > 0 && leaving.has(entry)) continue;
      while (next < coming.length && this.#compare(coming[next]!, entry) < 0) merged.push(coming[next++]!);
      merged.push(entry);
    }
    while (next < coming.length) merged.push(coming[next++]!);
    this.#entries = merged;
  }

  #find(row: LiveRow): number {
    const wanted = this.#entry(row);
    let low = 0;
    let high = this.#entries.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = this.#compare(this.#entries[middle]!, wanted);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  #entry(row: LiveRow): Entry {
    return { row, key: this.#order.keyOf(row) };
  }

  #compare = (a: Entry, b: Entry): number => this.#order.compare(a.row, a.key, b.row, b.key);
}
