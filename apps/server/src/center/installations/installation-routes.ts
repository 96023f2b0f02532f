import type { Installations as InstallationList } from '@luban/manifest/center-api';
import type { FastifyInstance } from 'fastify';
import { identityOf } from '../../identity/identity.ts';
import type { Center } from '../center.ts';
import type { CenterRights } from '../center-rights.ts';
import { nameFrom, notInstalled } from '../parameters.ts';
import type { InstallationView } from './installation-view.ts';

export interface InstallationRoutesOptions {
  center: Center;
  view: InstallationView;
  rights: CenterRights;
}

/** What is installed. */
export function registerInstallationRoutes(
  app: FastifyInstance,
  { center, view, rights }: InstallationRoutesOptions,
): void {
  app.get('/api/center/installations', { preHandler: rights.toSee }, async (_request, reply) => {
    const list: InstallationList = { installations: center.summaries(), remains: center.remains() };
    return reply.header('cache-control', 'no-store').send(list);
  });

  app.get<{ Params: { name: string } }>(
    '/api/center/installations/:name',
    { preHandler: rights.toSee },
    async (request, reply) => {
      const name = nameFrom(request.params.name);
      const installation = await view.of(name, identityOf(request));
      if (installation === undefined) throw notInstalled(name, center.card(name) !== undefined);
      return reply.header('cache-control', 'no-store').send(installation);
    },
  );
}
