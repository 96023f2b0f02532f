import type { KubeClient } from '@luban/kube/client';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';
import { written } from './host-cluster.ts';
import { identityOf } from './identity.ts';
import { requireSession } from './session-hook.ts';
import type { Session, Sessions } from './sessions.ts';
import type { SignIn } from './sign-in.ts';
import { SESSION_EPOCH, USERS, type User } from './user.ts';
import type { UserDirectory } from './user-directory.ts';

export interface SessionRoutesOptions {
  client: KubeClient;
  users: UserDirectory;
  sessions: Sessions;
  signIn: SignIn;
  /** Ends the session at the provider that vouches for it. @returns where the person signs out there too */
  endAtProvider(request: FastifyRequest, session: Session): Promise<string | undefined>;
  /** Called when a person signs out. */
  onEnd(session: Session): void;
}

/** `/api/session`: sign in, who am I, sign out here or everywhere. */
export function registerSessionRoutes(app: FastifyInstance, options: SessionRoutesOptions): void {
  const { client, users, sessions, signIn } = options;

  app.post('/api/session', { bodyLimit: 8_192 }, async (request, reply) => {
    const { username, password } = credentials(request.body);
    const user = await signIn.withPassword(request, username, password);
    await sessions.start(request, reply, user);
    request.log.info({ user: user.name }, 'signed in');
    return reply.header('cache-control', 'no-store').send(describe(user));
  });

  app.get('/api/session', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const session = request.session ?? request.restrictedSession;
    const name = session?.user.name ?? identityOf(request).name;
    const heard = users.get(name);
    const user = session === null || heard?.credential === session.credential ? heard : await users.fresh(name);
    if (user === undefined)
      return reply.send({ user: { name, displayName: name, groups: request.identity?.groups ?? [] } });
    return reply.send({ ...describe(user), ...(session?.provider !== undefined && { provider: session.provider }) });
  });

  app.delete('/api/session', async (request, reply) => {
    const session = request.session ?? request.restrictedSession;
    if (session === null) {
      sessions.forget(request, reply);
      return reply.code(204).send();
    }
    await sessions.end(request, reply, session);
    options.onEnd(session);
    const redirect = await options.endAtProvider(request, session);
    if (redirect === undefined) return reply.code(204).send();
    return reply.header('cache-control', 'no-store').send({ redirect });
  });

  app.delete('/api/session/everywhere', { preHandler: requireSession }, async (request, reply) => {
    const session = request.session!;
    const annotations = { [SESSION_EPOCH]: crypto.randomUUID() };
    await written(client.patch({ ...USERS, name: session.user.name }, 'merge', { metadata: { annotations } }));
    await sessions.end(request, reply, session);
    options.onEnd(session);
    request.log.info({ user: session.user.name }, 'signed out everywhere');
    return reply.code(204).send();
  });
}

/** What a person is told about their own user. */
export function describe({ name, displayName, email, groups, password, mustChangePassword }: User) {
  return {
    user: { name, displayName, ...(email !== undefined && { email }), groups },
    mustChangePassword,
    hasPassword: password !== undefined,
  };
}

function credentials(body: unknown): { username: string; password: string } {
  const { username, password } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  if (
    typeof username !== 'string' ||
    typeof password !== 'string' ||
    username.length > 256 ||
    password.length > 1_024
  ) {
    throw new Refusal(400, 'LB5015', { reason: 'username and password must be texts' });
  }
  return { username, password };
}
