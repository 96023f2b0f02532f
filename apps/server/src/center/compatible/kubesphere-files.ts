import type { FastifyInstance } from 'fastify';
import { sendPacked } from '../../assets/send-packed.ts';
import type { CatalogueObjects } from '../../catalogue/catalogue-objects.ts';
import { EXTENSION_VERSIONS } from '../../catalogue/objects.ts';
import type { Packages } from '../../catalogue/packages.ts';
import { HOST } from '../../clusters/cluster-object.ts';
import { identityOf } from '../../identity/identity.ts';
import { requireRight } from '../../rights/access-reviews.ts';
import type { Rights } from '../../rights/rights.ts';
import { unknownVersion } from '../parameters.ts';
import { gone } from '../version/version-routes.ts';

export interface KubeSphereFilesOptions {
  objects: CatalogueObjects;
  packages: Packages;
  rights: Rights;
}

/** Characters of base64 in one answer. */
const MOST = 16 * 2 ** 20;

/**
 * `GET /kapis/package.kubesphere.io/v1alpha1/extensionversions/<name>-<version>/files`: texts and pictures of a package, as
 * `[{Name, Data}]` with `Data` in base64. Charts, templates and the interface are left out, which KubeSphere lists too.
 */
export function registerKubeSphereFiles(
  app: FastifyInstance,
  { objects, packages, rights }: KubeSphereFilesOptions,
): void {
  app.get<{ Params: { version: string } }>(
    '/kapis/package.kubesphere.io/v1alpha1/extensionversions/:version/files',
    async (request, reply) => {
      const { version: name } = request.params;
      const { group, resource } = EXTENSION_VERSIONS;
      await requireRight(rights, identityOf(request), { cluster: HOST, verb: 'get', group, resource, name });
      const object = objects.versions.get(name);
      if (object === undefined) {
        const [, extension = name, version = ''] = /^(.+?)-(v?\d.*)$/.exec(name) ?? [];
        throw unknownVersion(extension.slice(0, 64), version);
      }
      const { files } = await packages.read(object, gone(reply));
      let left = MOST;
      const listed = [...files]
        .filter(([, content]) => content.length > 0)
        .sort(([a], [b]) => Number(a.includes('/')) - Number(b.includes('/')) || (a < b ? -1 : 1))
        .flatMap(([path, content]) => {
          left -= content.length * (4 / 3);
          return left < 0 ? [] : [{ Name: path, Data: Buffer.from(content).toString('base64') }];
        });
      reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
      return sendPacked(request, reply, JSON.stringify(listed));
    },
  );
}
