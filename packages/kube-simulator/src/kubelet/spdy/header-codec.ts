import { constants, createDeflate, createInflate } from 'node:zlib';
import { SPDY_DICTIONARY } from './dictionary.ts';

/** Lower-case names. Several values of one name are joined by a NUL character. */
export type SpdyHeaders = ReadonlyMap<string, string>;

export class SpdyProtocolError extends Error {
  override name = 'SpdyProtocolError';
}

/** A header block may unpack to no more than this, in bytes. */
const LARGEST_BLOCK = 64 * 1024;
const MOST_HEADERS = 100;

/** Unpacks the header blocks of one direction of a session; they share one stream of zlib. */
export class HeaderDecoder implements Disposable {
  readonly #inflate = createInflate({ dictionary: SPDY_DICTIONARY, finishFlush: constants.Z_SYNC_FLUSH });
  #chunks: Buffer[] = [];
  #size = 0;
  #fail: ((error: Error) => void) | undefined;

  constructor() {
    this.#inflate.on('data', (chunk: Buffer) => {
      this.#size += chunk.length;
      if (this.#size <= LARGEST_BLOCK) this.#chunks.push(chunk);
      else this.#inflate.destroy(new SpdyProtocolError('a header block is too large'));
    });
    this.#inflate.on('error', (error) => this.#fail?.(error));
  }

  /** One block after the other, in the order in which they came. */
  async decode(block: Buffer): Promise<SpdyHeaders> {
    this.#chunks = [];
    this.#size = 0;
    await new Promise<void>((resolve, reject) => {
      this.#fail = (error) => reject(new SpdyProtocolError(`a header block cannot be unpacked: ${error.message}`));
      this.#inflate.write(block, (error) => (error ? this.#fail?.(error) : resolve()));
    });
    return parseHeaders(Buffer.concat(this.#chunks));
  }

  [Symbol.dispose](): void {
    this.#inflate.destroy();
  }
}

/** Packs the header blocks of one direction. */
export class HeaderEncoder implements Disposable {
  readonly #deflate = createDeflate({ dictionary: SPDY_DICTIONARY });
  #chunks: Buffer[] = [];

  constructor() {
    this.#deflate.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    this.#deflate.on('error', () => {});
  }

  async encode(headers: SpdyHeaders): Promise<Buffer> {
    this.#chunks = [];
    this.#deflate.write(serializeHeaders(headers));
    await new Promise<void>((resolve) => this.#deflate.flush(constants.Z_SYNC_FLUSH, resolve));
    return Buffer.concat(this.#chunks);
  }

  [Symbol.dispose](): void {
    this.#deflate.destroy();
  }
}

/** @throws SpdyProtocolError */
export function parseHeaders(block: Buffer): SpdyHeaders {
  let offset = 0;
  const number = (): number => {
    if (offset + 4 > block.length) throw new SpdyProtocolError('a header block is cut short');
    offset += 4;
    return block.readUInt32BE(offset - 4);
  };
  const text = (): string => {
    const length = number();
    if (offset + length > block.length) throw new SpdyProtocolError('a header block is cut short');
    offset += length;
    return block.toString('utf8', offset - length, offset);
  };
  const count = number();
  if (count > MOST_HEADERS) throw new SpdyProtocolError('too many headers');
  const headers = new Map<string, string>();
  for (let index = 0; index < count; index++) headers.set(text().toLowerCase(), text());
  return headers;
}

export function serializeHeaders(headers: SpdyHeaders): Buffer {
  const parts = [uint32(headers.size)];
  for (const [name, value] of headers) {
    for (const text of [name, value]) {
      const bytes = Buffer.from(text);
      parts.push(uint32(bytes.length), bytes);
    }
  }
  return Buffer.concat(parts);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
