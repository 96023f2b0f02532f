import type { CenterChange } from './center-api.ts';

export interface CenterEventsOptions {
  createEventSource: (url: string) => EventSource;
  document: Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>;
  onChange: (change: CenterChange) => void;
  /** The stream is there again after it was not: anything may have changed. */
  onReturn: () => void;
  setTimeout: (run: () => void, milliseconds: number) => unknown;
  clearTimeout: (timer: unknown) => void;
}

const URL_OF_EVENTS = '/api/center/events';
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/**
 * Listens for changes until it is disposed of. Browsers open six connections to a host over HTTP/1.1, so a tab that
 * nobody looks at gives its stream up; when it is shown again it reads everything anew.
 */
export function listenToCenter(options: CenterEventsOptions): Disposable {
  const { document, createEventSource, onChange, onReturn } = options;
  let source: EventSource | undefined;
  let timer: unknown;
  let wait = FIRST_WAIT;
  let interrupted = false;

  const open = () => {
    if (source !== undefined || document.hidden) return;
    const stream = createEventSource(URL_OF_EVENTS);
    source = stream;
    stream.addEventListener('open', () => {
      wait = FIRST_WAIT;
      if (interrupted) onReturn();
      interrupted = false;
    });
    stream.addEventListener('change', (event) => {
      const change = readChange((event as MessageEvent<unknown>).data);
      if (change !== undefined) onChange(change);
    });
    stream.addEventListener('error', () => {
      interrupted = true;
      // After an answer that is no stream the browser does not try again by itself.
      if (stream.readyState !== EventSource.CLOSED || source !== stream) return;
      source = undefined;
      options.clearTimeout(timer);
      timer = options.setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  };
  const close = () => {
    source?.close();
    source = undefined;
    options.clearTimeout(timer);
  };
  const onVisibility = () => {
    if (!document.hidden) return open();
    interrupted = true;
    close();
  };
  document.addEventListener('visibilitychange', onVisibility);
  open();
  return {
    [Symbol.dispose]() {
      document.removeEventListener('visibilitychange', onVisibility);
      close();
    },
  };
}

/** Undefined for what is no change. */
export function readChange(data: unknown): CenterChange | undefined {
  if (typeof data !== 'string') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { extensions, catalogue, repositories, all } = value as Record<string, unknown>;
  return {
    extensions: Array.isArray(extensions) ? extensions.filter((name) => typeof name === 'string') : [],
    catalogue: catalogue === true,
    repositories: repositories === true,
    ...(all === true && { all }),
  };
}
