import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readLog } from './log-lines.ts';

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  readyState = 1;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
  }

  say(type: string, data?: unknown): void {
    this.dispatchEvent(Object.assign(new Event(type), { data: JSON.stringify(data) }));
  }

  close(): void {
    this.readyState = FakeSource.CLOSED;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeSource);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function open() {
  const sources: FakeSource[] = [];
  const log = readLog('/log', {
    createEventSource: (url) => {
      sources.push(new FakeSource(url));
      return sources.at(-1) as unknown as EventSource;
    },
    setTimeout: (run, milliseconds) => setTimeout(run, milliseconds),
    clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout | undefined),
  });
  return { log, sources };
}

it('lines that come together are one change', () => {
  const { log, sources } = open();
  const changes = vi.fn();
  sources[0]?.say('start', { run: 'a', from: 0 });
  log.subscribe(changes);
  for (let line = 0; line < 100; line += 1) sources[0]?.say('line', `line ${line}`);
  expect(log.get().lines).toEqual([]);
  vi.runAllTimers();
  expect(changes).toHaveBeenCalledTimes(1);
  expect(log.get()).toMatchObject({ state: 'open', dropped: 0 });
  expect(log.get().lines.length).toBe(100);
});

it('goes on after an interruption where it was, and anew where the server says so', () => {
  const { log, sources } = open();
  sources[0]?.say('start', { run: 'a', from: 0 });
  sources[0]?.say('line', 'one');
  vi.runAllTimers();
  sources[0]?.say('error');
  expect(log.get().state).toBe('interrupted');
  sources[0]?.say('start', { run: 'a', from: 1 });
  sources[0]?.say('line', 'two');
  vi.runAllTimers();
  expect(log.get().lines).toEqual(['one', 'two']);
  sources[0]?.say('start', { run: 'b', from: 0 });
  expect(log.get().lines).toEqual([]);
});

it('tries again by itself when the browser does not', () => {
  const { sources } = open();
  sources[0]?.close();
  sources[0]?.say('error');
  vi.runAllTimers();
  expect(sources.length).toBe(2);
});

it('ends with the run, with all that was said before', () => {
  const { log, sources } = open();
  sources[0]?.say('start', { run: 'a', from: 0 });
  sources[0]?.say('line', 'last');
  sources[0]?.say('end', {});
  expect(log.get()).toMatchObject({ state: 'ended', lines: ['last'] });
  sources[0]?.say('error');
  vi.runAllTimers();
  expect(sources.length).toBe(1);
});

it('keeps only as much as can be shown, and counts on', () => {
  const { log, sources } = open();
  sources[0]?.say('start', { run: 'a', from: 0 });
  for (let line = 0; line < 50_010; line += 1) sources[0]?.say('line', String(line));
  vi.runAllTimers();
  expect(log.get()).toMatchObject({ dropped: 10 });
  expect(log.get().lines[0]).toBe('10');
});

it('lets go of everything when it is not wanted any more', () => {
  const { log, sources } = open();
  log[Symbol.dispose]();
  expect(sources[0]?.readyState).toBe(FakeSource.CLOSED);
  expect(vi.getTimerCount()).toBe(0);
});
