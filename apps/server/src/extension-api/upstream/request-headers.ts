import type { FastifyRequest } from 'fastify';
import type { Identity } from '../../identity/identity.ts';
import { Refusal } from '../../refusal.ts';
import { addHeader, dropHopByHop, type HeaderMap, headerBytes, headerMap } from './header-map.ts';

/** Headers that say who somebody is, or where a request came from. Those that come in are nobody's word. */
const SPOOFABLE = new Set([
  'authorization',
  'cookie',
  'cookie2',
  'forwarded',
  'via',
  'client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'host',
  // Of a page of the console, whose address is none of a backend's business.
  'origin',
  'referer',
  'expect',
  'x-csrf-token',
  'x-check-exist',
]);
const SPOOFABLE_PREFIXES = [
  'x-remote-',
  'x-luban-',
  'x-kubesphere-',
  'x-forwarded-',
  'x-real-',
  'x-client-',
  'x-original-',
  'x-rewrite-',
  'x-request-id',
  'x-http-method',
  'x-method-override',
  'impersonate-',
  'sec-fetch-',
  'sec-ch-',
  'proxy-',
];

/** A token in the place of a sub-protocol, as browsers without headers send it to Kubernetes. */
const TOKEN_PROTOCOL = 'base64url.bearer.authorization.k8s.io.';

/**
 * The headers of a request that may go on to a backend, without what says who asks: identity, credentials, the way it
 * came. Frameworks that take `_`, `.` and `-` for one are not fooled either.
 */
export function forwardableHeaders(request: FastifyRequest): HeaderMap {
  const headers = headerMap(request.raw.rawHeaders);
  dropHopByHop(headers);
  for (const name of headers.keys()) if (isSpoofable(name)) headers.delete(name);
  const protocols = headers.get('sec-websocket-protocol');
  if (protocols !== undefined) {
    const kept = protocols
      .flatMap((value) => value.split(','))
      .map((protocol) => protocol.trim())
      .filter((protocol) => protocol !== '' && !protocol.startsWith(TOKEN_PROTOCOL));
    if (kept.length === 0) headers.delete('sec-websocket-protocol');
    else headers.set('sec-websocket-protocol', [kept.join(', ')]);
  }
  headers.set('x-forwarded-for', [request.ip]);
  headers.set('x-forwarded-proto', [request.protocol]);
  if (request.headers.host !== undefined) headers.set('x-forwarded-host', [request.headers.host]);
  headers.set('x-request-id', [request.id]);
  return headers;
}

/** @param name in lower case */
export function isSpoofable(name: string): boolean {
  const plain = name.replace(/[^a-z\d]/g, '-');
  return SPOOFABLE.has(plain) || SPOOFABLE_PREFIXES.some((prefix) => plain.startsWith(prefix));
}

/**
 * Says who asks. Kubernetes' API server takes `X-Remote-*` away from what it passes on to services, so that the same
 * stands in `X-Luban-Remote-*`, which it leaves alone. Source of the form: k8s.io/apiserver, request header authentication.
 *
 * @throws Refusal 400 for names that no header can carry: without what is wrong in them they could be another's
 */
export function setRemoteUser(headers: HeaderMap, { name, uid, groups, extra = {} }: Identity): void {
  // As towards clusters: groups of Kubernetes' own give rights that nobody here can have been given.
  const told = [...groups.filter((group) => !group.startsWith('system:')), 'system:authenticated'];
  for (const known of headers.keys()) if (/^x-(?:luban-)?remote-/.test(known)) headers.delete(known);
  for (const prefix of ['x-remote-', 'x-luban-remote-']) {
    headers.set(`${prefix}user`, [identityValue(name)]);
    if (uid !== undefined) headers.set(`${prefix}uid`, [identityValue(uid)]);
    for (const group of told) addHeader(headers, `${prefix}group`, identityValue(group));
    for (const [key, values] of Object.entries(extra)) {
      const header = `${prefix}extra-${encodeURIComponent(key).toLowerCase()}`;
      for (const value of values) addHeader(headers, header, identityValue(value));
    }
  }
}

function identityValue(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\x00-\x1f\x7f]/.test(text)) throw new Refusal(400, 'LB5015', { reason: 'a name holds control characters' });
  return headerBytes(text);
}
