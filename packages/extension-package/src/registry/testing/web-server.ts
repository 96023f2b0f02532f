import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface WebServer extends AsyncDisposable {
  /** `http://127.0.0.1:40123` */
  readonly url: string;
  /** `127.0.0.1:40123` */
  readonly host: string;
  /** Everything that was asked, in order. */
  readonly requests: { method: string; path: string; authorization: string | undefined; headers: Headers }[];
}

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => unknown;

/** For tests: a server on loopback. @param tls PEM; absent: plain http */
export async function startWebServer(handler: Handler, tls?: { cert: string; key: string }): Promise<WebServer> {
  const requests: WebServer['requests'] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '', headers } = request;
    const plain = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    requests.push({ method, path, authorization: headers.authorization, headers: new Headers(plain) });
    handler(request, response, new URL(path, `http://${headers.host}`));
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `${tls === undefined ? 'http' : 'https'}://${host}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
