import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Versions of the streams' meaning that a client offers in `X-Stream-Protocol-Version`. */
export function offeredVersions({ headers }: IncomingMessage): string[] {
  const offered = headers['x-stream-protocol-version'];
  return (Array.isArray(offered) ? offered : (offered ?? '').split(','))
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** Switches a connection to SPDY. What the client sent ahead is put back. */
export function acceptSpdy(socket: Duplex, head: Buffer, version: string | undefined): void {
  const protocol = version === undefined ? '' : `X-Stream-Protocol-Version: ${version}\r\n`;
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n${protocol}\r\n`);
  if (head.length > 0) socket.unshift(head);
}
