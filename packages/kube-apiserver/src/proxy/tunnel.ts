/** Upgraded connections: terminals, port forwarding, web sockets of pages behind a proxy. */
import type { Duplex } from 'node:stream';
import type { ApiRequest } from '../wire/api-request.ts';
import { type ForwardTarget, forwardedHeaders } from './forward.ts';

/**
 * Sends the client's request on with its wish to upgrade, then passes bytes both ways, the answer to the upgrade among
 * them. The server behind speaks whatever protocol the client asked for.
 *
 * @returns false when nobody is there
 */
export function tunnel(request: ApiRequest, client: Duplex, head: Buffer, target: ForwardTarget): boolean {
  const server = target.connect();
  if (server === undefined) return false;
  server.write(requestHead(request, target), 'latin1');
  if (head.length > 0) server.write(head);
  const end = () => {
    client.destroy();
    server.destroy();
  };
  client.on('error', end);
  server.on('error', end);
  client.on('close', end);
  server.on('close', () => client.end());
  server.pipe(client);
  client.pipe(server);
  return true;
}

function requestHead(request: ApiRequest, { path, headers }: ForwardTarget): string {
  const all: Record<string, string | readonly string[]> = {
    host: 'localhost',
    ...forwardedHeaders(request.headers),
    ...headers,
    connection: 'Upgrade',
    upgrade: request.headers.upgrade ?? '',
    ...(request.headers['content-length'] && { 'content-length': request.headers['content-length'] }),
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}: ${one.replace(/[\r\n]/g, ' ')}`),
  );
  return `${request.method} ${path.replace(/[^\x21-\x7e]/g, encodeURIComponent)} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}
