import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../refusal.ts';
import { requireSession } from './session-hook.ts';
import { describe } from './session-routes.ts';
import type { Session, Sessions } from './sessions.ts';
import { setPassword } from './set-password.ts';
import type { SignIn } from './sign-in.ts';
import type { UserDirectory } from './user-directory.ts';

export interface PasswordRoutesOptions {
  client: KubeClient;
  users: UserDirectory;
  sessions: Sessions;
  signIn: SignIn;
  /** Called with the session that the new one takes the place of. */
  onEnd(session: Session): void;
}

const SHORTEST = 10;
const LONGEST = 1_024;

/** `PUT /api/session/password`: a person's own password. All other sessions of the person end. */
export function registerPasswordRoutes(app: FastifyInstance, options: PasswordRoutesOptions): void {
  const { client, users, sessions, signIn } = options;

  app.put('/api/session/password', { bodyLimit: 8_192 }, async (request, reply) => {
    const session = request.session ?? request.restrictedSession;
    if (session === null) return requireSession(request);
    const { oldPassword, newPassword } = passwords(request.body);
    const user = await users.fresh(session.user.name);
    if (user === undefined) throw new Refusal(401, 'LB5003');
    if (user.password === undefined) throw new Refusal(409, 'LB5206');
    await signIn.confirm(request, user, oldPassword);
    refuseWeak(newPassword, oldPassword, user.name);
    try {
      const changed = await setPassword(client, user, newPassword);
      await sessions.start(request, reply, changed);
      options.onEnd(session);
      request.log.info({ user: user.name }, 'password changed');
      return reply.header('cache-control', 'no-store').send(describe(changed));
    } catch (error) {
      if (isStatusError(error, 'Conflict')) throw new Refusal(409, 'LB5207', { user: user.name }, { cause: error });
      throw error;
    }
  });
}

/** Length is what makes a password hard to guess; rules about kinds of characters make it hard to remember. */
function refuseWeak(password: string, old: string, name: string): void {
  const plain = password.normalize('NFKC');
  if ([...plain].length < SHORTEST) throw new Refusal(400, 'LB5205', { least: SHORTEST });
  const isTrivial = plain.toLowerCase().includes(name.toLowerCase()) && [...plain].length < name.length + SHORTEST;
  if (isTrivial || plain === old.normalize('NFKC') || new Set(plain).size < 4) {
    throw new Refusal(400, 'LB5205', { least: SHORTEST });
  }
}

function passwords(body: unknown): { oldPassword: string; newPassword: string } {
  const { oldPassword, newPassword } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  if (
    typeof oldPassword !== 'string' ||
    typeof newPassword !== 'string' ||
    Math.max(oldPassword.length, newPassword.length) > LONGEST
  ) {
    throw new Refusal(400, 'LB5015', { reason: 'oldPassword and newPassword must be texts' });
  }
  return { oldPassword, newPassword };
}
