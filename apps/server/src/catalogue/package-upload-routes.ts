import type { Readable } from 'node:stream';
import { PackageError } from '@luban/extension-package';
import { explain } from '@luban/manifest/messages';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HOST } from '../clusters/cluster-object.ts';
import { errorBody } from '../errors.ts';
import { LIMITS, megabytes } from '../extensions/limits.ts';
import { identityOf } from '../identity/identity.ts';
import { localeOf } from '../preferences.ts';
import { Refusal } from '../refusal.ts';
import { requireRight } from '../rights/access-reviews.ts';
import type { Rights } from '../rights/rights.ts';
import { EXTENSION_VERSIONS } from './objects.ts';
import { type PackageUploadOptions, uploadPackage } from './package-upload.ts';

export interface PackageUploadRouteOptions extends PackageUploadOptions {
  rights: Rights;
}

/** `POST /api/center/packages`: a package file becomes a version of the catalogue. */
export function registerPackageUpload(app: FastifyInstance, options: PackageUploadRouteOptions): void {
  const mayUpload = async (request: FastifyRequest) => {
    const { group, resource } = EXTENSION_VERSIONS;
    await requireRight(options.rights, identityOf(request), { cluster: HOST, verb: 'create', group, resource });
    // Before a byte of it is read.
    if (Number(request.headers['content-length'] ?? 0) > LIMITS.archive) {
      throw new Refusal(413, 'LB5010', { what: 'The package', limit: megabytes(LIMITS.archive) });
    }
  };
  const packed = (_request: FastifyRequest, payload: Readable, done: (error: null, body: Readable) => void) =>
    done(null, payload);

  app.register(async (api) => {
    api.addContentTypeParser(['application/gzip', 'application/x-gzip', 'application/octet-stream'], packed);
    api.post('/api/center/packages', { onRequest: mayUpload }, async (request, reply) => {
      if (!isStream(request.body)) throw new Refusal(400, 'LB5015', { reason: 'send a .tgz as application/gzip' });
      try {
        const { name, version, warnings } = await uploadPackage(request.body, identityOf(request).name, options);
        request.log.info({ extension: name, version, user: identityOf(request).name }, 'uploaded');
        return reply.code(201).send({ name, version, warnings });
      } catch (error) {
        if (error instanceof PackageError) return refuse(request, reply, error);
        throw error;
      }
    });
  });
}

/** All that is wrong at once, so that an author corrects it at once. */
function refuse(request: FastifyRequest, reply: FastifyReply, { problems }: PackageError): FastifyReply {
  const locale = localeOf(request);
  const reason = explain(problems[0]!, locale).sentence;
  const refusal = new Refusal(422, 'LB7316', { count: problems.length, reason });
  return reply.code(422).send({ ...errorBody(refusal, locale), problems });
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'pipe' in body && typeof body.pipe === 'function';
}
