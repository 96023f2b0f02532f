import { SECURITY_HEADERS } from '../../security-headers.ts';
import { dropHopByHop, type HeaderMap } from './header-map.ts';

/** What a backend may not say for the whole origin, which it shares with the console. */
const NOT_FOR_BACKENDS = new Set([
  'set-cookie',
  'set-cookie2',
  'clear-site-data',
  'service-worker-allowed',
  'strict-transport-security',
  'public-key-pins',
  'alt-svc',
  'nel',
  'report-to',
  'reporting-endpoints',
  'content-security-policy-report-only',
  'cross-origin-embedder-policy',
  'origin-agent-cluster',
  'x-request-id',
  'expect-ct',
  'refresh',
  'sourcemap',
  // A browser would ask for a password, on an origin that is not the backend's.
  'www-authenticate',
  'proxy-authenticate',
  'proxy-authentication-info',
  ...Object.keys(SECURITY_HEADERS),
]);

/**
 * A page of a backend, opened in a tab, would stand on the console's origin, with the session of whoever opened it. So it is
 * shown and does nothing, unless an administrator has said that it is as good as the console's own.
 */
const INERT = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; sandbox";

/** @param trusted an administrator lets the pages of this backend act as pages of the console */
export function answerHeaders(headers: HeaderMap, { trusted }: { trusted: boolean }): HeaderMap {
  const kept: HeaderMap = new Map(headers);
  dropHopByHop(kept);
  const policy = kept.get('content-security-policy');
  for (const name of kept.keys()) {
    if (NOT_FOR_BACKENDS.has(name) || /^(?:access-control-|x-luban-)/.test(name)) kept.delete(name);
  }
  // What it forbids its pages on top holds as well: browsers take the strictest of all policies.
  const own = trusted ? "frame-ancestors 'self'" : INERT;
  kept.set('content-security-policy', [own, ...(policy ?? [])]);
  if (!kept.has('content-type')) kept.set('content-type', ['application/octet-stream']);
  if (!kept.has('cache-control')) kept.set('cache-control', ['private, no-cache']);
  return kept;
}
