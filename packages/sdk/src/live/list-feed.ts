import {
  LIVE_LIMITS,
  type LiveClientMessage,
  type LiveColumn,
  type LiveProblem,
  type LiveRow,
  type LiveServerMessage,
  type LiveSource,
  type LiveState,
  type LiveView,
  type LiveWindow,
  TableStore,
} from '@luban/kube/live';
import { Listeners } from './listeners.ts';
import type { Feed, FeedPort } from './live-connection.ts';

/** Milliseconds. */
const BETWEEN_WINDOWS = 50;

/** A list at one moment. Another object whenever something changed. */
export interface ListSnapshot {
  readonly status: LiveState;
  readonly asOf?: number;
  readonly problem?: LiveProblem;
  readonly columns: readonly LiveColumn[];
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly LiveRow[];
  readonly revision: number;
}

/** One list of one connection, with the part of its rows that somebody wants to see. */
export class ListFeed implements Feed {
  readonly #port: FeedPort;
  readonly #source: LiveSource;
  readonly #table = new TableStore();
  readonly #listeners = new Listeners();
  #view: LiveView;
  #window: LiveWindow;
  #toldWindow: LiveWindow | undefined;
  /** Stands for a while after a window was told. */
  #calm: Disposable | undefined;
  #turn = 0;
  #state: Pick<ListSnapshot, 'status' | 'asOf' | 'problem'> = { status: 'loading' };
  #current: ListSnapshot;

  constructor(port: FeedPort, source: LiveSource, view: LiveView, window: LiveWindow) {
    this.#port = port;
    this.#source = source;
    this.#view = view;
    this.#window = within(window);
    this.#current = this.#take(0);
  }

  get = (): ListSnapshot => this.#current;

  subscribe = (listener: () => void): (() => void) => this.#listeners.add(listener);

  /** Another order or selection. The rows stay until those of the new one are there. */
  setView(view: LiveView): void {
    if (JSON.stringify(view) === JSON.stringify(this.#view)) return;
    this.#view = view;
    this.#turn++;
    this.#port.send({ op: 'view', id: this.#port.id, turn: this.#turn, view });
  }

  setWindow(window: LiveWindow): void {
    const next = within(window);
    if (next.offset === this.#window.offset && next.limit === this.#window.limit) return;
    this.#window = next;
    this.#tellWindow();
  }

  close(): void {
    this.#calm?.[Symbol.dispose]();
    this.#port.close();
  }

  opening(): LiveClientMessage {
    this.#table.restart();
    this.#turn = 0;
    this.#toldWindow = this.#window;
    return { op: 'subscribe', id: this.#port.id, source: this.#source, view: this.#view, window: this.#window };
  }

  receive(message: LiveServerMessage): void {
    if (message.type === 'snapshot' || message.type === 'delta') {
      // What was sent before the gateway knew of the newest order is about another list.
      if (message.type === 'snapshot' && message.turn !== this.#turn) return;
      const result = this.#table.apply(message);
      if (result === 'gap') this.#port.send({ op: 'resync', id: this.#port.id });
      if (result !== 'applied') return;
    } else if (message.type === 'state') {
      const { state, asOf, problem } = message;
      this.#state = { status: state, asOf, problem };
      if (state === 'refused' || state === 'problem') this.#table.clear();
    } else if (message.type === 'ended') {
      this.#state = { status: 'problem', problem: message.problem };
      this.#table.clear();
    } else return;
    this.#tell();
  }

  interrupted(problem: LiveProblem, at: number): void {
    const { status, asOf } = this.#state;
    this.#table.restart();
    if (status === 'refused') return;
    this.#state =
      this.#current.revision === 0 || status === 'problem'
        ? { status: 'problem', problem }
        : { status: 'stale', problem, asOf: status === 'stale' ? asOf : at };
    this.#tell();
  }

  /** At once, and then no more often than rows can come back. */
  #tellWindow(): void {
    if (this.#calm !== undefined || this.#window === this.#toldWindow) return;
    this.#toldWindow = this.#window;
    this.#port.send({ op: 'window', id: this.#port.id, window: this.#window });
    this.#calm = this.#port.later(BETWEEN_WINDOWS, () => {
      this.#calm = undefined;
      this.#tellWindow();
    });
  }

  #tell(): void {
    this.#current = this.#take(this.#current.revision + 1);
    this.#listeners.call();
  }

  #take(revision: number): ListSnapshot {
    const { columns, total, offset, rows } = this.#table;
    return { ...this.#state, columns, total, offset, rows, revision };
  }
}

function within({ offset, limit }: LiveWindow): LiveWindow {
  const whole = (value: number) => Math.max(0, Math.floor(Number.isFinite(value) ? value : 0));
  return { offset: whole(offset), limit: Math.min(LIVE_LIMITS.window, whole(limit)) };
}
