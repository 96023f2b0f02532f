import type { LiveState } from '@luban/kube/live';
import type { MessageCode } from './live-problem.ts';
import type { UpstreamFailure } from './upstream-failure.ts';

/** How well a source follows its cluster. */
export class FollowState {
  readonly #cluster: string;
  #state: Exclude<LiveState, 'refused'> = 'loading';
  #asOf: number | undefined;
  #problem: MessageCode | undefined;
  /** All objects have been told at least once, and are still held. */
  #whole = false;

  constructor(cluster: string) {
    this.#cluster = cluster;
  }

  get state(): Exclude<LiveState, 'refused'> {
    return this.#state;
  }

  /** Milliseconds of the epoch at which the cluster said something last. */
  get asOf(): number | undefined {
    return this.#asOf;
  }

  get problem(): MessageCode | undefined {
    return this.#problem;
  }

  get whole(): boolean {
    return this.#whole;
  }

  complete(now: number): boolean {
    this.#whole = true;
    return this.alive(now);
  }

  /** @returns whether that is news */
  alive(now: number): boolean {
    this.#asOf = now;
    if (!this.#whole || this.#state === 'ready') return false;
    this.#state = 'ready';
    this.#problem = undefined;
    return true;
  }

  failed({ code, reason }: UpstreamFailure): boolean {
    const before = `${this.#state} ${this.#problem?.code} ${this.#problem?.params.reason}`;
    this.#problem = { code, params: { cluster: this.#cluster, reason } };
    this.#state = this.#whole ? 'stale' : 'problem';
    return before !== `${this.#state} ${code} ${reason}`;
  }

  /** There is no such cluster any more: what was known of it is nothing. */
  clusterGone(): void {
    this.#whole = false;
    this.#state = 'problem';
    this.#problem = { code: 'LB5100', params: { cluster: this.#cluster } };
  }
}
