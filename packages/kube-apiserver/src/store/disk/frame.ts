import { crc32 } from 'node:zlib';
import type { StoreFile } from './file-operations.ts';

/**
 * Files of the store are sequences of frames: the mark, the length of the content and its checksum as 32-bit numbers,
 * little-endian, and the content. A frame is what is written at once, and counts wholly or not at all.
 */
export const FRAME_HEADER = 12;
/** Not UTF-8, so it never occurs in JSON. */
const MARK = Buffer.from([0xf5, 0x4c, 0x42, 0x31]);
const READ_AHEAD = 4 << 20;

/** Writes the header of a frame whose content stands in the buffer already, from `start + FRAME_HEADER` to `end`. */
export function sealFrame(buffer: Buffer, start: number, end: number): void {
  const content = buffer.subarray(start + FRAME_HEADER, end);
  MARK.copy(buffer, start);
  buffer.writeUInt32LE(content.length, start + 4);
  buffer.writeUInt32LE(checksum(content), start + 8);
}

export interface Frame {
  /** Where the frame begins in its file. */
  offset: number;
  /** Where it ends. */
  end: number;
  /** Valid until the next frame is read. */
  content: Buffer;
}

/** Where a file ceases to be a sequence of frames. */
export class BadFrame extends Error {
  override name = 'BadFrame';
  readonly offset: number;

  constructor(offset: number, problem: string) {
    super(problem);
    this.offset = offset;
  }
}

/** Reads the frames of a file one after the other, with a few megabytes in memory. */
export class FrameReader {
  readonly #file: StoreFile;
  readonly #size: number;
  readonly #space: Buffer;
  #window: Buffer;
  /** Where the window begins in the file. */
  #windowAt = 0;
  #offset = 0;

  constructor(file: StoreFile, size: number, offset = 0) {
    this.#file = file;
    this.#size = size;
    this.#offset = offset;
    this.#space = Buffer.allocUnsafeSlow(Math.min(READ_AHEAD, size));
    this.#window = this.#space.subarray(0, 0);
  }

  /** @returns undefined at the end of the file. @throws BadFrame */
  async next(): Promise<Frame | undefined> {
    const offset = this.#offset;
    if (offset === this.#size) return undefined;
    const header = await this.#bytes(offset, FRAME_HEADER);
    if (header === undefined) throw new BadFrame(offset, 'the file ends within the header of a frame');
    if (!header.subarray(0, 4).equals(MARK)) throw new BadFrame(offset, 'no frame begins there');
    const length = header.readUInt32LE(4);
    const expected = header.readUInt32LE(8);
    const content = await this.#bytes(offset + FRAME_HEADER, length);
    if (content === undefined) throw new BadFrame(offset, 'the file ends within a frame');
    if (length === 0 || checksum(content) !== expected) throw new BadFrame(offset, 'the checksum is wrong');
    this.#offset = offset + FRAME_HEADER + length;
    return { offset, end: this.#offset, content };
  }

  /** Looks for the next whole frame after the position, such as behind a bad one. */
  async search(from: number): Promise<Frame | undefined> {
    for (let at = from; at + FRAME_HEADER < this.#size; ) {
      const stretch = await this.#bytes(at, Math.min(READ_AHEAD, this.#size - at));
      if (stretch === undefined) return undefined;
      const found = stretch.indexOf(MARK);
      if (found < 0) {
        // The mark may lie across the border.
        at += Math.max(1, stretch.length - MARK.length + 1);
        continue;
      }
      this.#offset = at + found;
      try {
        return await this.next();
      } catch (error) {
        if (!(error instanceof BadFrame)) throw error;
        at += found + 1;
      }
    }
    return undefined;
  }

  async #bytes(from: number, length: number): Promise<Buffer | undefined> {
    if (from + length > this.#size) return undefined;
    const inWindow = from - this.#windowAt;
    if (inWindow >= 0 && inWindow + length <= this.#window.length) {
      return this.#window.subarray(inWindow, inWindow + length);
    }
    const wanted = Math.min(Math.max(length, READ_AHEAD), this.#size - from);
    const window = wanted <= this.#space.length ? this.#space.subarray(0, wanted) : Buffer.allocUnsafeSlow(wanted);
    const read = await this.#file.read(window, from);
    this.#window = window.subarray(0, read);
    this.#windowAt = from;
    return read < length ? undefined : window.subarray(0, length);
  }
}

/** Covers the length too. */
function checksum(content: Buffer): number {
  return crc32(content, content.length);
}
