import type { FastifyReply } from 'fastify';

/**
 * What a cluster, or a program that its API passes requests on to, must not say to a browser of this origin: it would
 * hold for the whole console.
 */
const WITHHELD = new Set([
  'alt-svc',
  'clear-site-data',
  'connection',
  'content-security-policy',
  'content-security-policy-report-only',
  'expect-ct',
  'keep-alive',
  'nel',
  'proxy-authenticate',
  'proxy-connection',
  'public-key-pins',
  'refresh',
  'report-to',
  'reporting-endpoints',
  'service-worker-allowed',
  'set-cookie',
  'set-cookie2',
  'sourcemap',
  'strict-transport-security',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);
const WITHHELD_PREFIX = /^(?:access-control-|cross-origin-|x-luban-)/;

/** Who asks in the name of another learns that it was answered in their own. Source: Kubernetes, warnings of the API. */
const NOT_IMPERSONATED =
  '299 - "LuBan takes nobody else\'s name (--as, Impersonate-User): this was done in the name of whoever has signed in"';

type Headers = Readonly<Record<string, string | string[] | number | undefined>>;

/** A document that comes from a cluster runs nothing, and is of no origin. */
const SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'";

/**
 * Headers of an answer that is passed on: the cluster's, and over them what holds for every answer of LuBan.
 *
 * @param prefix before the paths of the cluster, such as `/clusters/reef`
 * @returns names and values in turn
 */
export function passedHeaders(reply: FastifyReply, upstream: Headers, prefix: string): string[] {
  const own = reply.getHeaders() as Headers;
  const passed: string[] = [];
  for (const name in own) push(passed, name, name === 'content-security-policy' ? SANDBOX : own[name]);
  for (const name in upstream) {
    if (WITHHELD.has(name) || WITHHELD_PREFIX.test(name) || own[name] !== undefined) continue;
    push(passed, name, name === 'location' ? locationBelow(String(upstream[name]), prefix) : upstream[name]);
  }
  if (reply.request.headers['impersonate-user'] !== undefined) passed.push('warning', NOT_IMPERSONATED);
  return passed;
}

function push(headers: string[], name: string, value: Headers[string]): void {
  if (Array.isArray(value)) for (const one of value) headers.push(name, one);
  else if (value !== undefined) headers.push(name, String(value));
}

/** The cluster knows its own paths alone. Another host is no place to send a person of this console to. */
function locationBelow(location: string, prefix: string): string {
  const base = 'https://cluster.invalid';
  const url = URL.parse(location, base);
  if (url === null) return prefix || '/';
  const isPath = location.startsWith('/') || url.origin !== base;
  return isPath ? `${prefix}${url.pathname}${url.search}${url.hash}` : location;
}
