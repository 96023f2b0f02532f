import type { FastifyInstance } from 'fastify';
import type { Identity } from '../identity/identity.ts';
import { networkOf } from '../identity/network-of.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { onEnd } from '../operations/on-end.ts';
import { Refusal } from '../refusal.ts';
import { wantsUpgrade } from '../upgrades.ts';
import { BucketTable } from './bucket-table.ts';
import { type Asker, rateFor } from './limit-rules.ts';
import type { LimitsInForce } from './limits-config.ts';
import { OpenStreams } from './open-streams.ts';
import type { RefusedRequests } from './refused-requests.ts';
import { tooMany, whoOf } from './too-many.ts';
import { verbClass } from './verb-class.ts';

export interface RequestLimitsOptions {
  /** Asked for each request, so that new limits hold at once. */
  limits: () => LimitsInForce;
  refused: RefusedRequests;
  metrics: Metrics;
  /** Milliseconds that only go forward. Default: `performance.now`. */
  now?: () => number;
}

export interface RequestLimits {
  readonly streams: OpenStreams;
}

/**
 * Refuses what somebody asks too often, or holds open too many of. Goes after the hook that says who asks: sessions and
 * tokens of one user share a bucket, and strangers have one for their address.
 */
export function registerRequestLimits(app: FastifyInstance, options: RequestLimitsOptions): RequestLimits {
  const { limits, refused, metrics, now = () => performance.now() } = options;
  const buckets = new BucketTable();
  const streams = new OpenStreams();
  metrics.gauge({ name: 'luban_limits_buckets', help: 'Callers and verb classes that limits know of.' }, (gauge) =>
    gauge.set(buckets.size),
  );
  metrics.gauge({ name: 'luban_streams_open', help: 'WebSockets, watches and followed logs that are open.' }, (gauge) =>
    gauge.set(streams.total),
  );

  app.addHook('onRequest', (request, reply, done) => {
    const verbs = verbClass({ method: request.method, url: request.url, upgrade: wantsUpgrade(request) });
    if (verbs === undefined) return done();
    // Guesses are counted by where they come from, whoever they claim to be.
    const identity = verbs === 'login' ? null : request.identity;
    const key = identity === null ? `address ${networkOf(request.ip)}` : `${identity.kind} ${identity.name}`;
    const asker = askerOf(identity);
    const { rules } = limits();
    const rate = rateFor(rules, asker, verbs);
    const wait = rate === null ? 0 : buckets.take(`${verbs} ${key}`, rate, now());
    if (wait > 0) {
      refused.add(verbs, asker.caller);
      throw tooMany(request, verbs, Math.ceil(wait / 1000));
    }
    if (verbs !== 'watch') return done();
    const { perIdentity, perAddress } = rules.streams;
    const most = identity === null ? perAddress : perIdentity;
    const open = streams.open(key, most);
    if (open === undefined) {
      refused.add('streams', asker.caller);
      throw new Refusal(429, 'LB5701', { who: whoOf(request), most }, { headers: { 'retry-after': '10' } });
    }
    onEnd(request, reply, () => open[Symbol.dispose]());
    done();
  });
  return { streams };
}

function askerOf(identity: Identity | null): Asker {
  if (identity === null) return { caller: 'strangers', groups: [] };
  const caller = identity.kind === 'service-account' ? 'serviceAccounts' : 'users';
  return { caller, name: identity.name, groups: identity.groups };
}
