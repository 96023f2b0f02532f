import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';
import { wantsUpgrade } from '../upgrades.ts';
import { bearerOf } from './bearer.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Parts of the URL space in which reading may set something off, such as a service behind a cluster's proxy. */
const ACTIVE = /^(?:\/clusters\/[^/]+)?\/(?:api|apis|kapis|proxy)(?:\/|$)/;

/**
 * Refuses requests that change something, or open a connection of another protocol, and were sent by a page of another
 * origin. What comes with a bearer token was sent by nobody's browser on its own.
 */
export function registerOriginCheck(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    if (bearerOf(request) !== undefined) return done();
    const acts = !READING.has(request.method) || wantsUpgrade(request);
    if (acts ? fromHere(request) : !isDrivenByAnotherSite(request)) return done();
    throw new Refusal(403, 'LB5004', { origin: String(request.headers.origin ?? 'unknown').slice(0, 200) });
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

/**
 * A link, a form or a script of another site: browsers send the cookie along with those, with scripts when the other site
 * differs in the port alone. Over plain http they say where it comes from by `Origin` at most.
 */
function isDrivenByAnotherSite({ headers, url }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  const told = site === 'cross-site' || site === 'same-site';
  const foreign = told || (site === undefined && !fromHere({ headers }));
  return foreign && ACTIVE.test(decoded(url));
}

/** Routes are found by the decoded path, too. */
function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
