import type { FastifyRequest } from 'fastify';

/** Longest token that is looked at. */
const LONGEST = 8_192;

/** The token of `Authorization: Bearer …`; empty when there is none behind the word. Absent: no such header. */
export function bearerOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const [, token] = /^bearer(?:\s+(\S*))?\s*$/i.exec(headers.authorization?.slice(0, LONGEST + 10) ?? '') ?? [
    NONE,
    NONE,
  ];
  if (token === NONE) return undefined;
  return token === undefined || token.length > LONGEST ? '' : token;
}

const NONE = '\u0000';
