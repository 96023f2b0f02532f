export interface StampedLine {
  /** RFC 3339, as the API server puts it before each line when asked for timestamps; empty without one. */
  readonly time: string;
  readonly text: string;
}

const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) ?/;
/** A line that never ends is given out in pieces. */
const PIECE = 1_048_576;

/** Makes lines of chunks of bytes, whose borders fall anywhere, in the middle of a character too. */
export class LineSplitter {
  readonly #decoder = new TextDecoder();
  #rest = '';

  push(chunk: Uint8Array): StampedLine[] {
    return this.#take(this.#decoder.decode(chunk, { stream: true }));
  }

  /** What came behind the last newline. */
  end(): StampedLine[] {
    const lines = this.#take(this.#decoder.decode());
    const rest = this.#rest;
    this.#rest = '';
    return rest === '' ? lines : [...lines, stamped(rest)];
  }

  #take(text: string): StampedLine[] {
    const parts = (this.#rest + text).split('\n');
    this.#rest = parts.pop() ?? '';
    if (this.#rest.length > PIECE) {
      parts.push(this.#rest);
      this.#rest = '';
    }
    return parts.map(stamped);
  }
}

function stamped(line: string): StampedLine {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  const match = STAMP.exec(text);
  return match?.[1] === undefined ? { time: '', text } : { time: match[1], text: text.slice(match[0].length) };
}
