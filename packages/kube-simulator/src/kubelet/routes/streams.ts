import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { KubeletServerOptions } from '../kubelet-server.ts';

export async function answerStreams(
  _options: KubeletServerOptions,
  _request: IncomingMessage,
  socket: Duplex,
  _head: Buffer,
): Promise<void> {
  socket.end('HTTP/1.1 501 Not Implemented\r\n\r\n');
}
