import type { FastifyRequest } from 'fastify';

/** Longest token that is looked at. */
const LONGEST = 8_192;

/** The token of `Authorization: Bearer …`; empty when there is none behind the word. Absent: no such header. */
export function bearerOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const { authorization = '' } = headers;
  if (!/^bearer(?:\s|$)/i.test(authorization)) return undefined;
  const token = authorization.slice('bearer'.length).trim();
  return token.length > LONGEST || /\s/.test(token) ? '' : token;
}
