/** The framing of `ws` without its handshake: exported by the package, missing in its types. */
import type { Duplex, Writable } from 'node:stream';

declare module 'ws' {
  type Sent = (error?: Error | null) => void;

  class Receiver extends Writable {
    constructor(options: { isServer: boolean; maxPayload: number });
  }

  class Sender {
    constructor(socket: Duplex);
    send(data: Buffer, options: { binary: boolean; mask: boolean; fin: boolean; compress: boolean }, done?: Sent): void;
    ping(data: Buffer, mask: boolean, done?: Sent): void;
    pong(data: Buffer, mask: boolean, done?: Sent): void;
    close(code: number | undefined, data: string | undefined, mask: boolean, done?: Sent): void;
  }
}
