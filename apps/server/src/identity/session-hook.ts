import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';
import type { Identity } from './identity.ts';
import type { Session, Sessions } from './sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | null;
  }
  interface FastifyContextConfig {
    /** The answer is the same for everybody, and caches on the way may keep it: no cookie is read or set. */
    public?: true;
  }
}

/** Puts the session, if there is one, on every request. */
export function registerSessionHook(app: FastifyInstance, sessions: Sessions): void {
  app.decorateRequest('session', null);
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config?.public) return;
    request.session = (await sessions.read(request, reply)) ?? null;
    if (request.session !== null) request.identity = identityOf(request.session);
  });
}

/** Pre-handler of what only signed-in people may do. */
export async function requireSession(request: FastifyRequest): Promise<void> {
  if (request.session === null) throw new Refusal(401, 'LB5003');
}

function identityOf({ user }: Session): Identity {
  return { name: user.name, groups: [], kind: 'user', via: 'session' };
}
