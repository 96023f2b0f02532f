import type { Clock } from '@luban/kube';
import type { LiveColumn, LiveColumnPath, LiveRow } from '@luban/kube/live';
import { FollowedList, type FollowHandlers, type FollowOptions } from './follow-list.ts';
import { FollowState } from './follow-state.ts';
import { ListView, type RowChange, type ViewSpec } from './list-view.ts';
import { keyOf, RowProjector } from './project-row.ts';
import type { ListedItem } from './table-answer.ts';

export interface ListListener {
  /** Rows have changed. @param anew also what views are made of, so that each has to be taken again */
  flushed(anew: boolean): void;
  stateChanged(): void;
}

export interface LiveListOptions extends Omit<FollowOptions, 'objects'> {
  cluster: string;
  paths?: readonly LiveColumnPath[];
  clock: Clock;
  onError(error: unknown): void;
}

/** Milliseconds between two flushes. */
const INTERVAL = 100;
const LARGE_INTERVAL = 500;
const LARGE = 5_000;

/** All objects of a kind in one cluster as rows, followed once for all who look. */
export class LiveList implements Disposable {
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #cluster: string;
  readonly #connection: FollowOptions['connection'];
  readonly #projector: RowProjector;
  readonly #followed: FollowedList;
  readonly #state: FollowState;
  /** As of the last flush: views are in step with it. */
  readonly #rows = new Map<string, LiveRow>();
  /** What has come since, one for each object. Undefined: it is gone. */
  readonly #pending = new Map<string, LiveRow | undefined>();
  readonly #views = new Map<string, ListView>();
  readonly #listeners = new Set<ListListener>();
  /** What the list that is under way has told; undefined: none is. */
  #seen: Set<string> | undefined;
  /** Equal versions do not mean equal rows: the columns are others. */
  #newColumns = false;
  #flushed = 0;
  #timer: Disposable | undefined;

  constructor(options: LiveListOptions) {
    this.#clock = options.clock;
    this.#onError = options.onError;
    this.#cluster = options.cluster;
    this.#connection = options.connection;
    this.#projector = new RowProjector(options.paths);
    this.#state = new FollowState(options.cluster);
    this.#followed = new FollowedList({ ...options, objects: options.paths !== undefined }, this.#handlers());
  }

  get cluster(): string {
    return this.#cluster;
  }

  get state(): FollowState {
    return this.#state;
  }

  get columns(): readonly LiveColumn[] {
    return this.#projector.columns;
  }

  get rows(): ReadonlyMap<string, LiveRow> {
    return this.#rows;
  }

  /** The view that all with an equal selection share. Give it back with `release`. @throws SelectorError */
  view(spec: ViewSpec): ListView {
    const id = idOf(spec);
    let view = this.#views.get(id);
    if (view === undefined) {
      view = new ListView(spec, this.columns, this.#rows.values());
      this.#views.set(id, view);
    }
    view.users++;
    return view;
  }

  release(view: ListView): void {
    view.users--;
    if (view.users > 0) return;
    for (const [id, other] of this.#views) if (other === view) this.#views.delete(id);
  }

  listen(listener: ListListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** The cluster came, went, answers again or has another connection. */
  clusterChanged(): void {
    if (this.#connection() === undefined && this.#state.problem?.code !== 'LB5100') {
      this.#state.clusterGone();
      this.#rows.clear();
      this.#pending.clear();
      this.#anew();
      this.#stateChanged();
    }
    this.#followed.clusterChanged();
  }

  [Symbol.dispose](): void {
    this.#followed[Symbol.dispose]();
    this.#timer?.[Symbol.dispose]();
    this.#listeners.clear();
    this.#views.clear();
  }

  #handlers(): FollowHandlers {
    return {
      begin: () => {
        this.#seen = new Set();
      },
      page: ({ columns, items }) => {
        if (columns !== undefined) this.#setColumns(columns);
        for (const item of items) this.#put(item);
        this.#schedule();
      },
      complete: () => this.#complete(),
      event: ({ type, columns, item }) => {
        if (columns !== undefined) this.#setColumns(columns);
        if (type === 'DELETED') this.#pending.set(keyOf(item.metadata), undefined);
        else this.#put(item);
        this.#alive();
        this.#schedule();
      },
      alive: () => this.#alive(),
      failed: (failure) => {
        this.#seen = undefined;
        if (this.#state.failed(failure)) this.#stateChanged();
      },
    };
  }

  #put(item: ListedItem): void {
    const row = this.#projector.row(item, this.#clock.now());
    this.#seen?.add(row.key);
    const known = this.#pending.has(row.key) ? this.#pending.get(row.key) : this.#rows.get(row.key);
    if (known?.version === row.version && row.version !== '' && !this.#newColumns) return;
    this.#pending.set(row.key, row);
  }

  #complete(): void {
    const seen = this.#seen ?? new Set();
    this.#seen = undefined;
    this.#newColumns = false;
    for (const key of this.#rows.keys()) if (!seen.has(key)) this.#pending.set(key, undefined);
    for (const key of this.#pending.keys()) if (!seen.has(key)) this.#pending.set(key, undefined);
    const news = this.#state.complete(this.#clock.now());
    this.#flush();
    if (news) this.#stateChanged();
  }

  #setColumns(columns: readonly LiveColumn[]): void {
    if (!this.#projector.setColumns(columns)) return;
    this.#anew();
    if (this.#rows.size === 0 && this.#pending.size === 0) return;
    this.#newColumns = true;
    // The rows that are here were made for other columns.
    if (this.#seen === undefined) this.#followed.again();
  }

  #alive(): void {
    if (this.#state.alive(this.#clock.now())) this.#stateChanged();
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#pending.size === 0) return;
    const interval = this.#rows.size + this.#pending.size > LARGE ? LARGE_INTERVAL : INTERVAL;
    const wait = Math.max(0, this.#flushed + interval - this.#clock.now());
    this.#timer = this.#clock.after(wait, () => this.#flush());
  }

  #flush(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#flushed = this.#clock.now();
    const changes: RowChange[] = [];
    for (const [key, after] of this.#pending) {
      const before = this.#rows.get(key);
      if (before === after) continue;
      changes.push({ before, after });
      if (after === undefined) this.#rows.delete(key);
      else this.#rows.set(key, after);
    }
    this.#pending.clear();
    if (changes.length === 0) return;
    for (const view of this.#views.values()) view.apply(changes);
    this.#tell((listener) => listener.flushed(false));
  }

  /** Views that are held stay with who holds them, and get no changes any more. */
  #anew(): void {
    this.#views.clear();
    this.#tell((listener) => listener.flushed(true));
  }

  #stateChanged(): void {
    this.#tell((listener) => listener.stateChanged());
  }

  #tell(call: (listener: ListListener) => void): void {
    for (const listener of this.#listeners) {
      try {
        call(listener);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}

function idOf({ namespaces, labelSelector = '', fieldSelector = '', search = '', sort }: ViewSpec): string {
  const places = namespaces === undefined ? null : [...namespaces].sort();
  return JSON.stringify([places, labelSelector, fieldSelector, search, sort?.column ?? '', sort?.descending ?? false]);
}
