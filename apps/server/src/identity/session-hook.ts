import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';
import type { Session, Sessions } from './sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | null;
  }
}

/** Files are public and need no session; looking for one would only cost time. */
const WITHOUT_SESSION = /^\/(?:ext|assets|healthz|schema)(?:\/|$)/;

/** Puts the session, if there is one, on every request. */
export function registerSessionHook(app: FastifyInstance, sessions: Sessions): void {
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request, reply) => {
    if (!WITHOUT_SESSION.test(request.url)) request.session = (await sessions.read(request, reply)) ?? null;
  });
}

/** Pre-handler of what only signed-in people may do. */
export async function requireSession(request: FastifyRequest): Promise<void> {
  if (request.session === null) throw new Refusal(401, 'LB5003');
}
