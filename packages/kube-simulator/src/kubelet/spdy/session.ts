import type { Duplex } from 'node:stream';
import { ByteQueue } from '../byte-queue.ts';
import { dataFrame, type Frame, FrameReader, goawayFrame, pingFrame, rstStreamFrame, synReplyFrame } from './frames.ts';
import { HeaderDecoder, HeaderEncoder, type SpdyHeaders } from './header-codec.ts';

/** One stream that the client opened. */
export interface SpdyStream {
  readonly id: number;
  readonly headers: SpdyHeaders;
  /** What the client sends, until it ends the stream or the session breaks. */
  readonly received: AsyncIterable<Uint8Array>;
  write(bytes: Uint8Array): void;
  /** Nothing more will be written. */
  end(): void;
  /** Breaks the stream off in both directions. */
  reset(): void;
}

const LARGEST_DATA = 32 * 1024;
const MOST_STREAMS = 1000;
/** Unread bytes of one stream at which its session stops reading. */
const MOST_UNREAD = 4 * 1024 * 1024;

/** The server's side of a SPDY/3.1 session over a connection. Without flow control, as its users have none. */
export class SpdySession {
  readonly #connection: Duplex;
  readonly #opened: (stream: SpdyStream) => void;
  readonly #reader = new FrameReader();
  readonly #decoder = new HeaderDecoder();
  readonly #encoder = new HeaderEncoder();
  readonly #streams = new Map<number, OpenStream>();
  readonly #closed = Promise.withResolvers<void>();
  #lastStream = 0;
  #work: Promise<void> = Promise.resolve();
  #ended = false;

  /** @param opened told of every stream, after the reply to it was sent */
  constructor(connection: Duplex, opened: (stream: SpdyStream) => void) {
    this.#connection = connection;
    this.#opened = opened;
    connection.on('data', (chunk: Buffer) => {
      connection.pause();
      this.#work = this.#work
        .then(() => this.#take(chunk))
        .then(() => void connection.resume())
        .catch(() => this.destroy());
    });
    connection.on('end', () => void this.#work.then(() => this.destroy()));
    connection.on('close', () => this.destroy());
    connection.on('error', () => this.destroy());
  }

  /** Resolves when the session is over, by whomever. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** Says goodbye and closes the connection when everything is written. */
  close(): void {
    if (this.#ended) return;
    this.#connection.write(goawayFrame(this.#lastStream));
    this.#connection.end();
  }

  destroy(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const stream of this.#streams.values()) stream.finish();
    this.#streams.clear();
    this.#decoder[Symbol.dispose]();
    this.#encoder[Symbol.dispose]();
    this.#connection.destroy();
    this.#closed.resolve();
  }

  async #take(chunk: Buffer): Promise<void> {
    for (const frame of this.#reader.push(chunk)) {
      if (this.#ended) return;
      await this.#frame(frame);
    }
  }

  async #frame(frame: Frame): Promise<void> {
    switch (frame.type) {
      case 'syn-stream':
        await this.#open(frame.stream, frame.fin, await this.#decoder.decode(frame.block));
        return;
      case 'headers':
      case 'syn-reply':
        // They have to be unpacked, or those that follow could not be.
        await this.#decoder.decode(frame.block);
        if (frame.fin) this.#streams.get(frame.stream)?.finish();
        return;
      case 'data': {
        const stream = this.#streams.get(frame.stream);
        if (frame.bytes.length > 0) await stream?.receive(Buffer.from(frame.bytes));
        if (frame.fin) stream?.finish();
        return;
      }
      case 'rst-stream':
        this.#streams.get(frame.stream)?.finish();
        this.#streams.delete(frame.stream);
        return;
      case 'ping':
        // Ours would be even, and there are none.
        if (frame.id % 2 === 1) this.#write(pingFrame(frame.id));
        return;
      case 'goaway':
      case 'ignored':
        return;
    }
  }

  async #open(id: number, fin: boolean, headers: SpdyHeaders): Promise<void> {
    if (id % 2 === 0 || id <= this.#lastStream || this.#streams.size >= MOST_STREAMS) {
      this.#write(rstStreamFrame(id, id % 2 === 0 ? 1 : 3));
      return;
    }
    this.#lastStream = id;
    const stream = new OpenStream(
      id,
      headers,
      (bytes) => this.#write(bytes),
      () => this.#streams.delete(id),
    );
    this.#streams.set(id, stream);
    this.#write(synReplyFrame(id, await this.#encoder.encode(new Map())));
    if (fin) stream.finish();
    this.#opened(stream);
  }

  #write(bytes: Buffer): void {
    if (!this.#ended && this.#connection.writable) this.#connection.write(bytes);
  }
}

class OpenStream implements SpdyStream {
  readonly id: number;
  readonly headers: SpdyHeaders;
  readonly #write: (frame: Buffer) => void;
  readonly #forget: () => void;
  readonly #queue = new ByteQueue();
  #finished = false;
  #ended = false;
  #wakeSession: (() => void) | undefined;

  constructor(id: number, headers: SpdyHeaders, write: (frame: Buffer) => void, forget: () => void) {
    this.id = id;
    this.headers = headers;
    this.#write = write;
    this.#forget = forget;
  }

  /** Waits when too much lies unread. */
  async receive(bytes: Uint8Array): Promise<void> {
    if (this.#finished) return;
    this.#queue.push(bytes);
    if (this.#queue.size <= MOST_UNREAD) return;
    await new Promise<void>((resolve) => {
      this.#wakeSession = resolve;
    });
  }

  finish(): void {
    this.#finished = true;
    this.#queue.end();
    this.#wakeSession?.();
    if (this.#ended) this.#forget();
  }

  readonly received: AsyncIterable<Uint8Array> = this.#read();

  async *#read(): AsyncGenerator<Uint8Array> {
    for await (const bytes of this.#queue) {
      this.#wakeSession?.();
      yield bytes;
    }
  }

  write(bytes: Uint8Array): void {
    if (this.#ended) return;
    for (let start = 0; start < bytes.length; start += LARGEST_DATA) {
      this.#write(dataFrame(this.id, bytes.subarray(start, start + LARGEST_DATA)));
    }
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#write(dataFrame(this.id, new Uint8Array(), true));
    if (this.#finished) this.#forget();
  }

  reset(): void {
    this.#ended = true;
    this.#write(rstStreamFrame(this.id, 5));
    this.finish();
  }
}
