import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import type { ResponseSink } from './api-request.ts';

/** Milliseconds that a client has to take the rest of a stream that has ended. */
const TAKES_WITHIN = 30_000;

/** A response of either protocol as a place to write to. */
export function responseSink(response: ServerResponse | Http2ServerResponse): ResponseSink {
  const writable = 'stream' in response ? response.stream : response;
  let closed = false;
  const calls: (() => void)[] = [];
  const close = () => {
    if (closed) return;
    closed = true;
    for (const call of calls.splice(0)) call();
  };
  response.on('close', close);
  response.on('error', close);
  return {
    write(chunk) {
      if (!closed) (response as ServerResponse).write(chunk);
    },
    end() {
      if (closed) return;
      response.end();
      // Whoever takes nothing any more would otherwise keep what is on its way to it in memory.
      const timer = setTimeout(() => response.destroy(), TAKES_WITHIN);
      response.on('close', () => clearTimeout(timer));
      close();
    },
    get buffered() {
      return writable?.writableLength ?? 0;
    },
    get closed() {
      return closed;
    },
    onClose(call) {
      if (closed) call();
      else calls.push(call);
    },
  };
}
