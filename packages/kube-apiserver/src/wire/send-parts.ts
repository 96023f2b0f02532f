import type { ServerResponse } from 'node:http';
import type { PartedBody } from './parted-body.ts';

const CHUNK = 64 * 1024;
/** Chunks that wait for their next use. */
const SPARE = 64;
/** Milliseconds that a client may take nothing. */
const PATIENCE = 60_000;

const spare: Buffer[] = [];

/**
 * Sends the parts as the client takes them, through a few chunks that are used again and again: a fresh megabyte for
 * each list would cost more than all the rest of it. A client that takes nothing any more is cut off.
 */
export async function sendParts(response: ServerResponse, body: PartedBody): Promise<void> {
  if (body.length < CHUNK / 2) {
    response.end(body.join());
    return;
  }
  const chunk = spare.pop() ?? Buffer.allocUnsafeSlow(CHUNK);
  let used = 0;
  for (const part of body.parts) {
    for (let from = 0; from < part.length; ) {
      const copied = part.copy(chunk, used, from);
      from += copied;
      used += copied;
      if (used < CHUNK) continue;
      await written(response, chunk);
      used = 0;
    }
  }
  if (used > 0) await written(response, chunk.subarray(0, used));
  response.end();
  if (spare.length < SPARE) spare.push(chunk);
}

/** @throws when the client has gone; the chunk may then still be on its way, and must not be used again */
function written(response: ServerResponse, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => response.destroy(), PATIENCE);
    const settle = (error?: Error | null) => {
      clearTimeout(timer);
      response.off('close', gone);
      if (error) reject(error);
      else resolve();
    };
    const gone = () => settle(new Error('The client went away'));
    response.on('close', gone);
    response.write(chunk, settle);
  });
}
