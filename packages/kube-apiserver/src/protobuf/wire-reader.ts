/** The bytes are no protocol buffer of the expected message. */
export class ProtobufError extends Error {
  override name = 'ProtobufError';
}

export const WireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Reads the wire format of protocol buffers. Source: https://protobuf.dev/programming-guides/encoding. */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Number and wire type of the next field. */
  tag(): { field: number; wireType: number } {
    const tag = Number(this.varint());
    const field = Math.floor(tag / 8);
    if (field < 1 || field > 0x1fffffff) throw new ProtobufError(`proto: illegal tag ${field}`);
    return { field, wireType: tag % 8 };
  }

  /** As an unsigned integer of 64 bits. */
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new ProtobufError('unexpected EOF');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new ProtobufError('proto: integer overflow');
  }

  /** A signed integer. Beyond 2^53 it loses precision, as everywhere in JavaScript's JSON. */
  integer(): number {
    // Nearly all integers are small, and BigInt is slow.
    const first = this.#bytes[this.#at];
    if (first !== undefined && first < 0x80) {
      this.#at++;
      return first;
    }
    return Number(BigInt.asIntN(64, this.varint()));
  }

  double(): number {
    const start = this.#advance(8);
    return this.#view.getFloat64(start, true);
  }

  /** A view of the bytes with a length before them. */
  bytes(): Uint8Array {
    const length = this.varint();
    if (length > BigInt(this.#bytes.length - this.#at)) throw new ProtobufError('unexpected EOF');
    const start = this.#advance(Number(length));
    return this.#bytes.subarray(start, this.#at);
  }

  /** Steps over the value of a field that nobody knows. */
  skip(wireType: number): void {
    if (wireType === WireType.varint) this.varint();
    else if (wireType === WireType.fixed64) this.#advance(8);
    else if (wireType === WireType.bytes) this.bytes();
    else if (wireType === WireType.fixed32) this.#advance(4);
    else throw new ProtobufError(`proto: illegal wireType ${wireType}`);
  }

  #advance(length: number): number {
    const start = this.#at;
    if (start + length > this.#bytes.length) throw new ProtobufError('unexpected EOF');
    this.#at += length;
    return start;
  }
}
