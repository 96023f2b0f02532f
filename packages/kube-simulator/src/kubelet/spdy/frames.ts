import { SpdyProtocolError } from './header-codec.ts';

/** Frames of SPDY/3.1 as they are on the wire; header blocks still packed. Source: the SPDY/3.1 draft, section 2.6. */
export type Frame =
  | { type: 'data'; stream: number; fin: boolean; bytes: Buffer }
  | { type: 'syn-stream'; stream: number; fin: boolean; block: Buffer }
  | { type: 'syn-reply'; stream: number; fin: boolean; block: Buffer }
  | { type: 'headers'; stream: number; fin: boolean; block: Buffer }
  | { type: 'rst-stream'; stream: number; status: number }
  | { type: 'ping'; id: number }
  | { type: 'goaway' }
  /** Settings and window updates, which need no answer. */
  | { type: 'ignored' };

const FIN = 1;
const VERSION = 3;
const HEAD = 8;
const LARGEST_FRAME = 8 * 1024 * 1024;
const KINDS = {
  SYN_STREAM: 1,
  SYN_REPLY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PING: 6,
  GOAWAY: 7,
  HEADERS: 8,
  WINDOW_UPDATE: 9,
};

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;

  /** @throws SpdyProtocolError */
  *push(chunk: Buffer): Generator<Frame> {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    for (;;) {
      if (this.#size < HEAD) return;
      const head = this.#peek(HEAD);
      const length = head.readUInt32BE(4) & 0xffffff;
      if (length > LARGEST_FRAME) throw new SpdyProtocolError(`a frame of ${length} bytes is too large`);
      if (this.#size < HEAD + length) return;
      const whole = this.#peek(HEAD + length);
      this.#chunks = [whole.subarray(HEAD + length)];
      this.#size -= HEAD + length;
      yield parseFrame(whole.subarray(0, HEAD + length));
    }
  }

  /** At least that many bytes in one piece; joins no more often than frames come. */
  #peek(size: number): Buffer {
    let [first] = this.#chunks;
    if (first === undefined || first.length < size) {
      first = Buffer.concat(this.#chunks);
      this.#chunks = [first];
    }
    return first;
  }
}

function parseFrame(frame: Buffer): Frame {
  const first = frame.readUInt32BE(0);
  const fin = ((frame[4] ?? 0) & FIN) !== 0;
  const body = frame.subarray(HEAD);
  if (first < 0x80000000) return { type: 'data', stream: first, fin, bytes: body };
  const version = (first >>> 16) & 0x7fff;
  if (version !== VERSION) throw new SpdyProtocolError(`version ${version} of SPDY is not spoken here`);
  const kind = first & 0xffff;
  const shortest =
    { [KINDS.SYN_STREAM]: 10, [KINDS.SYN_REPLY]: 4, [KINDS.HEADERS]: 4, [KINDS.RST_STREAM]: 8, [KINDS.PING]: 4 }[
      kind
    ] ?? 0;
  if (body.length < shortest) throw new SpdyProtocolError('a frame is too short');
  const stream = body.length >= 4 ? body.readUInt32BE(0) & 0x7fffffff : 0;
  switch (kind) {
    case KINDS.SYN_STREAM:
      return { type: 'syn-stream', stream, fin, block: body.subarray(10) };
    case KINDS.SYN_REPLY:
      return { type: 'syn-reply', stream, fin, block: body.subarray(4) };
    case KINDS.HEADERS:
      return { type: 'headers', stream, fin, block: body.subarray(4) };
    case KINDS.RST_STREAM:
      return { type: 'rst-stream', stream, status: body.readUInt32BE(4) };
    case KINDS.PING:
      return { type: 'ping', id: body.readUInt32BE(0) };
    case KINDS.GOAWAY:
      return { type: 'goaway' };
    default:
      return { type: 'ignored' };
  }
}

export function dataFrame(stream: number, bytes: Uint8Array, fin = false): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt32BE(stream, 0);
  head.writeUInt32BE(bytes.length, 4);
  head[4] = fin ? FIN : 0;
  return Buffer.concat([head, bytes]);
}

export function synStreamFrame(stream: number, block: Buffer, fin = false): Buffer {
  const body = Buffer.alloc(10);
  body.writeUInt32BE(stream, 0);
  return controlFrame(KINDS.SYN_STREAM, Buffer.concat([body, block]), fin);
}

export function synReplyFrame(stream: number, block: Buffer): Buffer {
  return controlFrame(KINDS.SYN_REPLY, Buffer.concat([uint32(stream), block]));
}

/** @param status 1: protocol error, 3: refused, 5: cancelled */
export function rstStreamFrame(stream: number, status: number): Buffer {
  return controlFrame(KINDS.RST_STREAM, Buffer.concat([uint32(stream), uint32(status)]));
}

export function pingFrame(id: number): Buffer {
  return controlFrame(KINDS.PING, uint32(id));
}

export function goawayFrame(lastStream: number): Buffer {
  return controlFrame(KINDS.GOAWAY, Buffer.concat([uint32(lastStream), uint32(0)]));
}

function controlFrame(kind: number, body: Buffer, fin = false): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt16BE(0x8000 | VERSION, 0);
  head.writeUInt16BE(kind, 2);
  head.writeUInt32BE(body.length, 4);
  head[4] = fin ? FIN : 0;
  return Buffer.concat([head, body]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
