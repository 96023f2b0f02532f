import { type Clock, systemClock } from '@luban/kube';
import {
  LIVE_PROTOCOL,
  type LiveClientMessage,
  type LiveObjectRef,
  type LiveProblem,
  type LiveServerMessage,
  type LiveSource,
  type LiveView,
  type LiveWindow,
} from '@luban/kube/live';
import { noteGatewayTime } from './gateway-clock.ts';
import { ListFeed } from './list-feed.ts';
import { ObjectFeed } from './object-feed.ts';

export interface LiveConnectionOptions {
  /** `wss://console.example/api/live` */
  url: string;
  /** Default: the browser's WebSocket. */
  open?: (url: string) => LiveSocket;
  clock?: Clock;
  /** Default: of the document. */
  visibility?: Visibility;
}

/** What is used of a WebSocket. */
export type LiveSocket = Pick<
  WebSocket,
  'send' | 'close' | 'readyState' | 'onopen' | 'onmessage' | 'onclose' | 'onerror'
>;

/** Whether somebody looks at the page, and when it is worth trying at once. */
export interface Visibility {
  hidden(): boolean;
  /** Called when that changes, and when the network comes back. */
  watch(listener: () => void): Disposable;
}

/** What a connection carries: a list or an object. */
export interface Feed {
  /** What to say on a new connection. */
  opening(): LiveClientMessage;
  receive(message: LiveServerMessage): void;
  /** Nothing comes any more, until there is a connection again. */
  interrupted(problem: LiveProblem, at: number): void;
}

const FIRST_RETRY = 500;
const LONGEST_RETRY = 30_000;
/** A connection that nobody uses is kept for the next page that wants one. */
const LINGER = 10_000;
const UNREACHABLE: LiveProblem = { code: 'LB5510', message: 'LB5510' };
const OPEN = 1;

/** The page's one connection for live data. It is there while somebody uses it, and comes back by itself. */
export class LiveConnection implements Disposable {
  readonly #options: LiveConnectionOptions;
  readonly #clock: Clock;
  readonly #feeds = new Map<number, Feed>();
  readonly #watched: Disposable;
  readonly #visibility: Visibility;
  #socket: LiveSocket | undefined;
  #timer: Disposable | undefined;
  #retry = FIRST_RETRY;
  #next = 1;
  #paused = false;
  #lost = UNREACHABLE;
  #ended = false;

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#visibility = options.visibility ?? documentVisibility;
    this.#watched = this.#visibility.watch(() => this.#visibilityChanged());
  }

  /** Follows a list until the feed is closed. */
  list(source: LiveSource, view: LiveView, window: LiveWindow): ListFeed {
    return this.#add((id) => new ListFeed(this.#port(id), source, view, window));
  }

  /** Follows an object until the feed is closed. */
  object(ref: LiveObjectRef): ObjectFeed {
    return this.#add((id) => new ObjectFeed(this.#port(id), ref));
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#watched[Symbol.dispose]();
    this.#timer?.[Symbol.dispose]();
    this.#feeds.clear();
    this.#drop();
  }

  #add<F extends Feed>(make: (id: number) => F): F {
    const id = this.#next++;
    const feed = make(id);
    this.#feeds.set(id, feed);
    if (this.#isOpen()) this.#send(feed.opening());
    else if (this.#socket === undefined) this.#connectAfter(0);
    return feed;
  }

  #port(id: number): FeedPort {
    return {
      id,
      send: (message) => this.#send(message),
      later: (milliseconds, call) => this.#clock.after(milliseconds, call),
      close: () => {
        if (!this.#feeds.delete(id)) return;
        this.#send({ op: 'unsubscribe', id });
        if (this.#feeds.size === 0) this.#lingerThenClose();
      },
    };
  }

  #lingerThenClose(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#clock.after(LINGER, () => {
      if (this.#feeds.size === 0) this.#drop();
    });
  }

  #connectAfter(milliseconds: number): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#clock.after(milliseconds, () => this.#connect());
  }

  #connect(): void {
    if (this.#ended || this.#socket !== undefined || this.#feeds.size === 0) return;
    const { open = (url) => new WebSocket(url), url } = this.#options;
    const socket = open(url);
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => this.#receive(String(data));
    socket.onclose = () => {
      if (this.#socket === socket) this.#closed();
    };
    socket.onerror = () => {};
  }

  #opened(): void {
    this.#paused = false;
    if (this.#visibility.hidden()) this.#pause();
    for (const feed of this.#feeds.values()) this.#send(feed.opening());
  }

  #closed(): void {
    this.#socket = undefined;
    const now = this.#clock.now();
    for (const feed of this.#feeds.values()) feed.interrupted(this.#lost, now);
    if (this.#ended || this.#feeds.size === 0) return;
    this.#connectAfter(this.#retry * (0.75 + Math.random() / 2));
    this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY);
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as LiveServerMessage;
    if (message.type === 'hello') {
      this.#retry = FIRST_RETRY;
      this.#lost = message.lost;
      noteGatewayTime(message.now);
      // A gateway of another version serves a page of another version: it says so itself, by an update of the console.
      if (message.protocol !== LIVE_PROTOCOL) this.#drop();
      return;
    }
    this.#feeds.get(message.id)?.receive(message);
  }

  #visibilityChanged(): void {
    if (!this.#isOpen()) {
      if (this.#socket === undefined && this.#feeds.size > 0 && !this.#visibility.hidden()) this.#connectAfter(0);
      return;
    }
    if (this.#visibility.hidden()) this.#pause();
    else if (this.#paused) {
      this.#paused = false;
      this.#send({ op: 'resume' });
    }
  }

  #pause(): void {
    this.#paused = true;
    this.#send({ op: 'pause' });
  }

  #isOpen(): boolean {
    return this.#socket?.readyState === OPEN;
  }

  #send(message: LiveClientMessage): void {
    if (this.#isOpen()) this.#socket!.send(JSON.stringify(message));
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }
}

/** What a feed may do with the connection. */
export interface FeedPort {
  readonly id: number;
  /** Lost when there is no connection; the next one begins with `opening`. */
  send(message: LiveClientMessage): void;
  /** @param milliseconds of delay */
  later(milliseconds: number, call: () => void): Disposable;
  close(): void;
}

const documentVisibility: Visibility = {
  hidden: () => document.visibilityState === 'hidden',
  watch(listener) {
    document.addEventListener('visibilitychange', listener);
    window.addEventListener('online', listener);
    return {
      [Symbol.dispose]() {
        document.removeEventListener('visibilitychange', listener);
        window.removeEventListener('online', listener);
      },
    };
  },
};
