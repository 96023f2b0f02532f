import { type Clock, type StatusError, tooManyRequests } from '@luban/kube';
import { BodyBudget } from './body-budget.ts';
import { Seats } from './seats.ts';
import { WatchBuffers } from './watch-buffers.ts';

/** How much may go on at the same time, so that memory stays bounded whoever asks. What is beyond gets 429. */
export interface ServerLimits {
  /** Requests that are being answered, watches apart: 3,000, of one user 2,000. */
  readonly requests: Seats;
  /** Watches: 15,000, of one user 12,000. One that nothing happens to takes about 10 kB. */
  readonly watches: Seats;
  /** Upgraded connections, such as terminals: 1,000, of one user 500. */
  readonly tunnels: Seats;
  /** Bodies of requests: 256 MiB. */
  readonly bodies: BodyBudget;
  /** What watches have not taken yet: 512 MiB. */
  readonly watchBuffers: WatchBuffers;
  /** Milliseconds after which a request is given up; watches, logs and proxies apart. */
  readonly answerWithin: number;
}

export interface LimitOptions {
  /** Default: as said at the limits. */
  watches?: { all: number; each: number };
  requests?: { all: number; each: number };
}

export function createLimits(clock: Clock, options: LimitOptions = {}): ServerLimits {
  return {
    requests: new Seats(options.requests ?? { all: 3_000, each: 2_000 }),
    watches: new Seats(options.watches ?? { all: 15_000, each: 12_000 }),
    tunnels: new Seats({ all: 1_000, each: 500 }),
    bodies: new BodyBudget(256 * 2 ** 20),
    watchBuffers: new WatchBuffers(512 * 2 ** 20, clock),
    answerWithin: 60_000,
  };
}

export function overloaded(): StatusError {
  return tooManyRequests('Too many requests, please try again later.', 1);
}
