import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { messageBytes } from './upgrade.ts';

/** A WebSocket whose binary messages are a stream of bytes, such as of SPDY frames. */
export function socketDuplex(socket: WebSocket): Duplex {
  const stream = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      if (socket.readyState === socket.OPEN) socket.send(chunk, { binary: true }, (error) => done(error ?? null));
      else done(new Error('the WebSocket is closed'));
    },
    final: (done) => {
      socket.close(1000);
      done();
    },
    destroy: (error, done) => {
      if (socket.readyState === socket.OPEN) socket.close(1000);
      done(error);
    },
  });
  socket.on('message', (data) => {
    if (!stream.push(messageBytes(data))) socket.pause();
  });
  socket.on('close', () => {
    if (stream.destroyed) return;
    stream.push(null);
    stream.destroy();
  });
  return stream;
}
