import { type Readable, Transform } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../refusal.ts';

/** Bytes of a request to a backend. What is larger goes elsewhere than through a console. */
const LARGEST = 256 * 2 ** 20;

export const WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The body of a request as it comes, or undefined when there is none. @throws Refusal 413, also while it is read */
export function requestBody(request: FastifyRequest): Readable | undefined {
  const { headers } = request.raw;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!hasBody || WITHOUT_BODY.has(request.method)) return undefined;
  // What is announced to be too large need not be tried.
  if (Number(headers['content-length'] ?? 0) > LARGEST) throw tooLarge();
  let seen = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > LARGEST) done(tooLarge());
      else done(null, chunk);
    },
  });
  const { raw } = request;
  raw.once('aborted', () => limited.destroy(new Error('The client has gone')));
  limited.on('error', () => {});
  // Nobody reads it any more: the client gets rid of the rest, and reads the answer then.
  limited.on('close', () => raw.unpipe(limited).resume());
  return raw.pipe(limited);
}

function tooLarge(): Refusal {
  return new Refusal(413, 'LB5010', { what: 'The request', limit: `${LARGEST / 2 ** 20} MB` });
}
