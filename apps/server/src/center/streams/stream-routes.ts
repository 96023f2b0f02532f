import type { FastifyInstance, FastifyRequest } from 'fastify';
import { identityOf } from '../../identity/identity.ts';
import type { Installations } from '../../installation/installations.ts';
import type { Center } from '../center.ts';
import type { CenterRights } from '../center-rights.ts';
import { nameFrom, notInstalled } from '../parameters.ts';
import type { ChangeFeed } from './change-feed.ts';
import { EventStream } from './event-stream.ts';
import { pourLog } from './pour-log.ts';

export interface StreamRoutesOptions {
  center: Center;
  feed: ChangeFeed;
  rights: CenterRights;
  installations?: Installations;
  heartbeat?: number;
  /** Aborts when the server is about to close. */
  closing: AbortSignal;
}

/** `/api/center/events`, and the log of an installation. */
export function registerStreamRoutes(app: FastifyInstance, options: StreamRoutesOptions): void {
  const { center, feed, rights, installations, heartbeat, closing } = options;

  app.get('/api/center/events', { preHandler: rights.toSee }, async (request, reply) => {
    const identity = identityOf(request);
    feed.open({ stream: EventStream.open(request, reply), allowed: () => rights.maySee(identity) }, seenBy(request));
    return reply;
  });

  app.get<{ Params: { name: string } }>(
    '/api/center/installations/:name/log',
    { preHandler: rights.toSee },
    async (request, reply) => {
      const name = nameFrom(request.params.name);
      if (center.summary(name) === undefined && center.journal(name) === undefined) {
        throw notInstalled(name, center.card(name) !== undefined);
      }
      const stream = EventStream.open(request, reply);
      const end = () => stream.end();
      closing.addEventListener('abort', end);
      stream.closed.addEventListener('abort', () => closing.removeEventListener('abort', end));
      await pourLog(stream, name, { installations, heartbeat, seen: seenBy(request) });
      return reply;
    },
  );
}

function seenBy({ headers }: FastifyRequest): string | undefined {
  const seen = headers['last-event-id'];
  return typeof seen === 'string' && seen.length <= 200 ? seen : undefined;
}
