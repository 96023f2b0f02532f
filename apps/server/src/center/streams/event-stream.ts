import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { identityEnd } from '../../identity/identity-end.ts';

/** A reader that lets this many bytes pile up is cut off; it comes back and is brought up to date. */
const LARGEST_BACKLOG = 4 * 2 ** 20;

/** Server-sent events to one reader. Ends with the identity of who asked. */
export class EventStream {
  readonly closed: AbortSignal;
  readonly #response: ServerResponse;

  /** Takes the answer over. */
  static open(request: FastifyRequest, reply: FastifyReply): EventStream {
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const stream = new EventStream(reply.raw);
    identityEnd(request).addEventListener('abort', () => stream.end(), { once: true });
    return stream;
  }

  private constructor(response: ServerResponse) {
    this.#response = response;
    const closed = new AbortController();
    this.closed = closed.signal;
    response.on('close', () => closed.abort());
    response.on('error', () => closed.abort());
  }

  /** @param data one line */
  event(name: string, data: string, id?: string): void {
    this.#write(`event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`);
  }

  /** A sign of life. */
  beat(): void {
    this.#write(': alive\n\n');
  }

  end(): void {
    this.#response.end();
  }

  #write(text: string): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    this.#response.write(text);
    if (this.#response.writableLength > LARGEST_BACKLOG) this.#response.destroy();
  }
}
