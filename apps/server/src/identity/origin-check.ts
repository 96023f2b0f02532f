import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses requests that change something and were sent by a page of another origin. */
export function registerOriginCheck(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (!READING.has(request.method) && !fromHere(request)) {
      throw new Refusal(403, 'LB5004', { origin: String(request.headers.origin ?? 'unknown').slice(0, 200) });
    }
  });
}

/**
 * Every browser sends `Origin` or `Sec-Fetch-Site` with such a request. Who sends neither is no browser, and has no
 * person's cookie unless the person gave it.
 */
export function fromHere(request: Pick<FastifyRequest, 'headers'>): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined) return true;
  // Behind a proxy that ends TLS the scheme differs, the host does not.
  return host !== undefined && URL.parse(origin)?.host === host;
}
