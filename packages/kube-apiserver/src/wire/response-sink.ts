import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import type { ResponseSink } from './api-request.ts';

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
