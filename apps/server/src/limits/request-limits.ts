import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Identity } from '../identity/identity.ts';
import { networkOf } from '../identity/network-of.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { onEnd } from '../operations/on-end.ts';
import { Refusal } from '../refusal.ts';
import { wantsUpgrade } from '../upgrades.ts';
import { BucketTable } from './bucket-table.ts';
import { type Asker, type Caller, rateFor } from './limit-rules.ts';
import type { LimitsInForce } from './limits-config.ts';
import { OpenStreams } from './open-streams.ts';
import { VERB_CLASSES, type VerbClass, verbClass } from './verb-class.ts';

export interface RequestLimitsOptions {
  /** Asked for each request, so that new limits hold at once. */
  limits: () => LimitsInForce;
  metrics: Metrics;
  /** Milliseconds that only go forward. Default: `performance.now`. */
  now?: () => number;
}

export interface RequestLimits {
  /** Refused so far, by verb class; `streams` for those that were too many at once. */
  readonly refused: Readonly<Record<VerbClass | 'streams', number>>;
  readonly streams: OpenStreams;
}

/**
 * Refuses what somebody asks too often, or holds open too many of. Goes after the hook that says who asks: sessions and
 * tokens of one user share a bucket, and strangers have one for their address.
 */
export function registerRequestLimits(app: FastifyInstance, options: RequestLimitsOptions): RequestLimits {
  const { limits, metrics, now = () => performance.now() } = options;
  const buckets = new BucketTable();
  const streams = new OpenStreams();
  const refused = Object.fromEntries([...VERB_CLASSES, 'streams'].map((name) => [name, 0])) as Record<
    VerbClass | 'streams',
    number
  >;
  const counter = metrics.counter({
    name: 'luban_limits_refused_total',
    help: 'Requests that were refused by a limit, by verb class and kind of caller.',
    labels: ['verbs', 'caller'],
  });
  metrics.gauge({ name: 'luban_limits_buckets', help: 'Callers and verb classes that limits know of.' }, (gauge) =>
    gauge.set(buckets.size),
  );
  metrics.gauge({ name: 'luban_streams_open', help: 'WebSockets, watches and followed logs that are open.' }, (gauge) =>
    gauge.set(streams.total),
  );
  const refuse = (what: VerbClass | 'streams', caller: Caller) => {
    refused[what] += 1;
    counter.add(1, { verbs: what, caller });
  };

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
      refuse(verbs, asker.caller);
      throw tooMany(request, verbs, Math.ceil(wait / 1000));
    }
    if (verbs !== 'watch') return done();
    const { perIdentity, perAddress } = rules.streams;
    const most = identity === null ? perAddress : perIdentity;
    const open = streams.open(key, most);
    if (open === undefined) {
      refuse('streams', asker.caller);
      throw new Refusal(429, 'LB5701', { who: whoOf(request), most }, { headers: { 'retry-after': '10' } });
    }
    onEnd(request, reply, () => open[Symbol.dispose]());
    done();
  });
  return { refused, streams };
}

function askerOf(identity: Identity | null): Asker {
  if (identity === null) return { caller: 'strangers', groups: [] };
  const caller = identity.kind === 'service-account' ? 'serviceAccounts' : 'users';
  return { caller, name: identity.name, groups: identity.groups };
}

function tooMany(request: FastifyRequest, verbs: VerbClass, seconds: number): Refusal {
  const params = { who: whoOf(request), verbs, seconds };
  return new Refusal(429, 'LB5700', params, { headers: { 'retry-after': String(seconds) } });
}

const whoOf = ({ identity, ip }: FastifyRequest) => identity?.name ?? networkOf(ip);
