import type { Readable } from 'node:stream';
import { type Clock, type Status, StatusError } from '@luban/kube';
import { linesOf } from '@luban/kube/client';
import type { ClusterConnection } from '../clusters/cluster-connection.ts';
import { BrokenAnswer, SlowAnswer } from './upstream-failure.ts';

export interface StreamOptions {
  connection: ClusterConnection;
  path: string;
  accept: string;
  clock: Clock;
  signal: AbortSignal;
  /** Milliseconds that may pass without a byte. */
  silence: number;
  /** Called when the answer has begun. */
  opened?(): void;
}

/** Milliseconds until an answer has to begin. */
const BEGINS_WITHIN = 30_000;
/** Bytes of a page of a list, and of one event of a watch: an object has at most some megabytes. */
const LARGEST_PAGE = 128 * 2 ** 20;
const LARGEST_LINE = 16 * 2 ** 20;
const NEW_LINE = 10;

/** The whole answer. @throws StatusError, BrokenAnswer, SlowAnswer, SyntaxError, or what the connection throws */
export async function readJson(options: StreamOptions): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(options)) {
    bytes += chunk.length;
    if (bytes > LARGEST_PAGE) throw new BrokenAnswer('The answer has no end');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString());
}

/** The lines of a watch as JSON, until the cluster ends it. Throws as `readJson`. */
export async function* readLines(options: StreamOptions): AsyncGenerator<unknown> {
  for await (const line of linesOf(endingLines(chunksOf(options)))) yield JSON.parse(line);
}

async function* endingLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let open = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEW_LINE);
    open = end < 0 ? open + chunk.length : chunk.length - end - 1;
    if (open > LARGEST_LINE) throw new BrokenAnswer('A line has no end');
    yield chunk;
  }
}

async function* chunksOf({ connection, path, accept, clock, signal, silence, opened }: StreamOptions) {
  const { status, headers, body } = await connection.request({
    method: 'GET',
    path,
    headers: { accept, 'user-agent': 'luban' },
    signal,
    answersWithin: BEGINS_WITHIN,
  });
  let timer: Disposable | undefined;
  const heard = () => {
    timer?.[Symbol.dispose]();
    timer = clock.after(silence, () =>
      body.destroy(new SlowAnswer(`Nothing came for ${Math.round(silence / 1_000)} s`)),
    );
  };
  try {
    heard();
    if (status >= 400) throw await statusError(status, headers['retry-after'], body);
    opened?.();
    for await (const chunk of body) {
      heard();
      yield chunk as Uint8Array;
    }
  } finally {
    timer?.[Symbol.dispose]();
    body.destroy();
  }
}

async function statusError(status: number, retryAfter: string | string[] | undefined, body: Readable) {
  let text = '';
  for await (const chunk of body) {
    text += String(chunk);
    if (text.length > 65_536) break;
  }
  const said = parseStatus(text);
  const seconds = Number(retryAfter);
  const details = { ...(seconds > 0 && { retryAfterSeconds: seconds }), ...said?.details };
  return new StatusError({ message: said?.message ?? `HTTP ${status}`, reason: said?.reason, details, code: status });
}

function parseStatus(text: string): Status | undefined {
  try {
    const value = JSON.parse(text) as Partial<Status> | null;
    if (value?.kind !== 'Status' || typeof value.message !== 'string') return undefined;
    return value as Status;
  } catch {
    return undefined;
  }
}
