import type { StreamBody } from '../wire/api-request.ts';

/** Bytes beyond which a list is sent bit by bit rather than put together in memory. */
export const LONG_LIST = 4 * 2 ** 20;
const CHUNK = 2 ** 20;
const TRY_AGAIN = 5;
/** Milliseconds that a client may take nothing. */
const PATIENCE = 60_000;

/** Writes the parts as the client takes them. One that takes nothing any more gets no end. */
export function pour(parts: Iterable<Buffer>): StreamBody {
  return async (sink) => {
    let chunk: Buffer[] = [];
    let size = 0;
    const flush = async () => {
      sink.write(Buffer.concat(chunk, size));
      chunk = [];
      size = 0;
      await new Promise((resolve) => setImmediate(resolve));
      for (let waited = 0; sink.buffered > CHUNK && !sink.closed; waited += TRY_AGAIN) {
        if (waited > PATIENCE) return sink.end();
        await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN));
      }
    };
    for (const part of parts) {
      if (sink.closed) return;
      chunk.push(part);
      size += part.length;
      if (size >= CHUNK) await flush();
    }
    if (size > 0) await flush();
    sink.end();
  };
}
