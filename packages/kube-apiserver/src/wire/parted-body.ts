/**
 * A body whose pieces lie in memory already and are shared, such as the objects of a list. Nobody may change them; they
 * are sent without being joined.
 */
export class PartedBody {
  readonly parts: readonly Buffer[];
  /** Bytes. */
  readonly length: number;

  constructor(parts: readonly Buffer[]) {
    this.parts = parts;
    this.length = parts.reduce((sum, part) => sum + part.length, 0);
  }

  join(): Buffer<ArrayBuffer> {
    return Buffer.concat(this.parts, this.length);
  }

  toString(): string {
    return this.join().toString();
  }
}
