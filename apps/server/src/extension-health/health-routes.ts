import type { FastifyInstance } from 'fastify';
import { identityOf } from '../identity/identity.ts';
import type { ExtensionHealth } from './extension-health.ts';
import { readReports } from './health-report.ts';

/** Bytes of what a tab may send at once. */
const LARGEST = 128 * 1_024;

/** `POST /api/extension-health`: tabs report how extensions fare in them. */
export function registerHealthRoutes(app: FastifyInstance, health: ExtensionHealth): void {
  app.post('/api/extension-health', { bodyLimit: LARGEST }, async (request, reply) => {
    const { name } = identityOf(request);
    health.take(readReports(request.body), request.session?.id ?? name);
    return reply.code(204).send();
  });
}
