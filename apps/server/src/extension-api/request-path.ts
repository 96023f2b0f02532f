import type { FastifyRequest } from 'fastify';
import { pathOf } from '../errors.ts';
import { Refusal } from '../refusal.ts';
import { canonicalPath } from './upstream/canonical-path.ts';

const SENTENCES = {
  encoding: 'a % is followed by something else than two digits',
  dots: 'it has . or .. in it',
  control: 'it has control characters in it',
};

/** @throws Refusal 400 for paths that not every server reads in the same way */
export function requestPath(request: FastifyRequest): { path: string; query: string | undefined } {
  const result = canonicalPath(request.raw.url ?? '/');
  if (!result.ok) throw badPath(request, SENTENCES[result.reason]);
  return result;
}

export function badPath(request: FastifyRequest, reason: string): Refusal {
  return new Refusal(400, 'LB5407', { path: pathOf(request), reason });
}
