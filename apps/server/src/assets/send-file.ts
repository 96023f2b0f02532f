import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptedEncoding } from './content-encoding.ts';
import { contentType, fileSecurityPolicy, isCompressible } from './content-type.ts';
import type { EncodedFiles } from './encoded-files.ts';

/** For URLs whose content never changes: a year, and no questions in between. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';

export interface FileToSend {
  /** Decides the content type. */
  path: string;
  /** Names the content. */
  digest: string;
  cacheControl: string;
  load(): Promise<Buffer>;
}

export async function sendFile(request: FastifyRequest, reply: FastifyReply, files: EncodedFiles, file: FileToSend) {
  const type = contentType(file.path);
  // Weak: the same content in any encoding.
  const etag = `W/"${file.digest.replace(/^sha\d+-/, '').slice(0, 32)}"`;
  reply.headers({
    'cache-control': file.cacheControl,
    'content-security-policy': fileSecurityPolicy(type),
    'cross-origin-resource-policy': 'same-origin',
    etag,
    vary: 'accept-encoding',
  });
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  const wanted = isCompressible(type) ? acceptedEncoding(request.headers['accept-encoding']) : 'identity';
  const { content, encoding } = await files.get(file.digest, wanted, file.load);
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.type(type).header('content-length', content.length).send(content);
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const known = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(etag.slice(2));
}
