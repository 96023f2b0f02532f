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

  /** In memory of its own. */
  join(): Buffer<ArrayBuffer> {
    const joined = Buffer.allocUnsafeSlow(this.length);
    let at = 0;
    for (const part of this.parts) at += part.copy(joined, at);
    return joined;
  }

  toString(): string {
    return this.join().toString();
  }
}
