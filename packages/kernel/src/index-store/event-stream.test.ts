import type { ComposedIndex } from '@luban/manifest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestEvents } from '../testing/test-event-source.ts';
import { indexEntry } from '../testing/test-extension.ts';
import { type EventStreamOptions, followIndex } from './event-stream.ts';
import { createIndexStore } from './index-store.ts';

const EMPTY: ComposedIndex = {
  revision: 'r1',
  locale: 'en',
  host: 'build-1',
  extensions: [],
  routes: [],
  menus: [],
  slots: [],
  columns: [],
  tabs: [],
  actions: [],
  commands: [],
  services: [],
  settings: [],
  themes: [],
  quickAccess: [],
  slotDefinitions: [],
  conflicts: [],
  skipped: [],
};

function follow(options: Partial<EventStreamOptions> = {}) {
  const events = createTestEvents();
  const store = createIndexStore(EMPTY, {});
  const lost = vi.fn();
  const hostChanged = vi.fn();
  const unreadable = vi.fn();
  const fetch = vi.fn(async () => new Response('{}', { status: 503 }));
  const stream = followIndex({
    events: '/events',
    indexUrl: '/index',
    store,
    environment: { createEventSource: events.create, fetch },
    lost,
    hostChanged,
    unreadable,
    ...options,
  });
  return { events, store, stream, lost, hostChanged, unreadable, fetch };
}

describe('followIndex', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is off without a URL', () => {
    const { stream, events } = follow({ events: undefined });
    expect(stream.connection.get()).toBe('off');
    expect(events.opened).toEqual([]);
  });

  it('is live after the greeting, and applies deltas', () => {
    const { stream, events, store } = follow();
    expect(stream.connection.get()).toBe('connecting');
    events.hello({ revision: 'r1', host: 'build-1' });
    expect(stream.connection.get()).toBe('live');
    const lists = { extensions: { reset: [indexEntry({ name: 'acme' })] } };
    events.delta({ from: 'r1', to: 'r2', lists, remotes: { 'acme@1.0.0': 'sha384-x' } });
    expect(store.get().revision).toBe('r2');
    expect(store.remotes).toEqual({ 'acme@1.0.0': 'sha384-x' });
    events.delta({ from: 'r2', to: 'r3', lists: { extensions: { reset: [] } } });
    expect(store.remotes).toEqual({});
  });

  it('asks for what it missed by the revision that it has now', () => {
    const { events } = follow();
    events.hello({ revision: 'r1', host: 'build-1' });
    events.delta({ from: 'r1', to: 'r2', lists: {} });
    events.fail();
    vi.advanceTimersByTime(1_000);
    expect(events.opened).toEqual(['/events?revision=r1', '/events?revision=r2']);
  });

  it('waits longer after each failure, up to half a minute', () => {
    const { events } = follow();
    for (let at = 0; at < 12; at += 1) {
      events.fail();
      vi.advanceTimersByTime(30_000);
    }
    expect(events.opened).toHaveLength(13);
    events.fail();
    vi.advanceTimersByTime(29_000);
    expect(events.opened).toHaveLength(13);
  });

  it('tells a person only when the stream stays away, and when it is back', () => {
    const { events, lost, stream } = follow();
    events.hello({ revision: 'r1', host: 'build-1' });
    events.fail();
    vi.advanceTimersByTime(1_500);
    events.hello({ revision: 'r1', host: 'build-1' });
    vi.advanceTimersByTime(60_000);
    expect(lost).not.toHaveBeenCalled();
    events.fail();
    vi.advanceTimersByTime(1_000);
    events.fail();
    vi.advanceTimersByTime(10_000);
    expect(lost).toHaveBeenLastCalledWith(true);
    expect(stream.connection.get()).toBe('lost');
    events.hello({ revision: 'r1', host: 'build-1' });
    expect(lost).toHaveBeenLastCalledWith(false);
    expect(stream.connection.get()).toBe('live');
  });

  it('fetches the whole index when a delta does not fit', async () => {
    const { events, fetch } = follow();
    events.hello({ revision: 'r1', host: 'build-1' });
    events.delta({ from: 'r7', to: 'r8', lists: {} });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('fetches the whole index when nothing comes after a greeting with another revision', () => {
    const { events, fetch } = follow();
    events.hello({ revision: 'r9', host: 'build-1' });
    expect(fetch).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('tells of another build of the console', () => {
    const { events, hostChanged } = follow();
    events.hello({ revision: 'r1', host: 'build-2' });
    expect(hostChanged).toHaveBeenCalledWith('build-2');
  });

  it('reports an index in another wire form, and keeps its own', async () => {
    const { stream, store, unreadable } = follow({
      environment: {
        createEventSource: createTestEvents().create,
        fetch: async () => Response.json({ index: { wire: 99 }, remotes: {} }),
      },
    });
    await stream.refresh();
    expect(unreadable).toHaveBeenCalledTimes(1);
    expect(store.get().revision).toBe('r1');
  });

  it('keeps the index and reports it when a refresh fails', async () => {
    const { stream, store, lost } = follow();
    await stream.refresh();
    expect(lost).toHaveBeenCalledWith(true);
    expect(store.get().revision).toBe('r1');
  });

  it('does nothing more after its end', () => {
    const { events, stream } = follow();
    events.fail();
    stream[Symbol.dispose]();
    vi.advanceTimersByTime(100_000);
    expect(events.opened).toHaveLength(1);
  });
});
