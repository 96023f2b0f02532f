import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptedEncoding, encode } from './content-encoding.ts';

/** Sends a text that is made for one request, packed when the browser takes it packed. */
export async function sendPacked(request: FastifyRequest, reply: FastifyReply, text: string): Promise<FastifyReply> {
  const content = Buffer.from(text);
  const encoding = acceptedEncoding(request.headers['accept-encoding']);
  reply.header('vary', 'accept-encoding, accept-language, cookie');
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(await encode(content, encoding, 'fast'));
}
