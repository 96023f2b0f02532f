import type { FastifyRequest } from 'fastify';
import type { AuditNote } from './audit-event.ts';

/** What routes of LuBan's own are about, where their address says it in its query or not at all. */
const OWN_ROUTES: Readonly<Record<string, (request: FastifyRequest) => AuditNote>> = {
  'GET /oauth/redirect/:name': ({ params }) => ({
    ...{ verb: 'sign-in', resource: 'session', subresource: undefined },
    name: (params as { name: string }).name.slice(0, 253),
  }),
  'DELETE /api/session': () => ({ verb: 'sign-out' }),
  'GET /api/terminal': (request) => ({ ...container(request), verb: 'create', subresource: 'exec' }),
  'GET /api/terminal/node': (request) => ({
    ...{ group: '', version: 'v1', resource: 'nodes', verb: 'create', subresource: 'exec' },
    cluster: queryText(request, 'cluster') ?? 'host',
    name: queryText(request, 'node'),
  }),
  'GET /api/files/download': (request) => ({ ...container(request), verb: 'get', subresource: 'files' }),
  'PUT /api/files/upload': (request) => ({ ...container(request), verb: 'update', subresource: 'files' }),
};

/** Reads that count as changes: they let somebody in, or take something out. */
const RECORDED = new Set([
  'GET /oauth/redirect/:name',
  'GET /api/terminal',
  'GET /api/terminal/node',
  'GET /api/files/download',
]);

const routeOf = ({ method, routeOptions }: FastifyRequest) => `${method} ${routeOptions.url ?? ''}`;

export function ownNote(request: FastifyRequest): AuditNote {
  const route = routeOf(request);
  return Object.hasOwn(OWN_ROUTES, route) ? OWN_ROUTES[route]!(request) : {};
}

export function isRecordedRead(request: FastifyRequest): boolean {
  return RECORDED.has(routeOf(request));
}

function container(request: FastifyRequest): AuditNote {
  return {
    ...{ group: '', version: 'v1', resource: 'pods' },
    cluster: queryText(request, 'cluster') ?? 'host',
    namespace: queryText(request, 'namespace'),
    name: queryText(request, 'pod'),
  };
}

function queryText({ query }: FastifyRequest, name: string): string | undefined {
  const value = (query as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, 253) : undefined;
}
