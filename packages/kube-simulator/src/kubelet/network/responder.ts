import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { duplexPair } from '../duplex-pair.ts';
import type { Listener } from './simulated-network.ts';

const LARGEST_BODY = 1024 * 1024;

/** Lets HTTP/1.1 clients talk to listeners of the simulated network, over connections within the process. */
export class Responder implements Disposable {
  readonly #listeners = new WeakMap<object, Listener>();
  readonly #open = new Set<Duplex>();
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });

  constructor() {
    // A tunnel of an upgraded protocol leads nowhere here.
    this.#server.on('upgrade', (_request, socket) => {
      socket.end(
        'HTTP/1.1 501 Not Implemented\r\nx-simulated-by: LuBan\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
      );
    });
  }

  /** The client's end of a new connection to the listener. */
  connect(listener: Listener): Duplex {
    const [client, server] = duplexPair();
    this.#open.add(server);
    server.on('close', () => this.#open.delete(server));
    if (listener.respond === undefined) {
      // It takes what comes and has nothing to say.
      server
        .resume()
        .on('end', () => server.end())
        .on('error', () => {});
    } else {
      this.#listeners.set(server, listener);
      this.#server.emit('connection', server);
    }
    return client;
  }

  [Symbol.dispose](): void {
    for (const connection of this.#open) connection.destroy();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const listener = this.#listeners.get(request.socket);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= LARGEST_BODY) chunks.push(chunk);
    }
    if (listener?.respond === undefined || size > LARGEST_BODY) {
      response.writeHead(413).end();
      return;
    }
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers))
      headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
    const answer = await listener.respond({
      method: request.method ?? 'GET',
      url: request.url ?? '/',
      headers,
      body: Buffer.concat(chunks).toString(),
    });
    const body = Buffer.from(answer.body);
    response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  }
}
