import { once } from 'node:events';
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';

/** A request as a backend saw it. */
export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  /** Names and values by turns, as they were sent. */
  raw: string[];
  body: string;
}

export interface Backend {
  /** `http://127.0.0.1:40123` */
  url: string;
  port: number;
  seen: Seen[];
  /** Answers from now on. Default: what it saw, as JSON. */
  answer(request: IncomingMessage, response: ServerResponse, seen: Seen): void;
  /** Waited for before a WebSocket is taken. */
  beforeUpgrade(): Promise<void>;
  /** Connections that are open now. */
  connections(): number;
  close(): void;
}

/** The backend of an extension: HTTP and WebSocket (which echoes) on loopback. It ends with the test. */
export async function startBackend(tls?: { key: string; cert: string }): Promise<Backend> {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const seen = { ...seenOf(request), body: Buffer.concat(chunks).toString() };
    backend.seen.push(seen);
    backend.answer(request, response, seen);
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch(() => response.destroy());
  };
  const server = tls === undefined ? createPlain(listener) : createTls(tls, listener);
  const sockets = new WebSocketServer({ noServer: true });
  const open = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    backend.seen.push({ ...seenOf(request), body: '' });
    if (request.url?.startsWith('/refuse')) {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nno');
      return;
    }
    socket.on('error', () => socket.destroy());
    void backend.beforeUpgrade().then(() => {
      sockets.handleUpgrade(request, socket, head, (client) => {
        client.on('message', (data, binary) => client.send(data, { binary }));
        client.send('welcome');
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const backend: Backend = {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    seen: [],
    answer: (_request, response, seen) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(seen));
    },
    beforeUpgrade: async () => {},
    connections: () => open.size,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
  onTestFinished(() => backend.close());
  return backend;
}

function seenOf({ method = '', url = '', headers, rawHeaders }: IncomingMessage): Omit<Seen, 'body'> {
  return { method, url, headers, raw: rawHeaders };
}
