/** Bytes that come by themselves, for somebody who reads them in a loop. */
export class ByteQueue implements AsyncIterable<Uint8Array> {
  #waiting: Uint8Array[] = [];
  #ended = false;
  #wake: (() => void) | undefined;
  #size = 0;

  /** Bytes that nobody has read yet. */
  get size(): number {
    return this.#size;
  }

  push(bytes: Uint8Array): void {
    if (this.#ended) return;
    this.#waiting.push(bytes);
    this.#size += bytes.length;
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes = this.#waiting.shift();
      if (bytes !== undefined) {
        this.#size -= bytes.length;
        yield bytes;
      } else if (this.#ended) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
