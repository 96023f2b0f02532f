import type { FastifyRequest } from 'fastify';
import { pathOf } from '../../errors.ts';
import { Refusal } from '../../refusal.ts';

/** What a browser would run, or put into a page, with the console's own rights. Source: Fetch Standard, destinations. */
const PARTS = new Set([
  'audioworklet',
  'embed',
  'fencedframe',
  'frame',
  'iframe',
  'json',
  'manifest',
  'object',
  'paintworklet',
  'script',
  'serviceworker',
  'sharedworker',
  'style',
  'worker',
  'xslt',
]);

/** What a backend answers is data to this origin, and never a part of its pages. @throws Refusal 403 */
export function refuseParts(request: FastifyRequest): void {
  const destination = String(request.headers['sec-fetch-dest'] ?? '').toLowerCase();
  if (PARTS.has(destination)) throw new Refusal(403, 'LB5422', { path: pathOf(request), destination });
}
