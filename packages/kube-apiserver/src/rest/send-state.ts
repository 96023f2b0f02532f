import type { ResponseSink } from '../wire/api-request.ts';

/** Bytes that are encoded in one turn of the event loop, and that a client may have ahead of it. */
const AHEAD = 2 ** 20;
/** Objects that are looked at in one turn. */
const SLICE = 1_000;
const LOOK_AGAIN = 5;
/** Milliseconds after which a client that takes nothing is given up. */
const PATIENCE = 60_000;

/**
 * Sends as much as a client takes, and no more: the state of a large resource would fill the memory otherwise, or be cut
 * off as that of a slow client. What is small is sent before this returns.
 *
 * @param lines absent ones are objects that were looked at and not chosen
 * @returns false when the client went away, or takes nothing any more
 */
export async function sendState(
  lines: Iterable<Buffer | undefined>,
  sink: ResponseSink,
  send: (lines: readonly Buffer[]) => void,
): Promise<boolean> {
  let group: Buffer[] = [];
  let size = 0;
  let looked = 0;
  for (const line of lines) {
    if (line !== undefined) {
      group.push(line);
      size += line.length;
    }
    if (size < AHEAD && ++looked < SLICE) continue;
    send(group);
    group = [];
    size = 0;
    looked = 0;
    if (!(await taken(sink))) return false;
  }
  send(group);
  return !sink.closed;
}

async function taken(sink: ResponseSink): Promise<boolean> {
  let before = sink.buffered;
  let since = performance.now();
  do {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    if (sink.closed) return false;
    const now = performance.now();
    if (sink.buffered < before) since = now;
    before = sink.buffered;
    if (now - since > PATIENCE) return false;
  } while (before > AHEAD);
  return true;
}
