import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Long enough to be told apart, and nothing that a log, a header or a page could misread. */
const SANE = /^[A-Za-z\d][A-Za-z\d._-]{7,63}$/;

/** The one that a proxy gave, so that its log and ours can be read together, or a new one. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID();
}
