/**
 * The last bytes of a stream, addressed by their place in it: what a terminal showed, for whoever comes back.
 */
export class ByteRing {
  readonly #capacity: number;
  #chunks: Buffer[] = [];
  #start = 0;
  #end = 0;

  /** @param capacity bytes that are kept at least, as far as there were so many */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Place of the first byte that is kept. */
  get start(): number {
    return this.#start;
  }

  /** Place behind the last byte; how many there were. */
  get end(): number {
    return this.#end;
  }

  push(bytes: Buffer): void {
    this.#end += bytes.length;
    // A large chunk would keep all of its memory for a small part.
    const kept = bytes.length > this.#capacity ? Buffer.from(bytes.subarray(bytes.length - this.#capacity)) : bytes;
    if (kept !== bytes) {
      this.#chunks = [];
      this.#start = this.#end - kept.length;
    }
    const last = this.#chunks.at(-1);
    // Terminals write a few bytes at a time: thousands of tiny buffers would cost more than what is in them.
    if (last !== undefined && last.length + kept.length <= 4096) {
      this.#chunks[this.#chunks.length - 1] = Buffer.concat([last, kept]);
    } else this.#chunks.push(kept);
    while (this.#end - this.#start - this.#chunks[0]!.length >= this.#capacity) {
      this.#start += this.#chunks.shift()!.length;
    }
  }

  /**
   * What came from a place on. When that is no longer kept it begins at the first whole line, or at least the first
   * whole character, that is.
   */
  from(place: number): { start: number; bytes: Buffer } {
    const all = Buffer.concat(this.#chunks);
    if (place >= this.#start) {
      const start = Math.min(place, this.#end);
      return { start, bytes: all.subarray(start - this.#start) };
    }
    const cut = this.#start === 0 ? 0 : safeStart(all);
    return { start: this.#start + cut, bytes: all.subarray(cut) };
  }
}

/** Where text that was cut anywhere can be shown from. */
export function safeStart(bytes: Buffer): number {
  const line = bytes.subarray(0, 16_384).indexOf(10);
  if (line >= 0 && line + 1 < bytes.length) return line + 1;
  let start = 0;
  // Bytes that continue a character begin with the bits 10.
  while (start < 3 && start < bytes.length && (bytes[start]! & 0xc0) === 0x80) start++;
  return start;
}
