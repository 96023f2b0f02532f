import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { onEnd } from '../operations/on-end.ts';
import { onUpgrade, wantsUpgrade } from '../upgrades.ts';
import type { AuditEvent, AuditNote } from './audit-event.ts';
import { isRecordedRead, ownNote } from './own-routes.ts';
import { requestTarget, requestVerb } from './request-target.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What a route tells the audit: its words prevail over those of the address. Null: nothing. */
    auditNote: AuditNote | null;
  }
  interface FastifyContextConfig {
    /** `always`: also when it only reads, such as the end of a sign-in. `never`: changes nothing although it is posted. */
    audit?: 'always' | 'never';
  }
}

export interface AuditRequestsOptions {
  record(event: AuditEvent): void;
  /** Name of this replica. */
  replica: string;
  /** Milliseconds of the epoch. */
  now: () => number;
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Reviews answer a question; tokens are made by `serviceaccounts/token`, which is no review. */
const QUESTION = /^(?:authorization|authentication)\.k8s\.io$/;

/** Connections into containers change things although they are asked for by GET. */
const INTO_CONTAINERS = new Set(['exec', 'attach', 'portforward']);

/** API of the platform's own terminals, all of which are ways into containers. */
const TERMINALS = 'terminal.kubesphere.io';

/** Records every change. Goes after the limits: what those refuse has changed nothing, and must not push others out. */
export function registerAudit(app: FastifyInstance, options: AuditRequestsOptions): void {
  app.decorateRequest('auditNote', null);
  app.addHook('onRequest', (request, reply, done) => {
    const audited = isAudited(request);
    const began = options.now();
    recordOnce(request, reply, (code) => {
      // A route that tells something wants it to be known, whatever it was asked by.
      if (!audited && request.auditNote === null) return;
      const { path, dryRun } = address(request.url);
      const target = requestTarget(path);
      const { user, ...note } = request.auditNote ?? {};
      options.record({
        id: request.id,
        time: new Date(began).toISOString(),
        user: user ?? request.identity?.name ?? null,
        ...standing(request, code < 400 ? user : undefined),
        address: request.ip,
        verb: requestVerb(request.method, target),
        ...target,
        path,
        ...(dryRun && { dryRun }),
        ...ownNote(request),
        ...note,
        code,
        duration: Math.round(reply.elapsedTime),
        replica: options.replica,
      });
    });
    done();
  });
  // A body is there only now, and may say as whom somebody tries to sign in.
  app.addHook('preHandler', (request, _reply, done) => {
    if (request.method === 'POST' && request.routeOptions.url === '/api/session') {
      const { username } = (request.body ?? {}) as { username?: unknown };
      if (typeof username === 'string') request.auditNote = { user: username.slice(0, 256), verb: 'sign-in' };
    }
    done();
  });
}

/** At the opening of a connection rather than at its end, which may be hours later. */
function recordOnce(request: FastifyRequest, reply: FastifyReply, record: (code: number) => void): void {
  let opened = false;
  onUpgrade(request, () => {
    opened = true;
    record(101);
  });
  onEnd(request, reply, (code) => {
    if (!opened) record(code);
  });
}

function isAudited(request: FastifyRequest): boolean {
  const own = request.routeOptions.config?.audit;
  if (own !== undefined) return own === 'always';
  const reading = READING.has(request.method);
  // Most requests are of this kind, and are looked at no further.
  if (reading && !wantsUpgrade(request)) return isRecordedRead(request);
  const { group, resource, subresource } = requestTarget(address(request.url).path);
  if (reading) {
    return isRecordedRead(request) || group === TERMINALS || INTO_CONTAINERS.has(subresource ?? '');
  }
  return !(QUESTION.test(group ?? '') && (resource ?? '').endsWith('reviews'));
}

/** @param named whom a route knows to have asked: somebody who has just signed in was nobody before */
function standing({ identity }: FastifyRequest, named: AuditNote['user']): Pick<AuditEvent, 'kind' | 'via' | 'groups'> {
  if (identity === null) return { kind: named === undefined ? 'stranger' : 'user' };
  return { kind: identity.kind, via: identity.via, groups: identity.groups.slice(0, 50) };
}

function address(url: string): { path: string; dryRun?: true } {
  const end = url.indexOf('?');
  const path = (end < 0 ? url : url.slice(0, end)).slice(0, 1_000);
  const isDry = end >= 0 && new URLSearchParams(url.slice(end)).get('dryRun') === 'All';
  return isDry ? { path, dryRun: true } : { path };
}
