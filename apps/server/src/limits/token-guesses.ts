import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { networkOf } from '../identity/network-of.ts';
import { BucketTable } from './bucket-table.ts';
import { rateFor } from './limit-rules.ts';
import type { LimitsInForce } from './limits-config.ts';
import type { RefusedRequests } from './refused-requests.ts';
import { tooMany } from './too-many.ts';

export interface TokenGuessesOptions {
  /** Asked for each request, so that new limits hold at once. */
  limits: () => LimitsInForce;
  refused: RefusedRequests;
  /** Milliseconds that only go forward. Default: `performance.now`. */
  now?: () => number;
}

/**
 * Says what a token turned out to be, which counts as wrong until then. `unknown`: it is somebody else's to judge, or could
 * not be judged.
 */
export type Verdict = (verdict: 'good' | 'wrong' | 'unknown') => void;

/** Tokens that are known to be good at most; those that were not used for longest are forgotten first. */
const KNOWN = 5_000;

/**
 * Slows down those who guess bearer tokens, by their address. Who has guessed too often is told nothing of further tokens,
 * not even of one that is good. Tokens that were good before go on, so that nobody is locked out by a neighbour.
 */
export class TokenGuesses {
  readonly #options: TokenGuessesOptions;
  readonly #buckets = new BucketTable();
  /** Digests of tokens. */
  readonly #known = new Set<string>();

  constructor(options: TokenGuessesOptions) {
    this.#options = options;
  }

  /** To be called before a token is looked at. @throws Refusal 429 */
  attempt(request: FastifyRequest, token: string): Verdict {
    const { limits, refused, now = () => performance.now() } = this.#options;
    const digest = createHash('sha256').update(token).digest('base64');
    const rate = rateFor(limits().rules, { caller: 'strangers', groups: [] }, 'token');
    const key = networkOf(request.ip);
    const wait = rate === null ? 0 : this.#buckets.take(key, rate, now());
    if (wait > 0 && !this.#known.has(digest)) {
      refused.add('token', 'strangers');
      throw tooMany(request, 'token', Math.ceil(wait / 1000));
    }
    return (verdict) => {
      if (verdict !== 'wrong' && rate !== null && wait === 0) this.#buckets.giveBack(key, rate);
      if (verdict !== 'unknown') this.#known.delete(digest);
      if (verdict === 'good') this.#remember(digest);
    };
  }

  #remember(digest: string): void {
    this.#known.add(digest);
    if (this.#known.size > KNOWN) this.#known.delete(this.#known.values().next().value!);
  }
}
