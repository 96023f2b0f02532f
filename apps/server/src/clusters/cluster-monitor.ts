import { type Clock, systemClock } from '@luban/kube';
import { Refusal } from '../refusal.ts';
import type { ClusterHealth } from './cluster-registry.ts';
import { codeOf, failureOf, sentenceOf } from './connection-failure.ts';

/** What a look at the cluster has found. */
export type ProbeResult = { answers: true; status: number } | { answers: false; error: unknown };

export interface ClusterMonitorOptions {
  /** Of the cluster, for messages. */
  name: string;
  /** Asks the cluster whether it is ready; never rejects. Has to end by itself within some seconds. */
  probe(): Promise<ProbeResult>;
  /** Called after each change of `health`. */
  onChange(): void;
  /** The cluster ceased to answer: what is under way there will not come to an end by itself. */
  onLost(): void;
  clock?: Clock;
  /** Milliseconds between looks at a cluster that answers. Default: 10,000. */
  interval?: number;
  /** Milliseconds until the first look at one that does not; each further wait is twice as long. Default: 1,000. */
  firstRetry?: number;
  /** Default: 30,000. */
  longestRetry?: number;
}

const TIMEOUTS = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT']);

type Circuit = 'closed' | 'open' | 'half-open';

/**
 * Knows whether a cluster answers, and is the circuit breaker of its connections: while it does not, requests fail at
 * once instead of waiting for it, and one probe at a time finds out when it is back.
 */
export class ClusterMonitor implements Disposable {
  readonly #options: Required<ClusterMonitorOptions>;
  #circuit: Circuit = 'closed';
  #health: ClusterHealth;
  #timer: Disposable | undefined;
  #retry: number;
  /** When the next probe of an open circuit is due. */
  #retryAt = 0;
  #probing: Promise<void> | undefined;
  /** Looks in a row, with no answer in between, that ran into their limit; one alone may be this machine's fault. */
  #timeouts = 0;
  #ended = false;

  constructor(options: ClusterMonitorOptions) {
    this.#options = { clock: systemClock, interval: 10_000, firstRetry: 1_000, longestRetry: 30_000, ...options };
    this.#retry = this.#options.firstRetry;
    this.#health = { state: 'unknown', since: this.#options.clock.now() };
  }

  get health(): ClusterHealth {
    return this.#health;
  }

  get circuit(): Circuit {
    return this.#circuit;
  }

  /** @throws Refusal 503 while the circuit is not closed */
  admit(): void {
    if (this.#circuit === 'closed') return;
    throw this.unavailable();
  }

  /** What a request is answered with that the cluster did not answer. */
  unavailable(): Refusal {
    const wait = Math.max(1, Math.ceil((this.#retryAt - this.#options.clock.now()) / 1_000));
    const { name } = this.#options;
    const reason = this.#health.reason ?? '';
    return new Refusal(503, 'LB5103', { cluster: name, reason }, { headers: { 'retry-after': String(wait) } });
  }

  /** An exchange got an answer. */
  answered(status: number): void {
    // Then a look that came to no end was not the cluster's fault.
    this.#timeouts = 0;
    if (status === 401) {
      if (this.#health.state !== 'refused') this.suspect();
    } else if (this.#health.state === 'unknown' && this.#circuit === 'closed' && status < 500) {
      this.#set('ready');
    }
  }

  /** An exchange failed. */
  failed(error: unknown): void {
    const failure = failureOf(error);
    if (failure === 'unreachable' && this.#circuit === 'closed') this.#open(sentenceOf(error));
    else if (failure === 'broken') this.suspect();
  }

  /** Something makes it doubtful that the cluster is as it was: looks at once. */
  suspect(): void {
    if (this.#circuit === 'closed') void this.probe();
  }

  /** Looks now, or joins the look that is under way; then goes on by the clock. */
  probe(): Promise<void> {
    if (this.#ended) return Promise.resolve();
    this.#probing ??= this.#probe().finally(() => {
      this.#probing = undefined;
    });
    return this.#probing;
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#timer?.[Symbol.dispose]();
  }

  async #probe(): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    if (this.#circuit === 'open') this.#circuit = 'half-open';
    const result = await this.#options.probe();
    if (this.#ended) return;
    if (result.answers) this.#answers(result.status);
    else this.#silent(result.error);
  }

  #answers(status: number): void {
    this.#timeouts = 0;
    this.#circuit = 'closed';
    this.#retry = this.#options.firstRetry;
    // Who may not ask whether it is ready has been let in all the same.
    if (status === 401) this.#set('refused', "It does not accept LuBan's credentials; they may have expired.");
    else if (status < 500) this.#set('ready');
    else this.#set('unreachable', `Its API says that it is not ready (it answers ${status}).`);
    this.#next(this.#options.interval);
  }

  #silent(error: unknown): void {
    const isTimeout = TIMEOUTS.has(codeOf(error));
    this.#timeouts = isTimeout ? this.#timeouts + 1 : 0;
    if (this.#circuit === 'closed' && isTimeout && this.#timeouts < 2) this.#next(0);
    else this.#open(sentenceOf(error));
  }

  #open(reason: string): void {
    const wasClosed = this.#circuit === 'closed';
    this.#circuit = 'open';
    this.#retryAt = this.#options.clock.now() + this.#retry;
    this.#next(this.#retry);
    this.#retry = Math.min(this.#retry * 2, this.#options.longestRetry);
    this.#set('unreachable', reason);
    if (wasClosed) this.#options.onLost();
  }

  #next(milliseconds: number): void {
    this.#timer?.[Symbol.dispose]();
    if (!this.#ended) this.#timer = this.#options.clock.after(milliseconds, () => void this.probe());
  }

  #set(state: ClusterHealth['state'], reason?: string): void {
    const { state: before, reason: reasonBefore, since } = this.#health;
    if (state === before && reason === reasonBefore) return;
    const now = this.#options.clock.now();
    this.#health = { state, since: state === before ? since : now, ...(reason !== undefined && { reason }) };
    if (!this.#ended) this.#options.onChange();
  }
}
