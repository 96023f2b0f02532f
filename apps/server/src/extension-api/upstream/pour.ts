import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { type HeaderMap, headerRecord } from './header-map.ts';

export interface PassedAnswer {
  status: number;
  headers: HeaderMap;
  body: Readable;
}

/** Writes the answer at the pace of the client. */
export function pour(reply: FastifyReply, { status, headers, body }: PassedAnswer): void {
  const own = reply.getHeaders() as Record<string, string>;
  const { raw } = reply.hijack();
  raw.writeHead(status, { ...own, ...headerRecord(headers) });
  // A stream may have nothing to tell for a long time; who waits for it wants to know that it stands.
  raw.flushHeaders();
  // The client must not take what has come for the whole.
  body.on('error', () => raw.destroy());
  raw.on('close', () => body.destroy());
  body.pipe(raw);
}
