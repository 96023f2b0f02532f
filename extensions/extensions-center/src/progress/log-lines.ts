/** The output of the newest run of an installation, line by line, as far as it is here. */
export interface LogLines {
  readonly lines: readonly string[];
  /** Lines at the beginning that were given up, so that a long output stays usable. */
  readonly dropped: number;
  readonly state: 'opening' | 'open' | 'ended' | 'interrupted';
}

export interface LogSource {
  get(): LogLines;
  subscribe(listener: () => void): () => void;
}

export interface LogOptions {
  createEventSource: (url: string) => EventSource;
  setTimeout: (run: () => void, milliseconds: number) => unknown;
  clearTimeout: (timer: unknown) => void;
  /** Milliseconds of collecting between two changes. Default: 50. */
  patience?: number;
}

/** More is of no use on a screen; the whole is in the cluster. */
const MOST_LINES = 50_000;
const RETRY = 3_000;
export const EMPTY: LogLines = { lines: [], dropped: 0, state: 'opening' };

/** Reads the stream until it is disposed of. After an interruption the server says what is missing. */
export function readLog(url: string, options: LogOptions): LogSource & Disposable {
  const { createEventSource, patience = 50 } = options;
  const listeners = new Set<() => void>();
  let current = EMPTY;
  let waiting: string[] = [];
  let collecting: unknown;
  let retry: unknown;
  let source: EventSource | undefined;

  const change = (next: Partial<LogLines>) => {
    current = { ...current, ...next };
    for (const listener of [...listeners]) listener();
  };
  const flush = () => {
    options.clearTimeout(collecting);
    collecting = undefined;
    if (waiting.length === 0) return;
    const all = [...current.lines, ...waiting];
    waiting = [];
    const surplus = Math.max(0, all.length - MOST_LINES);
    change({ lines: surplus > 0 ? all.slice(surplus) : all, dropped: current.dropped + surplus });
  };
  const open = () => {
    const stream = createEventSource(url);
    source = stream;
    stream.addEventListener('start', (event) => {
      flush();
      // From the beginning, be it a new run or a reader that is new to it.
      change({ state: 'open', ...(isAnew(event) && { lines: [], dropped: 0 }) });
    });
    stream.addEventListener('line', (event) => {
      const line = textIn(event);
      if (line === undefined) return;
      waiting.push(line);
      collecting ??= options.setTimeout(flush, patience);
    });
    stream.addEventListener('end', () => {
      stream.close();
      flush();
      change({ state: 'ended' });
    });
    stream.addEventListener('error', () => {
      if (current.state === 'ended') return;
      change({ state: 'interrupted' });
      // After an answer that is no stream the browser does not try again by itself.
      if (stream.readyState === EventSource.CLOSED) retry = options.setTimeout(open, RETRY);
    });
  };
  open();
  return {
    get: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    [Symbol.dispose]() {
      source?.close();
      options.clearTimeout(collecting);
      options.clearTimeout(retry);
      listeners.clear();
    },
  };
}

function isAnew(event: Event): boolean {
  const data = parsed(event);
  return typeof data === 'object' && data !== null && (data as { from?: unknown }).from === 0;
}

function textIn(event: Event): string | undefined {
  const data = parsed(event);
  return typeof data === 'string' ? data : undefined;
}

function parsed(event: Event): unknown {
  try {
    return JSON.parse((event as MessageEvent<string>).data);
  } catch {
    return undefined;
  }
}
