import type { EventStreamSource } from '../contract.ts';

/** Events that the server sends. Each is passed on to the other tabs as it stands. */
const EVENTS = ['hello', 'delta', 'reset', 'rights', 'notice'] as const;
const NAME = 'luban:index-events';

export interface SharingTools {
  locks: LockManager;
  createChannel(name: string): BroadcastChannel;
  createEventSource(url: string): EventStreamSource;
}

type Message = { type: (typeof EVENTS)[number] | 'error'; data?: string } | { type: 'ask' };

/** Shared where the browser can, which takes a secure context; a stream of its own per tab elsewhere. */
export function openEventSource(url: string): EventStreamSource {
  const createEventSource = (target: string) => new EventSource(target);
  if (!navigator.locks || typeof BroadcastChannel === 'undefined') return createEventSource(url);
  const createChannel = (name: string) => new BroadcastChannel(name);
  return shareEventSource(url, { locks: navigator.locks, createChannel, createEventSource });
}

/**
 * One event stream for all tabs of a browser: over HTTP/1.1 it opens six connections to a host, so that a stream per tab
 * would leave none to the sixth tab for anything else. The tab that gets the lock holds the stream and passes its events
 * on; when it goes, the next one opens a stream. A tab that comes later asks for the greeting.
 */
export function shareEventSource(url: string, tools: SharingTools): EventStreamSource {
  const target = new EventTarget();
  const channel = tools.createChannel(NAME);
  const waiting = new AbortController();
  let source: EventStreamSource | undefined;
  let greeting: { revision: string } | undefined;
  let release = () => {};

  const emit = ({ type, data }: { type: string; data?: string }) =>
    target.dispatchEvent(type === 'error' ? new Event('error') : new MessageEvent(type, { data }));
  const pass = (message: Message & { data?: string }) => {
    channel.postMessage(message);
    emit(message);
  };
  const lead = () => {
    const stream = tools.createEventSource(url);
    source = stream;
    for (const type of EVENTS) {
      stream.addEventListener(type, (event) => {
        const { data } = event as MessageEvent<string>;
        greeting = greetingAfter(greeting, type, data);
        pass({ type, data });
      });
    }
    stream.addEventListener('error', () => pass({ type: 'error' }));
    return new Promise<void>((resolve) => {
      release = resolve;
    });
  };

  channel.addEventListener('message', ({ data: message }: MessageEvent<Message>) => {
    if (message.type !== 'ask') emit(message);
    else if (source && greeting)
      channel.postMessage({ type: 'hello', data: JSON.stringify(greeting) } satisfies Message);
  });
  void tools.locks.request(NAME, { signal: waiting.signal }, lead).catch(() => {
    // Closed while it waited: another tab holds the stream.
  });
  channel.postMessage({ type: 'ask' } satisfies Message);

  return {
    addEventListener: target.addEventListener.bind(target),
    close: () => {
      waiting.abort();
      source?.close();
      source = undefined;
      release();
      channel.close();
    },
  };
}

/** The greeting that a tab would get if it opened a stream now. */
function greetingAfter(greeting: { revision: string } | undefined, type: string, data: string) {
  if (type === 'hello') return JSON.parse(data) as { revision: string };
  if (type === 'rights' && greeting) return { ...greeting, ...(JSON.parse(data) as { rights: string }) };
  if (type === 'delta' && greeting) return { ...greeting, revision: (JSON.parse(data) as { to: string }).to };
  return greeting;
}
