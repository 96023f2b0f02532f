import { createHash } from 'node:crypto';
import type { ExtensionPackage } from '@luban/extension-package';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { EncodedFiles } from '../../assets/encoded-files.ts';
import { sendFile } from '../../assets/send-file.ts';
import { sendPacked } from '../../assets/send-packed.ts';
import type { CatalogueObjects } from '../../catalogue/catalogue-objects.ts';
import type { ExtensionVersionObject } from '../../catalogue/objects.ts';
import type { Packages } from '../../catalogue/packages.ts';
import { Refusal } from '../../refusal.ts';
import type { Center } from '../center.ts';
import type { CenterRights } from '../center-rights.ts';
import type { DependencyList } from '../dependencies/dependency-list.ts';
import { nameFrom, unknownExtension, unknownVersion } from '../parameters.ts';
import { pictureIn } from './package-files.ts';
import { signatureOf } from './signature-state.ts';
import { versionDetail } from './version-detail.ts';

export interface VersionRoutesOptions {
  center: Center;
  objects: CatalogueObjects;
  packages: Packages;
  dependencies: DependencyList;
  rights: CenterRights;
  files: EncodedFiles;
}

interface OfVersion {
  Params: { name: string; version: string; '*': string };
}

/** One version of an extension, from its package. */
export function registerVersionRoutes(app: FastifyInstance, options: VersionRoutesOptions): void {
  const { center, objects, packages, dependencies, rights, files } = options;
  const root = '/api/center/extensions/:name/versions/:version';

  const open = async ({ params }: { params: OfVersion['Params'] }, reply: FastifyReply) => {
    const name = nameFrom(params.name);
    const object = versionIn(center, name, params.version);
    return { name, object, package: await packages.read(object, gone(reply)) };
  };

  app.get<OfVersion>(root, { preHandler: rights.toSee }, async (request, reply) => {
    const found = await open(request, reply);
    const { name, object } = found;
    const detail = versionDetail({
      ...found,
      dependencies: dependencies.needs(name, object),
      dependants: dependencies.dependants(name, object.spec!.version!),
      signature: signatureOf(object, objects),
    });
    reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
    return sendPacked(request, reply, JSON.stringify(detail));
  });

  app.get<OfVersion>(`${root}/files/*`, { preHandler: rights.toSee }, async (request, reply) => {
    const { name, package: found } = await open(request, reply);
    const path = request.params['*'];
    const picture = pictureIn(found, path);
    if (picture === undefined) {
      const { version } = found.metadata;
      throw new Refusal(404, 'LB7619', { extension: name, version, path: path.slice(0, 200) });
    }
    const load = async () => Buffer.from(picture.content);
    return sendFile(request, reply, files, {
      ...{ path, digest: digestOf(found, path), load },
      // The content of a version may only change where its object says no digest.
      cacheControl: 'private, max-age=3600',
    });
  });
}

/** @throws Refusal 404 */
export function versionIn(center: Center, name: string, version: unknown): ExtensionVersionObject {
  const found = typeof version === 'string' ? center.versions.find(name, version) : undefined;
  if (found !== undefined) return found;
  throw center.versions.of(name).length === 0 ? unknownExtension(name) : unknownVersion(name, version);
}

/** Aborts when nobody waits for the answer any more. */
export function gone(reply: FastifyReply): AbortSignal {
  const end = new AbortController();
  reply.raw.once('close', () => end.abort(new Refusal(499, 'LB5015', { reason: 'the client has gone' })));
  return end.signal;
}

function digestOf({ digest }: ExtensionPackage, path: string): string {
  return `sha256-${createHash('sha256').update(`${digest} ${path}`).digest('hex')}`;
}
