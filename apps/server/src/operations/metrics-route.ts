import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bearerOf } from '../identity/bearer.ts';
import type { TokenGuesses } from '../limits/token-guesses.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { Refusal } from '../refusal.ts';
import type { Rights } from '../rights/rights.ts';

export interface MetricsRouteOptions {
  metrics: Metrics;
  rights: Rights;
}

const PATH = '/metrics';

/** Requests that brought the token of those who collect. */
const collectors = new WeakSet<FastifyRequest>();

/**
 * Knows those who collect by their token. Goes before the hook that says who asks, to which the token is nobody's.
 *
 * @param token absent: only identities with the right may collect
 */
export function admitCollectors(app: FastifyInstance, token: string | undefined, guesses: TokenGuesses): void {
  if (token === undefined) return;
  app.addHook('onRequest', async (request) => {
    const given = request.routeOptions.url === PATH ? bearerOf(request) : undefined;
    if (given === undefined) return;
    const verdict = guesses.attempt(request, given);
    const good = isSame(given, token);
    // The hook that says who asks judges all others.
    verdict(good ? 'good' : 'unknown');
    if (!good) return;
    collectors.add(request);
    delete request.raw.headers.authorization;
  });
}

/**
 * `GET /metrics`. Not for everybody, since it tells of use and clusters; nor for everybody on this computer, since behind
 * a proxy there everybody would seem to be.
 */
export function registerMetricsRoute(app: FastifyInstance, { metrics, rights }: MetricsRouteOptions): void {
  app.get(PATH, async (request, reply) => {
    if (!collectors.has(request)) {
      const { identity } = request;
      if (identity === null) throw new Refusal(401, 'LB5704', {}, { headers: { 'www-authenticate': 'Bearer' } });
      if (!(await rights.allows(identity, { cluster: 'host', verb: 'get', path: PATH }))) {
        throw new Refusal(403, 'LB5704');
      }
    }
    return reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.render());
  });
}

/** Takes as long whatever is given. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
