import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { type HeaderMap, headerBytes, headerRecord, isHeaderValue } from './header-map.ts';

export interface PassedAnswer {
  status: number;
  headers: HeaderMap;
  body: Readable;
}

const NOTHING = Buffer.alloc(0);

/** Writes the answer at the pace of the client. */
export function pour(reply: FastifyReply, { status, headers, body }: PassedAnswer): void {
  const own = reply.getHeaders() as Record<string, string>;
  // Written are bytes, so that what somebody made of them as text has to become them again.
  for (const [name, values] of headers) {
    headers.set(name, values.map((value) => (isHeaderValue(value) ? value : headerBytes(value))).filter(isHeaderValue));
  }
  const { raw } = reply.hijack();
  raw.writeHead(status, { ...own, ...headerRecord(headers) });
  // A stream may have nothing to tell for a long time; who waits for it wants to know that it stands. Not by `flushHeaders`,
  // which writes the bytes of headers as if they were text.
  raw.write(NOTHING);
  // The client must not take what has come for the whole.
  body.on('error', () => raw.destroy());
  raw.on('close', () => body.destroy());
  body.pipe(raw);
}
