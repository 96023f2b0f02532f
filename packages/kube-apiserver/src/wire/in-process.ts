/** The API called in the same process: the same path, rights included, without sockets. */
import type { Transport, TransportResponse } from '@luban/kube/client';
import type { UserInfo } from '../auth/user.ts';
import type { ApiResponse, ResponseSink } from './api-request.ts';
import { FairTurns } from './fair-turns.ts';
import type { ApiHandler } from './listener.ts';
import { PartedBody } from './parted-body.ts';

/** One for the process, since its event loop is what the calls share. */
const turns = new FairTurns();

/** @param user who the calls are made as */
export function inProcessTransport(handler: Pick<ApiHandler, 'handle'>, user: UserInfo): Transport {
  return async ({ method, path, headers = {}, body, signal }) => {
    const waiting = turns.next();
    if (waiting !== undefined) await waiting;
    signal?.throwIfAborted();
    const mark = path.indexOf('?');
    const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(body as string);
    const response = await handler.handle({
      method,
      path: mark < 0 ? path : path.slice(0, mark),
      query: new URLSearchParams(mark < 0 ? '' : path.slice(mark + 1)),
      headers: joined(headers),
      identity: headers,
      user,
      remoteAddress: '',
      body: async () => bytes,
    });
    return transportResponse(response, signal);
  };
}

/** As Node has them for requests over the network. */
function joined(headers: Record<string, string | readonly string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : value.join(', ')]),
  );
}

function transportResponse({ status, headers, body }: ApiResponse, signal?: AbortSignal): TransportResponse {
  const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  if (typeof body !== 'function') {
    return {
      status,
      headers: plain,
      text: async () => body.toString(),
      async *chunks() {
        if (body instanceof PartedBody) yield* body.parts;
        else yield body;
      },
    };
  }
  const queue = new ChunkQueue(signal);
  body(queue);
  return {
    status,
    headers: plain,
    async text() {
      const chunks: Uint8Array[] = [];
      for await (const chunk of queue.chunks()) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    },
    chunks: () => queue.chunks(),
  };
}

/** What is written stays until it is read; `buffered` tells how much that is. */
class ChunkQueue implements ResponseSink {
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #wake: (() => void) | undefined;
  #closeCalls: (() => void)[] = [];
  closed = false;

  constructor(signal: AbortSignal | undefined) {
    if (signal?.aborted) this.end();
    else signal?.addEventListener('abort', () => this.end(), { once: true });
  }

  get buffered(): number {
    return this.#bytes;
  }

  write(chunk: Uint8Array): void {
    if (this.closed) return;
    this.#waiting.push(chunk);
    this.#bytes += chunk.length;
    this.#wake?.();
  }

  end(): void {
    if (this.closed) return;
    this.closed = true;
    for (const call of this.#closeCalls.splice(0)) call();
    this.#wake?.();
  }

  onClose(call: () => void): void {
    if (this.closed) call();
    else this.#closeCalls.push(call);
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const taken = this.#waiting;
        this.#waiting = [];
        this.#bytes = 0;
        yield* taken;
        if (this.#waiting.length > 0) continue;
        if (this.closed) return;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
      }
    } finally {
      this.end();
    }
  }
}
