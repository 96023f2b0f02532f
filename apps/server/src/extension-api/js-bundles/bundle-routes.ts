import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptedEncoding } from '../../assets/content-encoding.ts';
import { fileSecurityPolicy, isCompressible } from '../../assets/content-type.ts';
import type { EncodedFiles } from '../../assets/encoded-files.ts';
import { IMMUTABLE } from '../../assets/send-file.ts';
import { pathOf } from '../../errors.ts';
import { Refusal } from '../../refusal.ts';
import type { ExtensionObjects } from '../extension-objects.ts';
import { requestPath } from '../request-path.ts';
import type { BundleContent, Content } from './bundle-content.ts';
import type { FoundFile } from './js-bundle-table.ts';

export interface BundleRoutesOptions {
  objects: ExtensionObjects;
  content: BundleContent;
  files: EncodedFiles;
}

/** `/dist/…`: the files of JSBundle objects, for everybody, as the files of a console are. */
export function registerBundleRoutes(app: FastifyInstance, { objects, content, files }: BundleRoutesOptions): void {
  app.get('/dist/*', { config: { public: true } }, async (request, reply) => {
    const { path, query } = requestPath(request);
    const found = objects.jsBundles.find(path);
    if (found === undefined) throw new Refusal(404, 'LB5005', { path: pathOf(request) });
    reply.header('cache-control', cacheControl(found, query));
    return sendContent(request, reply, found, { files, content: await content.get(found) });
  });
}

/**
 * An address with `?resourceVersion=…` of now means this very object. Only what lies in the object itself is as old as it
 * is; of all else the browser asks whether it is still the same.
 */
function cacheControl({ bundle, file }: FoundFile, query: string | undefined): string {
  const asked = new URLSearchParams(query).get('resourceVersion');
  return file.source.from === 'raw' && asked === bundle.resourceVersion ? IMMUTABLE : 'public, no-cache';
}

async function sendContent(
  request: FastifyRequest,
  reply: FastifyReply,
  { file: { type } }: FoundFile,
  { files, content }: { files: EncodedFiles; content: Content },
): Promise<FastifyReply> {
  // Weak: the same content in any encoding.
  const etag = `W/"${content.digest.slice('sha256-'.length, 'sha256-'.length + 32)}"`;
  reply.headers({ 'content-security-policy': fileSecurityPolicy(type), etag, vary: 'accept-encoding' });
  if (knows(request.headers['if-none-match'], etag)) return reply.code(304).send();
  const encoding = isCompressible(type) && accepts(request, 'gzip') ? 'gzip' : 'identity';
  const packed = await files.get(content.digest, encoding, async () => content.bytes);
  if (packed.encoding !== 'identity') reply.header('content-encoding', packed.encoding);
  return reply.type(type).header('content-length', packed.content.length).send(packed.content);
}

/** Without Brotli, whose best result would be kept on disk for content that comes and goes. */
function accepts(request: FastifyRequest, encoding: 'gzip'): boolean {
  const header = String(request.headers['accept-encoding'] ?? '').replace(/\bbr\b/gi, 'unknown');
  return acceptedEncoding(header) === encoding;
}

function knows(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const known = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(etag.slice(2));
}
