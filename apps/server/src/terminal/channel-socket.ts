import { createHash, randomBytes } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { Receiver, Sender } from 'ws';
import type { UpgradedConnection } from '../clusters/cluster-connection.ts';

/** Numbers of the channels. Source: k8s.io/apimachinery/pkg/util/remotecommand, and KEP-4006 for the last. */
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;
const RESIZE = 4;
/** In v5 alone: the channel that the message names is at its end. */
const CLOSE = 255;

/** Subprotocols, the better first. */
export const CHANNEL_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;

const LARGEST_MESSAGE = 16 * 2 ** 20;
/** Larger ones are cut into several messages, since servers have limits of their own. */
const PIECE = 32 * 1024;

/** Headers that ask a cluster for channels, and what its answer has to prove. */
export function channelHandshake(): { headers: Record<string, string>; accept: string } {
  const key = randomBytes(16).toString('base64');
  return {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': key,
      'sec-websocket-protocol': CHANNEL_PROTOCOLS.join(', '),
    },
    // Source: RFC 6455, section 4.2.2
    accept: createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64'),
  };
}

/**
 * The streams of a command in a container, over a WebSocket whose handshake is done. Each direction waits for the other
 * side: what nobody reads is not fetched, and `stdin` is drained when the connection has taken it.
 */
export class ChannelSocket {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** What came on the channel that tells how the command ended; undefined when the connection ended without it. */
  readonly status: Promise<string | undefined>;
  /** Whether the end of `stdin` can be told, which is from Kubernetes 1.30 on. */
  readonly canEndInput: boolean;
  readonly #socket: UpgradedConnection['socket'];
  readonly #sender: Sender;

  constructor({ socket, head, headers }: UpgradedConnection) {
    this.#socket = socket;
    this.#sender = new Sender(socket);
    this.canEndInput = headers['sec-websocket-protocol'] === CHANNEL_PROTOCOLS[0];
    const ended = Promise.withResolvers<string | undefined>();
    this.status = ended.promise;

    const receiver = new Receiver({ isServer: false, maxPayload: LARGEST_MESSAGE });
    // A stream asks for more just before it gives away what it holds, and asks but once: its own length says nothing then.
    const resumeUnlessFull = (...others: Readable[]) => {
      if (others.every(({ readableLength }) => readableLength < HIGH_WATER)) socket.resume();
    };
    this.stdout = new Readable({ read: () => resumeUnlessFull(this.stderr), highWaterMark: HIGH_WATER });
    this.stderr = new Readable({ read: () => resumeUnlessFull(this.stdout), highWaterMark: HIGH_WATER });
    this.stdin = new Writable({
      highWaterMark: HIGH_WATER,
      write: (chunk: Buffer, _encoding, done) => this.#sendAll(chunk, done),
      final: (done) => {
        if (this.canEndInput) this.#send(CLOSE, Buffer.of(STDIN), done);
        else done();
      },
    });
    // Whoever uses the streams is told by `status`.
    for (const stream of [this.stdin, this.stdout, this.stderr]) stream.on('error', () => {});

    let status: string | undefined;
    receiver.on('message', (data: Buffer) => {
      const bytes = data.subarray(1);
      if (bytes.length === 0) return;
      if (data[0] === STATUS) status = (status ?? '') + bytes.toString().slice(0, 65_536);
      const stream = data[0] === STDOUT ? this.stdout : data[0] === STDERR ? this.stderr : undefined;
      if (stream !== undefined && !stream.destroyed && !stream.push(bytes)) socket.pause();
    });
    receiver.on('ping', (data: Buffer) => this.#sender.pong(data, true));
    receiver.on('conclude', () => {
      this.#sender.close(1000, undefined, true, () => socket.end());
    });
    receiver.on('error', () => socket.destroy());
    receiver.on('drain', () => resumeUnlessFull(this.stdout, this.stderr));
    socket.on('data', (chunk: Buffer) => {
      if (!receiver.write(chunk)) socket.pause();
    });
    const end = () => {
      ended.resolve(status);
      for (const stream of [this.stdout, this.stderr]) if (!stream.destroyed) stream.push(null);
      this.stdin.destroy();
    };
    socket.on('end', end);
    socket.on('close', end);
    if (head.length > 0) receiver.write(head);
  }

  resize(columns: number, rows: number): void {
    this.#send(RESIZE, Buffer.from(JSON.stringify({ Width: columns, Height: rows })));
  }

  /** A sign of life, for what is on the way. */
  ping(): void {
    if (this.#socket.writable) this.#sender.ping(Buffer.alloc(0), true);
  }

  /** Ends the connection, and with it the command's streams. */
  destroy(): void {
    this.#socket.destroy();
  }

  #sendAll(chunk: Buffer, done: (error?: Error | null) => void): void {
    let start = 0;
    const next = (error?: Error | null) => {
      if (error != null || start >= chunk.length) return done(error);
      const piece = chunk.subarray(start, start + PIECE);
      start += PIECE;
      this.#send(STDIN, piece, next);
    };
    next();
  }

  #send(channel: number, bytes: Uint8Array, done: (error?: Error | null) => void = () => {}): void {
    const message = Buffer.concat([Buffer.of(channel), bytes]);
    if (this.#socket.writable)
      this.#sender.send(message, { binary: true, mask: true, fin: true, compress: false }, done);
    else done(new Error('The connection to the container has ended'));
  }
}

const HIGH_WATER = 256 * 1024;
