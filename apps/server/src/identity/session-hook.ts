import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TokenGuesses } from '../limits/token-guesses.ts';
import { Refusal } from '../refusal.ts';
import { bearerOf } from './bearer.ts';
import { noIdentity } from './identity.ts';
import type { IdentityEnds } from './identity-end.ts';
import type { Session, Sessions } from './sessions.ts';
import type { TokenHolder, TokenKind } from './token-identities.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null without a cookie that is good, and while the person has to choose a new password. */
    session: Session | null;
    /** The session of a person who has to choose a new password. */
    restrictedSession: Session | null;
  }
  interface FastifyContextConfig {
    /** The answer is the same for everybody, and caches on the way may keep it: no cookie is read or set. */
    public?: true;
  }
}

export interface SessionHookOptions {
  sessions: Sessions;
  tokens: readonly TokenKind[];
  ends: IdentityEnds;
  guesses: TokenGuesses;
}

/** Puts on every request who sent it. A token prevails over a cookie, even one that is worth nothing. */
export function registerSessionHook(app: FastifyInstance, options: SessionHookOptions): void {
  const { sessions, tokens, ends, guesses } = options;
  app.decorateRequest('session', null);
  app.decorateRequest('restrictedSession', null);
  app.decorateRequest('identity', null);
  app.decorateRequest('mustChangePassword', false);
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config?.public) return;
    const token = bearerOf(request);
    if (token !== undefined) {
      const verdict = guesses.attempt(request, token);
      let holder: TokenHolder | undefined;
      try {
        holder = await tokens.find((kind) => kind.takes(token))?.authenticate(token);
      } catch (error) {
        verdict('unknown');
        throw error;
      }
      verdict(holder === undefined ? 'wrong' : 'good');
      if (holder === undefined) {
        throw new Refusal(401, 'LB5200', {}, { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
      }
      request.mustChangePassword = holder.user?.mustChangePassword ?? false;
      if (!request.mustChangePassword) request.identity = holder.identity;
      ends.note(request, reply, () => holder.alive());
      return;
    }
    const open = await sessions.read(request, reply);
    if (open === undefined) return;
    const { session, user } = open;
    ends.note(request, reply, () => sessions.alive(session));
    // Whom a provider vouches for used no password.
    request.mustChangePassword = user.mustChangePassword && session.provider === undefined;
    if (request.mustChangePassword) {
      request.restrictedSession = session;
      return;
    }
    request.session = session;
    request.identity = { name: user.name, groups: user.groups, kind: 'user', via: 'session' };
  });
}

/** Pre-handler of what only people who signed in themselves may do. */
export async function requireSession(request: FastifyRequest): Promise<void> {
  if (request.session !== null) return;
  if (request.identity !== null) throw new Refusal(403, 'LB5202');
  throw noIdentity(request);
}
