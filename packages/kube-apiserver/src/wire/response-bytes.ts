import type { ApiResponse } from './api-request.ts';
import { PartedBody } from './parted-body.ts';

/**
 * The whole body of an answer, also of one that is written bit by bit.
 *
 * @param limit in bytes, for streams
 * @throws Error when the stream is longer
 */
export function responseBytes(body: ApiResponse['body'], limit = Number.POSITIVE_INFINITY): Promise<Buffer> {
  if (typeof body !== 'function') return Promise.resolve(body instanceof PartedBody ? body.join() : body);
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    let closed = false;
    const onClose: (() => void)[] = [];
    const close = () => {
      closed = true;
      for (const call of onClose.splice(0)) call();
    };
    body({
      buffered: 0,
      get closed() {
        return closed;
      },
      onClose: (call) => void onClose.push(call),
      write(chunk) {
        size += chunk.length;
        chunks.push(chunk);
        if (size <= limit) return;
        close();
        reject(new Error('its answer is too large'));
      },
      end() {
        close();
        resolve(Buffer.concat(chunks));
      },
    });
  });
}
