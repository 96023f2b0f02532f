/** What stands before a console and ends TLS, since kubectl sends no token without. */
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';

export interface TlsFront extends AsyncDisposable {
  /** `https://127.0.0.1:40123` */
  readonly url: string;
}

/** @param url of what it stands before */
export async function startTlsFront(url: string, tls: { cert: string; key: string }): Promise<TlsFront> {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  const server = createServer(tls, (outside) => {
    const inside = connect(Number(port), hostname);
    for (const [socket, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      open.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.end();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
