import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';
import type { PersonalTokens } from './personal-tokens.ts';
import { requireSession } from './session-hook.ts';
import type { User } from './user.ts';
import type { UserDirectory } from './user-directory.ts';

export interface TokenRoutesOptions {
  tokens: PersonalTokens;
  users: UserDirectory;
  now: () => number;
}

/** Tokens that a person may have. */
const MOST = 50;
const DAY = 24 * 3_600_000;
const USUAL_DAYS = 90;
const MOST_DAYS = 3_650;

/** `/api/session/tokens`: a person's own tokens. A token cannot make others, so that one that got out stays one. */
export function registerTokenRoutes(app: FastifyInstance, { tokens, users, now }: TokenRoutesOptions): void {
  const preHandler = requireSession;
  const own = async (request: FastifyRequest): Promise<User> => {
    const user = await users.fresh(request.session!.user.name);
    if (user === undefined) throw new Refusal(401, 'LB5003');
    return user;
  };

  app.get('/api/session/tokens', { preHandler }, async (request, reply) => {
    return reply.header('cache-control', 'no-store').send({ tokens: await tokens.list(await own(request)) });
  });

  app.post('/api/session/tokens', { preHandler, bodyLimit: 4_096 }, async (request, reply) => {
    const { name, days } = wish(request.body);
    const user = await own(request);
    if ((await tokens.list(user)).length >= MOST) throw new Refusal(409, 'LB5208', { most: MOST });
    const made = await tokens.create(user, name, days === null ? undefined : now() + days * DAY);
    request.log.info({ user: user.name, token: made.id }, 'token made');
    return reply.code(201).header('cache-control', 'no-store').send(made);
  });

  app.delete<{ Params: { id: string } }>('/api/session/tokens/:id', { preHandler }, async (request, reply) => {
    const user = await own(request);
    if (!(await tokens.remove(user, request.params.id))) throw new Refusal(404, 'LB5209');
    request.log.info({ user: user.name, token: request.params.id }, 'token removed');
    return reply.code(204).send();
  });
}

/** @returns `days` null: it never ends by itself */
function wish(body: unknown): { name: string; days: number | null } {
  const { name, days = USUAL_DAYS } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  if (typeof name !== 'string' || name.trim() === '' || name.length > 100 || /\p{Cc}/u.test(name)) {
    throw new Refusal(400, 'LB5015', { reason: 'name must be a text of 1 to 100 characters' });
  }
  if (days !== null && !(typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= MOST_DAYS)) {
    throw new Refusal(400, 'LB5015', { reason: `days must be a whole number from 1 to ${MOST_DAYS}, or null` });
  }
  return { name: name.trim(), days: days as number | null };
}
