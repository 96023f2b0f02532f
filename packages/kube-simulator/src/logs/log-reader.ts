import type { Clock } from '@luban/kube';
import type { LogEntry, LogSource } from './log-source.ts';

/** What `kubectl logs` may ask. Source: core/v1 PodLogOptions. */
export interface LogOptions {
  follow?: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  /** Milliseconds of the epoch. */
  sinceTime?: number;
  timestamps?: boolean;
  limitBytes?: number;
  stream?: 'stdout' | 'stderr';
}

/** @returns the options, or what is wrong with them */
export function parseLogOptions(query: URLSearchParams): LogOptions | { problem: string } {
  const options: LogOptions = {
    follow: isTrue(query.get('follow')),
    timestamps: isTrue(query.get('timestamps')),
  };
  for (const name of ['tailLines', 'sinceSeconds', 'limitBytes'] as const) {
    const text = query.get(name);
    if (text === null || text === '') continue;
    if (!/^\d{1,12}$/.test(text)) return { problem: `invalid ${name}: ${text.slice(0, 40)}` };
    options[name] = Number(text);
  }
  const since = query.get('sinceTime');
  if (since !== null && since !== '') {
    const time = Date.parse(since);
    if (Number.isNaN(time)) return { problem: `invalid sinceTime: ${since.slice(0, 40)}` };
    options.sinceTime = time;
  }
  const stream = query.get('stream');
  if (stream === 'Stdout') options.stream = 'stdout';
  if (stream === 'Stderr') options.stream = 'stderr';
  return options;
}

/** The bytes of a log as the options want them; with `follow` until the process ends or the signal aborts. */
export async function* readLog(
  source: LogSource,
  options: LogOptions,
  clock: Clock,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let left = options.limitBytes ?? Number.POSITIVE_INFINITY;
  let sequence = -1;
  const encode = (entries: Iterable<LogEntry>): Uint8Array[] => {
    const chunks: Uint8Array[] = [];
    for (const entry of entries) {
      sequence = Math.max(sequence, entry.sequence);
      if (left <= 0) break;
      if (options.stream !== undefined && entry.stream !== options.stream) continue;
      const bytes = encoder.encode(textOf(entry, options.timestamps === true)).subarray(0, left);
      left -= bytes.length;
      chunks.push(bytes);
    }
    return chunks;
  };
  const past = entriesUntil(source, options, clock.now());
  // Without lines to start from, following begins behind all there are.
  for (const entry of source.backwards(clock.now())) {
    sequence = entry.sequence;
    break;
  }
  const newest = sequence;
  sequence = -1;
  yield* inBatches(encode(past));
  sequence = Math.max(sequence, newest);
  while (options.follow === true && left > 0 && signal?.aborted !== true) {
    const ended = source.endedAt !== undefined;
    const fresh = encode(source.after(sequence, clock.now()));
    if (fresh.length > 0) yield* inBatches(fresh);
    else if (ended) return;
    else await change(source, clock, signal);
  }
}

function entriesUntil(source: LogSource, options: LogOptions, now: number): Iterable<LogEntry> {
  const since =
    options.sinceTime ?? (options.sinceSeconds === undefined ? undefined : now - options.sinceSeconds * 1000);
  if (options.tailLines === undefined && since === undefined) return source.after(-1, now);
  const entries: LogEntry[] = [];
  if (options.tailLines === 0) return entries;
  for (const entry of source.backwards(now)) {
    if (since !== undefined && entry.time < since) break;
    entries.push(entry);
    if (entries.length === options.tailLines) break;
  }
  return entries.reverse();
}

function textOf({ time, text, sequence, unfinished }: LogEntry, timestamps: boolean): string {
  // The runtime's clock is finer than ours; the digits beyond keep lines of one millisecond apart.
  const stamp = timestamps
    ? `${new Date(time).toISOString().slice(0, 23)}${String(sequence % 1_000_000).padStart(6, '0')}Z `
    : '';
  return `${stamp}${text}${unfinished ? '' : '\n'}`;
}

function* inBatches(chunks: readonly Uint8Array[]): Generator<Uint8Array> {
  for (let start = 0; start < chunks.length; start += 500) yield Buffer.concat(chunks.slice(start, start + 500));
}

function change(source: LogSource, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      timer?.[Symbol.dispose]();
      subscription[Symbol.dispose]();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const next = source.nextAfter(clock.now());
    const timer = next === undefined ? undefined : clock.after(next - clock.now(), done);
    const subscription = source.subscribe(done);
    signal?.addEventListener('abort', done);
  });
}

function isTrue(text: string | null): boolean {
  return text === 'true' || text === '1' || text === '';
}
