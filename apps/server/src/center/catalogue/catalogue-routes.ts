import type { FastifyInstance } from 'fastify';
import { acceptedEncoding } from '../../assets/content-encoding.ts';
import type { EncodedFiles } from '../../assets/encoded-files.ts';
import { sendFile } from '../../assets/send-file.ts';
import { pathOf } from '../../errors.ts';
import { identityOf } from '../../identity/identity.ts';
import { Refusal } from '../../refusal.ts';
import type { Center } from '../center.ts';
import type { CenterRights } from '../center-rights.ts';
import type { CatalogueText } from './catalogue-text.ts';
import { ICONS } from './icon-table.ts';

export interface CatalogueRoutesOptions {
  center: Center;
  catalogue: CatalogueText;
  rights: CenterRights;
  files: EncodedFiles;
}

/** The digest names the content; who may not see the catalogue does not get it from a cache that others share. */
const OWN_CACHE = 'private, max-age=31536000, immutable';

/** `/api/center/catalogue` and the pictures in it. */
export function registerCatalogueRoutes(app: FastifyInstance, options: CatalogueRoutesOptions): void {
  const { center, catalogue, rights, files } = options;

  app.get('/api/center/catalogue', { preHandler: rights.toSee }, async (request, reply) => {
    const composed = catalogue.compose(await rights.canManage(identityOf(request)));
    reply.headers({
      'cache-control': 'private, no-cache',
      'content-type': 'application/json; charset=utf-8',
      etag: composed.etag,
      vary: 'accept-encoding, cookie, authorization',
    });
    if (isKnown(request.headers['if-none-match'], composed.etag)) return reply.code(304).send();
    const encoding = acceptedEncoding(request.headers['accept-encoding']);
    if (encoding !== 'identity') reply.header('content-encoding', encoding);
    return reply.send(await composed.packed(encoding));
  });

  app.get<{ Params: { digest: string } }>(`${ICONS}:digest`, { preHandler: rights.toSee }, async (request, reply) => {
    const { digest } = request.params;
    const icon = center.icons.get(digest);
    if (icon === undefined) throw new Refusal(404, 'LB5005', { path: pathOf(request) });
    const load = async () => icon.content;
    return sendFile(request, reply, files, {
      path: icon.path,
      digest: `sha256-${digest}`,
      cacheControl: OWN_CACHE,
      load,
    });
  });
}

function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const plain = (tag: string) => tag.trim().replace(/^W\//, '');
  return header.split(',', 50).some((tag) => plain(tag) === plain(etag) || tag.trim() === '*');
}
