import { Duplex } from 'node:stream';

/** Two ends of a connection within the process: what is written to one is read from the other. */
export function duplexPair(): [Duplex, Duplex] {
  const a = new End();
  const b = new End();
  a.join(b);
  b.join(a);
  return [a, b];
}

class End extends Duplex {
  #other: End | undefined;
  #resume: (() => void) | undefined;

  constructor() {
    super({ allowHalfOpen: true, highWaterMark: 64 * 1024 });
  }

  join(other: End): void {
    this.#other = other;
  }

  /** Parts of a socket that HTTP servers and WebSockets touch. */
  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  override _read(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const other = this.#other;
    if (other === undefined || other.destroyed) {
      done(Object.assign(new Error('The other end is closed'), { code: 'EPIPE' }));
      return;
    }
    // The next write waits until the other end has been read from.
    if (other.push(chunk)) done();
    else other.#resume = done;
  }

  override _final(done: (error?: Error | null) => void): void {
    const other = this.#other;
    if (other !== undefined && !other.destroyed) other.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const other = this.#other;
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
    done(error);
    if (other === undefined || other.destroyed) return;
    // As a socket: an orderly end for what was ended, a broken connection otherwise.
    setImmediate(() => {
      if (other.destroyed) return;
      if (other.readableEnded || this.writableFinished) other.push(null);
      else other.destroy();
    });
  }
}
