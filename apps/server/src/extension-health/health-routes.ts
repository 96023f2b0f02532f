import type { FastifyInstance } from 'fastify';
import type { ExtensionHealth } from './extension-health.ts';
import { readReports } from './health-report.ts';
import { ReportingBrowsers } from './reporting-browsers.ts';

/** Bytes of what a tab may send at once. */
const LARGEST = 128 * 1_024;

/**
 * `POST /api/extension-health`: tabs report how extensions fare in them, which is no change that anybody made. One whose
 * session has just ended reports in vain, and has done nothing wrong.
 */
export function registerHealthRoutes(app: FastifyInstance, health: ExtensionHealth): void {
  const browsers = new ReportingBrowsers();
  app.post('/api/extension-health', { bodyLimit: LARGEST, config: { audit: 'never' } }, async (request, reply) => {
    if (request.identity === null) return reply.code(204).send();
    const { name } = request.identity;
    const reports = readReports(request.body);
    health.take(reports, browsers.sessionOf(request.session?.id ?? name, request.body));
    return reply.code(204).send();
  });
}
