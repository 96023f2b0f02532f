import { Readable } from 'node:stream';
import type { PassedAnswer } from '../upstream/pour.ts';
import { rewriteLinks } from './rewrite-links.ts';

export interface LeadBackOptions {
  /** Of the backend: `http://tide.example`. */
  origin: string;
  /** What the proxy takes away from the beginning of paths, and so puts there again. */
  prefix: string;
  /** Path of the request. */
  came: string;
}

/** Pages up to this size are changed; larger ones are no pages. */
const LARGEST = 4 * 2 ** 20;

/** Makes redirects and the links of pages lead through the proxy. Source: k8s.io/apimachinery, proxy.Transport. */
export async function leadBack(answer: PassedAnswer, options: LeadBackOptions): Promise<PassedAnswer> {
  const lead = (url: string) => ledBack(url, options);
  for (const name of ['location', 'content-location', 'uri']) {
    const values = answer.headers.get(name);
    if (values !== undefined) answer.headers.set(name, values.map(lead));
  }
  const type = answer.headers.get('content-type')?.[0] ?? '';
  const encoding = answer.headers.get('content-encoding')?.[0] ?? 'identity';
  if (!/^text\/html\b/i.test(type) || encoding !== 'identity') return answer;
  return withLinks(answer, lead);
}

/** An address of the backend as one of the proxy; others stay. */
export function ledBack(url: string, { origin, prefix }: LeadBackOptions): string {
  if (url.startsWith('//') || url.startsWith('\\'))
    return sameOrigin(`${new URL(origin).protocol}${url}`, origin, prefix) ?? url;
  if (url.startsWith('/')) return url === prefix || url.startsWith(`${prefix}/`) ? url : `${prefix}${url}`;
  return sameOrigin(url, origin, prefix) ?? url;
}

function sameOrigin(url: string, origin: string, prefix: string): string | undefined {
  if (!/^https?:\/\//i.test(url)) return undefined;
  const parsed = URL.parse(url);
  if (parsed === null || parsed.origin !== origin) return undefined;
  return `${prefix}${parsed.pathname}${parsed.search}${parsed.hash}`;
}

async function withLinks(answer: PassedAnswer, lead: (url: string) => string): Promise<PassedAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stream = answer.body.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LARGEST) return { ...answer, body: Readable.from(rest(chunks, answer.body)) };
  }
  // Bytes that are no UTF-8 stay as they are: links are ASCII.
  const page = Buffer.from(rewriteLinks(Buffer.concat(chunks).toString('latin1'), lead), 'latin1');
  const headers = new Map(answer.headers);
  headers.set('content-length', [String(page.length)]);
  // Of the page before it was changed.
  for (const name of ['etag', 'content-md5', 'digest', 'content-digest', 'accept-ranges']) headers.delete(name);
  return { ...answer, headers, body: Readable.from([page]) };
}

async function* rest(begun: readonly Buffer[], body: Readable): AsyncGenerator<Buffer> {
  yield* begun;
  yield* body as AsyncIterable<Buffer>;
}
