import type { Clock } from '@luban/kube';
import { LIVE_LIMITS, LIVE_PROTOCOL, type LiveClientMessage, type LiveState } from '@luban/kube/live';
import type { RawData, WebSocket } from 'ws';
import type { Identity } from '../identity/identity.ts';
import type { Rights } from '../rights/rights.ts';
import { MessageError, parseClientMessage } from './client-message.ts';
import { ListSubscription } from './list-subscription.ts';
import { liveProblem, type MessageCode } from './live-problem.ts';
import type { LiveSources } from './live-sources.ts';
import type { LiveSubscription, LiveTab } from './live-tab.ts';
import { MessagePace } from './message-pace.ts';
import { ObjectSubscription } from './object-subscription.ts';

export interface LiveClientOptions {
  socket: WebSocket;
  identity: Identity;
  locale: string;
  sources: LiveSources;
  rights: Rights;
  clock: Clock;
  onError(error: unknown): void;
}

/** Bytes that may wait for a tab before it is told nothing but, later, how things stand then. */
const LARGEST_BACKLOG = 2 ** 20;
/** Messages of a tab that may be wrong before it is cut off. */
const MOST_MISTAKES = 20;
/** Codes with which a connection is closed. */
export const CLOSE = { mistakes: 4400, identity: 4401, leaving: 1001 } as const;

/** One open tab. */
export class LiveClient implements LiveTab, Disposable {
  readonly #options: LiveClientOptions;
  readonly #subscriptions = new Map<number, LiveSubscription>();
  /** The last state that was told of each, so that it is not told twice. */
  readonly #states = new Map<number, string>();
  readonly #pace: MessagePace;
  #paused = false;
  #behind = false;
  #mistakes = 0;
  /** Whether it has answered since it was asked last. */
  #answered = true;

  constructor(options: LiveClientOptions) {
    this.#options = options;
    const { socket, locale, clock } = options;
    this.#pace = new MessagePace(clock, (message) => {
      try {
        this.#handle(message);
      } catch (error) {
        this.#refuse(error);
      }
    });
    socket.on('message', (data, binary) => this.#receive(data, binary));
    socket.on('pong', () => {
      this.#answered = true;
    });
    socket.on('error', () => socket.terminate());
    const lost = liveProblem({ code: 'LB5510', params: {} }, locale);
    this.send(JSON.stringify({ type: 'hello', protocol: LIVE_PROTOCOL, now: clock.now(), lost }));
  }

  get identity(): Identity {
    return this.#options.identity;
  }

  get subscriptions(): IterableIterator<LiveSubscription> {
    return this.#subscriptions.values();
  }

  get busy(): boolean {
    if (!this.#paused && this.#options.socket.bufferedAmount <= LARGEST_BACKLOG) return false;
    this.#behind = true;
    return true;
  }

  send(text: string): void {
    this.#options.socket.send(text, () => this.#sent());
  }

  sendState(id: number, state: LiveState, { asOf, problem }: { asOf?: number; problem?: MessageCode } = {}): void {
    const shown = problem && liveProblem(problem, this.#options.locale);
    const text = JSON.stringify([state, shown, state === 'stale' ? asOf : undefined]);
    if (this.#states.get(id) === text) return;
    this.#states.set(id, text);
    this.send(JSON.stringify({ type: 'state', id, state, asOf, problem: shown }));
  }

  recheck(cluster?: string): void {
    for (const subscription of this.#subscriptions.values()) {
      if (cluster === undefined || subscription.cluster === cluster) subscription.recheck();
    }
  }

  /** Asks for a sign of life, and ends what gave none since it was asked last. */
  beat(): void {
    if (this.#answered) this.#options.socket.ping();
    else this.#options.socket.terminate();
    this.#answered = false;
  }

  close(code: number): void {
    this.#options.socket.close(code);
  }

  [Symbol.dispose](): void {
    this.#pace[Symbol.dispose]();
    for (const subscription of this.#subscriptions.values()) subscription[Symbol.dispose]();
    this.#subscriptions.clear();
  }

  #receive(data: RawData, binary: boolean): void {
    try {
      if (binary) throw new MessageError('messages are texts');
      const message = parseClientMessage(String(data));
      if (!this.#pace.take(message)) this.close(CLOSE.mistakes);
    } catch (error) {
      this.#refuse(error);
    }
  }

  #refuse(error: unknown): void {
    if (!(error instanceof MessageError)) {
      this.#options.onError(error);
      return;
    }
    this.#mistakes++;
    if (this.#mistakes > MOST_MISTAKES) this.close(CLOSE.mistakes);
    else this.#end(error.id ?? -1, { code: 'LB5500', params: { reason: error.message } });
  }

  #handle(message: LiveClientMessage): void {
    switch (message.op) {
      case 'pause':
        this.#paused = true;
        return;
      case 'resume':
        this.#paused = false;
        this.#catchUp();
        return;
      case 'subscribe':
      case 'follow':
        this.#add(message);
        return;
      case 'unsubscribe':
        this.#remove(message.id);
        return;
      case 'resync':
        this.#subscriptions.get(message.id)?.resync();
        return;
      default: {
        const subscription = this.#subscriptions.get(message.id);
        if (!(subscription instanceof ListSubscription)) return;
        if (message.op === 'view') subscription.setView(message.turn, message.view);
        else subscription.setWindow(message.window);
      }
    }
  }

  #add(message: Extract<LiveClientMessage, { op: 'subscribe' | 'follow' }>): void {
    const { id } = message;
    const { sources, rights, clock } = this.#options;
    if (this.#subscriptions.has(id)) throw new MessageError(`there is a subscription ${id} already`, id);
    if (this.#subscriptions.size >= LIVE_LIMITS.subscriptions) {
      this.#end(id, { code: 'LB5508', params: { limit: LIVE_LIMITS.subscriptions } });
      return;
    }
    const common = { tab: this, id, sources, rights, now: clock.now };
    this.#subscriptions.set(
      id,
      message.op === 'follow'
        ? new ObjectSubscription({ ...common, object: message.object })
        : new ListSubscription({ ...common, source: message.source, view: message.view, window: message.window }),
    );
  }

  #remove(id: number): void {
    this.#subscriptions.get(id)?.[Symbol.dispose]();
    this.#subscriptions.delete(id);
    this.#states.delete(id);
  }

  #end(id: number, problem: MessageCode): void {
    this.send(JSON.stringify({ type: 'ended', id, problem: liveProblem(problem, this.#options.locale) }));
  }

  #sent(): void {
    if (this.#behind && !this.#paused && this.#options.socket.bufferedAmount === 0) this.#catchUp();
  }

  /** What went by in between comes as one step: the window as it was told last, and as it is now. */
  #catchUp(): void {
    this.#behind = false;
    for (const subscription of this.#subscriptions.values()) subscription.catchUp();
  }
}
