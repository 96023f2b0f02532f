import type { FastifyInstance } from 'fastify';
import { sendPacked } from '../assets/send-packed.ts';
import { identityOf } from '../identity/identity.ts';
import { identityEnd } from '../identity/identity-end.ts';
import { requireSession } from '../identity/session-hook.ts';
import { localeOf } from '../preferences.ts';
import type { EventHub, ViewerRights } from './event-hub.ts';
import type { IndexService } from './index-service.ts';

/** `/api/index`, whole or as a stream of changes. */
export function registerIndexRoutes(
  app: FastifyInstance,
  index: IndexService,
  hub: EventHub,
  rights: ViewerRights,
): void {
  app.get('/api/index', { preHandler: requireSession }, async (request, reply) => {
    const { json } = index.view(localeOf(request), await rights.viewer(identityOf(request)));
    reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
    return sendPacked(request, reply, `{"index":${json},"remotes":${index.remotesJson()}}`);
  });

  app.get<{ Querystring: { revision?: string } }>(
    '/api/index/events',
    { preHandler: requireSession },
    async (request, reply) => {
      const seen = request.headers['last-event-id'] ?? request.query.revision;
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      identityEnd(request).addEventListener('abort', () => reply.raw.end());
      const revision = typeof seen === 'string' ? seen : '';
      await hub.open(reply.raw, {
        session: request.session!,
        identity: identityOf(request),
        locale: localeOf(request),
        revision,
      });
    },
  );
}
