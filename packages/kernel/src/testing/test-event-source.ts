import type { IndexDelta, Problem } from '@luban/manifest';

/** The server's end of an event stream, in the hands of a test. */
export interface TestEvents {
  /** For `environment.createEventSource`. */
  create(url: string): EventSource;
  /** URLs that were opened, in order. */
  readonly opened: readonly string[];
  hello(data: { revision: string; host: string }): void;
  delta(delta: IndexDelta): void;
  reset(): void;
  /** The person's rights stand otherwise. */
  rights(stamp: string): void;
  notice(problem: Problem): void;
  /** The line breaks. */
  fail(): void;
}

export function createTestEvents(): TestEvents {
  const opened: string[] = [];
  let current: EventTarget | undefined;
  const send = (type: string, data?: unknown) =>
    current?.dispatchEvent(new MessageEvent(type, { data: data === undefined ? '' : JSON.stringify(data) }));
  return {
    opened,
    create: (url) => {
      opened.push(url);
      const source = new EventTarget();
      current = source;
      return Object.assign(source, {
        close: () => {
          if (current === source) current = undefined;
        },
      }) as unknown as EventSource;
    },
    hello: (data) => send('hello', data),
    delta: (delta) => send('delta', delta),
    reset: () => send('reset'),
    rights: (stamp) => send('rights', { rights: stamp }),
    notice: (problem) => send('notice', { problem }),
    fail: () => current?.dispatchEvent(new Event('error')),
  };
}
