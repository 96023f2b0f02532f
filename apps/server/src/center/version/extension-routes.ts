import type { ExtensionDetail } from '@luban/manifest/center-api';
import type { FastifyInstance } from 'fastify';
import type { Platform } from '../../catalogue/platform.ts';
import { identityOf } from '../../identity/identity.ts';
import type { Center } from '../center.ts';
import type { CenterRights } from '../center-rights.ts';
import type { InstallationView } from '../installations/installation-view.ts';
import { nameFrom, unknownExtension } from '../parameters.ts';
import { versionSummaries } from './version-summaries.ts';

export interface ExtensionRoutesOptions {
  center: Center;
  installations: InstallationView;
  platform: Pick<Platform, 'versions'>;
  rights: CenterRights;
}

/** One extension of the catalogue, with its versions. */
export function registerExtensionDetailRoutes(app: FastifyInstance, options: ExtensionRoutesOptions): void {
  const { center, installations, platform, rights } = options;

  app.get<{ Params: { name: string } }>(
    '/api/center/extensions/:name',
    { preHandler: rights.toSee },
    async (request, reply) => {
      const name = nameFrom(request.params.name);
      const card = center.card(name);
      if (card === undefined) throw unknownExtension(name);
      const installation = await installations.of(name, identityOf(request));
      const detail: ExtensionDetail = {
        card,
        versions: versionSummaries(center.versions.of(name), card, platform.versions),
        ...(installation !== undefined && { installation }),
      };
      return reply.header('cache-control', 'no-store').send(detail);
    },
  );
}
