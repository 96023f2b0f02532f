import { setTimeout as sleep } from 'node:timers/promises';
import { RegistryError } from '../registry-error.ts';
import { isTransient, networkFailure } from './network-failure.ts';
import { shownUrl, type Transport, type TransportAnswer } from './transport.ts';

export interface Retrieval {
  method?: 'GET' | 'HEAD';
  headers?: Record<string, string>;
  /** Value of `Authorization` for a URL: the first one or one that a redirect names. Default: none. */
  authorization?: (url: URL) => string | undefined;
  /** Most bytes of an answer with status 200. */
  limit: number;
  /** Milliseconds for everything, each try by itself. Default: 60,000. */
  within?: number;
  signal?: AbortSignal | undefined;
  onBytes?: (done: number, total: number | undefined) => void;
}

export interface Retrieved {
  status: number;
  header(name: string): string | undefined;
  /** Empty unless the status is 200. */
  body: Uint8Array;
  /** Where the answer came from, after redirects. */
  url: URL;
}

export interface Patience {
  /** How often a failure that may pass is tried again. Default: 2. */
  retries?: number;
  /** Waits. Default: by timers. */
  pause?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

const MOST_REDIRECTS = 3;
/** Longer than this nobody is kept waiting because a server asks for it. */
const LONGEST_PAUSE = 20_000;

/**
 * One answer with its body in memory: redirects followed, passing failures tried again, sizes and times bounded.
 *
 * @throws RegistryError LB7201 to LB7205 and LB7210 to LB7213; what the address check refuses with; the signal's reason.
 * Any status is an answer
 */
export async function retrieve(
  transport: Transport,
  url: URL,
  retrieval: Retrieval,
  { retries = 2, pause = (time, signal) => sleep(time, undefined, { signal }) }: Patience = {},
): Promise<Retrieved> {
  for (let attempt = 0; ; attempt++) {
    const backOff = 500 * 4 ** attempt * (0.75 + Math.random() / 2);
    let wait = backOff;
    try {
      const answer = await within(transport, url, retrieval);
      const { status } = answer;
      if (attempt === retries || (status !== 429 && status < 500) || status === 501) return answer;
      wait = Math.max(backOff, retryAfter(answer.header('retry-after')));
      if (wait > LONGEST_PAUSE) return answer;
    } catch (error) {
      retrieval.signal?.throwIfAborted();
      if (attempt === retries || !isTransient(error)) throw error;
    }
    await pause(wait, retrieval.signal).catch((error: unknown) => {
      retrieval.signal?.throwIfAborted();
      throw error;
    });
  }
}

async function within(transport: Transport, url: URL, retrieval: Retrieval): Promise<Retrieved> {
  const timeout = AbortSignal.timeout(retrieval.within ?? 60_000);
  const signal = retrieval.signal === undefined ? timeout : AbortSignal.any([retrieval.signal, timeout]);
  try {
    return await follow(transport, url, { ...retrieval, signal });
  } catch (error) {
    retrieval.signal?.throwIfAborted();
    if (timeout.aborted) throw new RegistryError('LB7203', { url: shownUrl(url), host: url.host }, { cause: error });
    throw error;
  }
}

async function follow(transport: Transport, start: URL, retrieval: Retrieval): Promise<Retrieved> {
  let url = start;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    try {
      const answer = await send(transport, url, retrieval);
      const location = REDIRECTS.has(answer.status) ? answer.header('location') : undefined;
      if (location === undefined) {
        const body = answer.status === 200 ? await collect(answer, url, retrieval) : discard(answer);
        return { status: answer.status, header: answer.header, body, url };
      }
      discard(answer);
      url = target(location, url, start);
    } catch (error) {
      throw networkFailure(error, url);
    }
  }
  throw new RegistryError('LB7212', { url: shownUrl(start), target: shownUrl(url) });
}

function send(transport: Transport, url: URL, { method, headers, authorization, signal }: Retrieval) {
  const granted = authorization?.(url);
  return transport.send(url, {
    ...(method !== undefined && { method }),
    ...(signal !== undefined && { signal }),
    headers: { ...headers, ...(granted !== undefined && { authorization: granted }) },
  });
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

function target(location: string, url: URL, start: URL): URL {
  const next = URL.parse(location, url);
  const isWorse = url.protocol === 'https:' && next?.protocol === 'http:';
  if (next === null || isWorse || (next.protocol !== 'https:' && next.protocol !== 'http:')) {
    throw new RegistryError('LB7212', { url: shownUrl(start), target: next === null ? location : shownUrl(next) });
  }
  return next;
}

async function collect(answer: TransportAnswer, url: URL, { method, limit, onBytes }: Retrieval): Promise<Uint8Array> {
  if (method === 'HEAD') return discard(answer);
  const announced = Number(answer.header('content-length') ?? Number.NaN);
  const total = Number.isSafeInteger(announced) ? announced : undefined;
  const tooLarge = () => new RegistryError('LB7211', { url: shownUrl(url), limit: megabytes(limit) });
  if (total !== undefined && total > limit) {
    discard(answer);
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let done = 0;
  for await (const chunk of answer.body) {
    done += chunk.byteLength;
    if (done > limit) throw tooLarge();
    chunks.push(chunk);
    onBytes?.(done, total);
  }
  return Buffer.concat(chunks, done);
}

function discard(answer: TransportAnswer): Uint8Array {
  answer.discard();
  return new Uint8Array();
}

/** Milliseconds; 0 when the header says nothing. Source: RFC 9110, 10.2.3. */
function retryAfter(header: string | undefined): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - Date.now());
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
