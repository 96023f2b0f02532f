import type { FastifyInstance } from 'fastify';
import { onEnd } from '../operations/on-end.ts';
import type { Metrics } from './metrics.ts';
import { type RouteClass, routeClass } from './route-class.ts';

const METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Counts and times every request. Goes before all other hooks, so that what those refuse is counted too. */
export function registerRequestMetrics(app: FastifyInstance, metrics: Metrics): void {
  const requests = metrics.counter({
    name: 'luban_requests_total',
    help: 'Requests that were answered, by class of route, method and status.',
    labels: ['route', 'method', 'code'],
  });
  const seconds = metrics.histogram({
    name: 'luban_request_seconds',
    help: 'Time from a request to the end of its answer, streams left out.',
    labels: ['route'],
    buckets: SECONDS,
  });
  const inFlight = new Map<RouteClass, number>();
  const count = (route: RouteClass, by: number) => inFlight.set(route, (inFlight.get(route) ?? 0) + by);
  metrics.gauge(
    {
      name: 'luban_requests_in_flight',
      help: 'Requests that are being answered, streams included.',
      labels: ['route'],
    },
    (gauge) => {
      for (const [route, number] of inFlight) gauge.set(number, { route });
    },
  );
  app.addHook('onRequest', (request, reply, done) => {
    const route = routeClass(request.url);
    const method = METHODS.has(request.method) ? request.method : 'other';
    count(route, 1);
    onEnd(request, reply, (code) => {
      const took = reply.elapsedTime / 1000;
      count(route, -1);
      requests.add(1, { route, method, code });
      if (code !== 101 && !isStream(request.url, reply.getHeader('content-type'))) seconds.observe(took, { route });
      const fields = { method: request.method, url: shown(request.url), code, ms: Math.round(took * 1000) };
      if (code >= 500) request.log.warn(fields, 'answered');
      else request.log.debug(fields, 'answered');
    });
    done();
  });
}

/** What lasts as long as somebody looks says nothing of how fast answers are. */
function isStream(url: string, contentType: unknown): boolean {
  return /[?&](?:watch|follow)=(?:true|1)(?:&|$)/.test(url) || String(contentType).startsWith('text/event-stream');
}

/** Without the query, in which tokens and search texts may stand. */
function shown(url: string): string {
  return url.split('?', 1)[0]!.slice(0, 300);
}
