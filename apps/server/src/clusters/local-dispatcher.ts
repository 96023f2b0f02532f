import type { IncomingHttpHeaders } from 'node:http';
import { Dispatcher } from 'undici';
import type { LocalApi, LocalResponse } from './local-api.ts';

/** Sub-resources whose answers are streams, or may be of any size. */
const STREAMS = /\/(?:log|exec|attach|portforward|proxy)(?:\/|$)/;
const LASTS = /[?&](?:watch|follow)=/;
const RESOURCES = /\/(?:api\/v1|apis\/[^/]+\/[^/]+)\//;

/** Sends by `local` what has one answer, and all else by `remote`. */
export class LocalDispatcher extends Dispatcher {
  readonly #local: LocalApi;
  readonly #remote: Dispatcher;

  constructor(local: LocalApi, remote: Dispatcher) {
    super();
    this.#local = local;
    this.#remote = remote;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const { method, path, body } = options;
    const isBytes = typeof body === 'string' || body instanceof Uint8Array;
    if ((body != null && !isBytes) || method === 'HEAD' || !isLocal(path)) {
      return this.#remote.dispatch(options, handler);
    }
    const headers = flatHeaders(options.headers);
    // Bodies are unpacked at the port alone.
    if (/^content-encoding$/m.test(headers)) return this.#remote.dispatch(options, handler);
    const exchange = new LocalExchange(handler);
    handler.onRequestStart?.(exchange, null);
    if (exchange.aborted) return true;
    // In memory of its own: what crosses is the whole memory that a view is of.
    const bytes = body == null ? undefined : new Uint8Array(Buffer.from(body));
    exchange.asked = this.#local.ask(method, path, headers, bytes, (response) => exchange.answered(response));
    return true;
  }

  override close(): Promise<void>;
  override close(callback: () => void): void;
  override close(callback?: () => void): Promise<void> | void {
    return callback === undefined ? this.#remote.close() : this.#remote.close(callback);
  }

  override destroy(): Promise<void>;
  override destroy(error: Error | null): Promise<void>;
  override destroy(callback: () => void): void;
  override destroy(error: Error | null, callback: () => void): void;
  override destroy(error?: Error | null | (() => void), callback?: () => void): Promise<void> | void {
    if (typeof error === 'function') return this.#remote.destroy(error);
    if (callback !== undefined) return this.#remote.destroy(error ?? null, callback);
    return this.#remote.destroy(error ?? null);
  }
}

function isLocal(path: string): boolean {
  const mark = path.indexOf('?');
  const resource = mark < 0 ? path : path.slice(0, mark);
  return RESOURCES.test(resource) && !STREAMS.test(resource) && (mark < 0 || !LASTS.test(path));
}

/** One request, told to its handler as one over a socket is. */
class LocalExchange implements Dispatcher.DispatchController {
  readonly #handler: Dispatcher.DispatchHandler;
  asked: Disposable | undefined;
  aborted = false;
  paused = false;
  reason: Error | null = null;
  #isOver = false;

  constructor(handler: Dispatcher.DispatchHandler) {
    this.#handler = handler;
  }

  answered(response: LocalResponse | Error): void {
    if (this.#isOver) return;
    if (response instanceof Error) {
      this.#fail(response);
      return;
    }
    try {
      const [, status, lines, body] = response;
      const headers = headersOf(lines);
      headers['content-length'] = String(body.byteLength);
      this.#handler.onResponseStart?.(this, status, headers, '');
      if (this.#isOver) return;
      // All of it is here, so that there is nothing to pause.
      if (body.byteLength > 0) {
        this.#handler.onResponseData?.(this, Buffer.from(body.buffer, body.byteOffset, body.byteLength));
      }
      if (this.#isOver) return;
      this.#isOver = true;
      this.#handler.onResponseEnd?.(this, {});
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  abort(reason: Error): void {
    if (this.#isOver) return;
    this.aborted = true;
    this.reason = reason;
    this.asked?.[Symbol.dispose]();
    this.#fail(reason);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  #fail(error: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#handler.onResponseError?.(this, error);
  }
}

/** Names in lower case and values in turn, a line each. */
function flatHeaders(headers: Dispatcher.DispatchOptions['headers']): string {
  const lines: string[] = [];
  const push = (name: string, value: unknown) => {
    if (Array.isArray(value)) for (const one of value) lines.push(name.toLowerCase(), lineOf(one));
    else if (value !== undefined && value !== null) lines.push(name.toLowerCase(), lineOf(value));
  };
  if (Array.isArray(headers)) {
    for (let i = 0; i + 1 < headers.length; i += 2) push(String(headers[i]), headers[i + 1]);
  } else if (headers !== null && headers !== undefined && Symbol.iterator in headers) {
    for (const [name, value] of headers as Iterable<[string, unknown]>) push(name, value);
  } else {
    for (const [name, value] of Object.entries(headers ?? {})) push(name, value);
  }
  return lines.join('\n');
}

/** @throws TypeError for a value that would be another header, as over a socket */
function lineOf(value: unknown): string {
  const text = String(value);
  if (/[\0\r\n]/.test(text)) throw new TypeError('A header has more than one line');
  return text;
}

function headersOf(lines: string): IncomingHttpHeaders {
  const headers: Record<string, string | string[]> = {};
  if (lines === '') return headers;
  const parts = lines.split('\n');
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const [name, value] = [parts[i]!, parts[i + 1]!];
    const known = headers[name];
    headers[name] = known === undefined ? value : [known, value].flat();
  }
  return headers;
}
