import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Identity, identityOf } from '../identity/identity.ts';
import { identityEnd } from '../identity/identity-end.ts';
import { requireRight } from '../rights/access-reviews.ts';
import type { Rights } from '../rights/rights.ts';
import type { AuditEvent } from './audit-event.ts';
import type { AuditLog } from './audit-log.ts';
import { type AuditQuery, matchesAuditQuery, parseAuditQuery } from './audit-query.ts';

export interface AuditRoutesOptions {
  log: AuditLog;
  rights: Rights;
  /** Name of this replica. */
  replica: string;
  /** Milliseconds between lines that say nothing but that the stream lives. Default: 25,000. */
  heartbeat?: number;
}

/** Bytes that may wait for a client that reads slowly, until its stream ends. */
const MOST_WAITING = 4 * 2 ** 20;

/** A resource that no API serves: its right is given by roles as any other's. */
export const AUDIT_EVENTS = { cluster: 'host', group: 'audit.luban.dev', resource: 'events' } as const;

/** `GET /api/audit`: what this replica has recorded, and with `follow=true` what it records from now on, line by line. */
export function registerAuditRoutes(app: FastifyInstance, options: AuditRoutesOptions): void {
  const { log, rights, replica } = options;
  app.get('/api/audit', async (request, reply) => {
    const identity = identityOf(request);
    const query = parseAuditQuery(request.query);
    await requireRight(rights, identity, { ...AUDIT_EVENTS, verb: query.follow ? 'watch' : 'list' });
    reply.header('cache-control', 'no-store');
    if (query.follow) return follow(request, reply, { ...options, identity, query });
    return reply.send({ replica, oldest: log.oldest ?? null, events: log.find(query) });
  });
}

interface Following extends AuditRoutesOptions {
  identity: Identity;
  query: AuditQuery;
}

function follow(request: FastifyRequest, reply: FastifyReply, following: Following): FastifyReply {
  const { log, rights, identity, query, heartbeat = 25_000 } = following;
  const lines = new PassThrough();
  const resources = new DisposableStack();
  const end = () => {
    resources.dispose();
    if (!lines.writableEnded) lines.end();
  };
  const send = (event: AuditEvent) => {
    if (lines.writableEnded || !matchesAuditQuery(event, query)) return;
    lines.write(`${JSON.stringify(event)}\n`);
    // Who reads so slowly asks again, and sees by the times what it missed.
    if (lines.writableLength > MOST_WAITING) end();
  };
  // Headers go out with the first line; who follows wants to know that the stream stands.
  lines.write('\n');
  for (const event of log.find(query)) send(event);
  resources.use(log.listen(send));
  const timer = setInterval(() => lines.write('\n'), heartbeat);
  resources.defer(() => clearInterval(timer));
  resources.use(
    rights.watch((cluster, affects) => {
      if (cluster !== AUDIT_EVENTS.cluster || !affects(identity)) return;
      rights.allows(identity, { ...AUDIT_EVENTS, verb: 'watch' }).then(
        (allowed) => allowed || end(),
        (error: unknown) => request.log.warn({ err: error }, 'audit stream'),
      );
    }),
  );
  identityEnd(request).addEventListener('abort', end, { once: true });
  lines.on('close', end);
  request.raw.socket?.on('close', end);
  return reply.type('application/x-ndjson; charset=utf-8').header('x-accel-buffering', 'no').send(lines);
}
