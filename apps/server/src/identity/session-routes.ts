import type { FastifyInstance } from 'fastify';
import { Refusal } from '../refusal.ts';
import { ADMINISTRATOR, type Administrator } from './administrator.ts';
import { networkOf } from './network-of.ts';
import { requireSession } from './session-hook.ts';
import type { Session, Sessions } from './sessions.ts';
import { Throttle } from './throttle.ts';

export interface SessionRoutesOptions {
  administrator: Administrator;
  sessions: Sessions;
  /** Called when a person signs out. */
  onEnd(session: Session): void;
  now: () => number;
}

/** `/api/session`: sign in, who am I, sign out. */
export function registerSessionRoutes(app: FastifyInstance, options: SessionRoutesOptions): void {
  const perUser = new Throttle({ now: options.now });
  const perAddress = new Throttle({ free: 30, now: options.now });

  app.post('/api/session', { bodyLimit: 8_192 }, async (request, reply) => {
    const { username, password } = credentials(request.body);
    const network = networkOf(request.ip);
    const keys: [Throttle, string][] = [
      [perAddress, network],
      [perUser, `${network} ${username.toLowerCase()}`],
    ];
    for (const [throttle, key] of keys) {
      const seconds = Math.ceil(throttle.attempt(key) / 1000);
      if (seconds > 0) throw new Refusal(429, 'LB5002', { seconds }, { headers: { 'retry-after': String(seconds) } });
    }
    if (!(await options.administrator.verify(username, password))) throw new Refusal(401, 'LB5001');
    for (const [throttle, key] of keys) throttle.succeed(key);
    const user = { name: ADMINISTRATOR, displayName: 'Administrator' };
    await options.sessions.start(request, reply, user);
    request.log.info({ user: user.name }, 'signed in');
    return reply.header('cache-control', 'no-store').send({ user });
  });

  app.get('/api/session', { preHandler: requireSession }, async (request, reply) => {
    return reply.header('cache-control', 'no-store').send({ user: request.session!.user });
  });

  app.delete('/api/session', async (request, reply) => {
    if (request.session !== null) {
      options.sessions.end(request, reply, request.session);
      options.onEnd(request.session);
    }
    return reply.code(204).send();
  });
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
