import { describe, expect, it } from 'vitest';
import type { EventStreamSource } from '../contract.ts';
import { type SharingTools, shareEventSource } from './shared-event-source.ts';

describe('tabs of one browser', () => {
  it('share one stream, and all get its events', async () => {
    const browser = createBrowser();
    const [first, second] = [browser.tab(), browser.tab()];
    await settle();
    expect(browser.opened()).toBe(1);
    browser.send('hello', { revision: 'a', host: 'h' });
    browser.send('delta', { from: 'a', to: 'b' });
    await settle();
    expect(first.seen).toEqual(['hello a', 'delta b']);
    expect(second.seen).toEqual(['hello a', 'delta b']);
  });

  it('greet a later tab with what the server is at by now', async () => {
    const browser = createBrowser();
    browser.tab();
    await settle();
    browser.send('hello', { revision: 'a', host: 'h' });
    browser.send('delta', { from: 'a', to: 'b' });
    const late = browser.tab();
    await settle();
    expect(late.seen).toEqual(['hello b']);
  });

  it('open a stream again when the tab that held it closes', async () => {
    const browser = createBrowser();
    const [first, second] = [browser.tab(), browser.tab()];
    await settle();
    first.source.close();
    await settle();
    expect(browser.opened()).toBe(2);
    browser.send('hello', { revision: 'a', host: 'h' });
    await settle();
    expect(second.seen).toEqual(['hello a']);
    expect(first.seen).toEqual([]);
  });

  it('all learn that the line broke', async () => {
    const browser = createBrowser();
    const [first, second] = [browser.tab(), browser.tab()];
    await settle();
    browser.fail();
    await settle();
    expect([first.seen, second.seen]).toEqual([['error'], ['error']]);
  });

  it('never open a stream for a tab that closed while it waited', async () => {
    const browser = createBrowser();
    const [first, second] = [browser.tab(), browser.tab()];
    await settle();
    second.source.close();
    await settle();
    first.source.close();
    await settle();
    expect(browser.opened()).toBe(1);
  });
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A browser with a lock that one tab holds at a time, and channels of Node's own. */
function createBrowser() {
  const queue: (() => void)[] = [];
  const streams: EventTarget[] = [];
  const name = `test-${crypto.randomUUID()}`;
  let held = false;
  const next = () => {
    held = false;
    queue.shift()?.();
  };
  const request = (_name: string, { signal }: LockOptions, work: () => Promise<void>) =>
    new Promise<void>((resolve, reject) => {
      const begin = () => {
        held = true;
        void work().then(next).then(resolve);
      };
      signal?.addEventListener('abort', () => {
        const at = queue.indexOf(begin);
        if (at >= 0) queue.splice(at, 1);
        reject(new Error('aborted'));
      });
      if (held) queue.push(begin);
      else begin();
    });
  const tools: SharingTools = {
    locks: { request } as unknown as LockManager,
    createChannel: (channel) => new BroadcastChannel(name + channel),
    createEventSource: () => {
      const stream = new EventTarget();
      streams.push(stream);
      return Object.assign(stream, { close: () => {} }) satisfies EventStreamSource;
    },
  };
  return {
    opened: () => streams.length,
    send: (type: string, data: object) =>
      streams.at(-1)?.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) })),
    fail: () => streams.at(-1)?.dispatchEvent(new Event('error')),
    tab: () => {
      const seen: string[] = [];
      const source = shareEventSource('/events', tools);
      for (const type of ['hello', 'delta']) {
        source.addEventListener(type, (event) => {
          const { revision, to } = JSON.parse((event as MessageEvent<string>).data) as Record<string, string>;
          seen.push(`${type} ${revision ?? to}`);
        });
      }
      source.addEventListener('error', () => seen.push('error'));
      return { seen, source };
    },
  };
}
