import type { FastifyInstance } from 'fastify';
import { identityOf, requireIdentity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import type { PlaceFinder } from './places.ts';
import type { RightsService } from './rights-service.ts';

/** Names of clusters, workspaces and namespaces; more than Kubernetes allows, but nothing that could be a path. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** `GET /api/rights`: what the person may do in a place. `GET /api/places`: where they may go. */
export function registerRightsRoutes(app: FastifyInstance, rights: RightsService, places: PlaceFinder): void {
  const options = { preHandler: requireIdentity };

  app.get<{ Querystring: Record<string, unknown> }>('/api/rights', options, async (request, reply) => {
    const cluster = nameIn(request.query, 'cluster');
    const project = nameIn(request.query, 'namespace');
    const workspace = nameIn(request.query, 'workspace');
    const document = await rights.document(identityOf(request), { cluster, project, workspace });
    return reply.header('cache-control', 'no-store').send(document);
  });

  app.get<{ Querystring: Record<string, unknown> }>('/api/places', options, async (request, reply) => {
    const found = await places.places(identityOf(request), nameIn(request.query, 'cluster'));
    return reply.header('cache-control', 'no-store').send(found);
  });
}

function nameIn(query: Record<string, unknown>, key: string): string | undefined {
  const value = query[key];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string' || !NAME.test(value)) throw new Refusal(400, 'LB5301', { parameter: key });
  return value;
}
