import type { Status } from '@luban/kube';
import type { WebSocket } from 'ws';
import { ByteQueue } from '../byte-queue.ts';
import { parseTerminalSize, type RemoteStreams, type StreamRequest, type TerminalSize } from '../remote-streams.ts';
import { messageBytes } from './upgrade.ts';

/**
 * Subprotocols that carry several channels in one WebSocket: the first byte of a message, or its first digit in the ones
 * with base64, is the channel. Source: k8s.io/apiserver/pkg/util/wsstream and k8s.io/apimachinery/pkg/util/remotecommand.
 */
export const CHANNEL_PROTOCOLS: readonly string[] = [
  'v5.channel.k8s.io',
  'v4.channel.k8s.io',
  'v4.base64.channel.k8s.io',
  'base64.channel.k8s.io',
  'channel.k8s.io',
];

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
const RESIZE = 4;
/** Only in v5: the channel named in its message is at its end. */
const CLOSE = 255;

/** Channels over a WebSocket, without a meaning yet. */
export class ChannelSocket {
  readonly #socket: WebSocket;
  readonly #base64: boolean;

  constructor(socket: WebSocket, protocol: string) {
    this.#socket = socket;
    this.#base64 = protocol.includes('base64');
  }

  onMessage(call: (channel: number, bytes: Buffer) => void): void {
    this.#socket.on('message', (data) => {
      const bytes = messageBytes(data);
      if (bytes.length === 0) return;
      if (!this.#base64) call(bytes[0] ?? 0, bytes.subarray(1));
      else call((bytes[0] ?? 48) - 48, Buffer.from(bytes.toString('latin1', 1), 'base64'));
    });
    this.#socket.resume();
  }

  onClose(call: () => void): void {
    this.#socket.on('close', call);
  }

  send(channel: number, bytes: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#base64) this.#socket.send(`${channel}${Buffer.from(bytes).toString('base64')}`);
    else this.#socket.send(Buffer.concat([Buffer.of(channel), bytes]), { binary: true });
  }
}

/** The streams of exec and attach over a WebSocket. */
export function channelStreams(socket: WebSocket, protocol: string, request: StreamRequest): RemoteStreams {
  const channels = new ChannelSocket(socket, protocol);
  const stdin = new ByteQueue();
  const gone = new AbortController();
  let size: TerminalSize | undefined;
  let resized: ((size: TerminalSize) => void) | undefined;
  channels.onMessage((channel, bytes) => {
    if (channel === STDIN && request.stdin) stdin.push(bytes);
    else if (channel === CLOSE && protocol === 'v5.channel.k8s.io' && bytes[0] === STDIN) stdin.end();
    else if (channel === RESIZE) {
      size = parseTerminalSize(bytes.toString()) ?? size;
      if (size !== undefined) resized?.(size);
    }
  });
  socket.on('close', () => {
    stdin.end();
    gone.abort();
  });
  // Clients take the first, empty messages as the sign that all is ready.
  const open = [...(request.stdout ? [STDOUT] : []), ...(request.stderr ? [STDERR] : []), ERROR];
  for (const channel of open) channels.send(channel, new Uint8Array());
  return {
    stdin: request.stdin ? stdin : undefined,
    write: (stream, bytes) => {
      if (request[stream]) channels.send(stream === 'stdout' ? STDOUT : STDERR, bytes);
    },
    onResize: (call) => {
      resized = call;
      if (size !== undefined) call(size);
    },
    finish: (status) => {
      channels.send(ERROR, Buffer.from(statusText(status, protocol)));
      socket.close(1000);
    },
    closed: gone.signal,
  };
}

/** The protocols before v4 tell failures as plain text, and success not at all. */
function statusText(status: Status, protocol: string): string {
  if (protocol.startsWith('v4') || protocol.startsWith('v5')) return JSON.stringify(status);
  return status.status === 'Success' ? '' : (status.message ?? '');
}
