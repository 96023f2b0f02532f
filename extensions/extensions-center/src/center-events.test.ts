import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CenterChange } from './center-api.ts';
import { listenToCenter, readChange } from './center-events.ts';
import { keys } from './queries.ts';
import { createRefresher } from './refresher.ts';

class TestSource extends EventTarget {
  readyState = 1;
  closed = false;
  close() {
    this.closed = true;
  }
}

beforeEach(() => {
  vi.stubGlobal('EventSource', { CLOSED: 2 });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function listening() {
  const sources: TestSource[] = [];
  const changes: CenterChange[] = [];
  const timers: (() => void)[] = [];
  const waits: number[] = [];
  const page = Object.assign(new EventTarget(), { hidden: false });
  let returns = 0;
  const stop = listenToCenter({
    createEventSource: () => {
      const source = new TestSource();
      sources.push(source);
      return source as unknown as EventSource;
    },
    document: page as unknown as Document,
    onChange: (change) => changes.push(change),
    onReturn: () => {
      returns += 1;
    },
    setTimeout: (run, milliseconds) => {
      timers.push(run);
      waits.push(milliseconds);
      return timers.length;
    },
    clearTimeout: () => undefined,
  });
  const show = (hidden: boolean) => {
    page.hidden = hidden;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { sources, changes, timers, waits, show, stop, returns: () => returns };
}

const CHANGE = { extensions: ['tide'], catalogue: false, repositories: true };

describe('the stream of changes', () => {
  it('tells what changed, and nothing of what it cannot read', () => {
    const { sources, changes } = listening();
    for (const data of [JSON.stringify(CHANGE), '{', 'null', '7']) {
      sources[0]?.dispatchEvent(new MessageEvent('change', { data }));
    }
    expect(changes).toEqual([CHANGE]);
  });

  it.each(['', '[', '"a"', 'null'])('makes nothing of %j', (data) => expect(readChange(data)).toBeUndefined());

  it('takes names alone for names', () => {
    expect(readChange('{"extensions":["a",1,{"b":2}],"catalogue":"yes","all":true}')).toEqual({
      ...{ extensions: ['a'], catalogue: false, repositories: false, all: true },
    });
  });

  it('says when it is there again, and not at the first time', () => {
    const { sources, returns } = listening();
    sources[0]?.dispatchEvent(new Event('open'));
    expect(returns()).toBe(0);
    sources[0]?.dispatchEvent(new Event('error'));
    sources[0]?.dispatchEvent(new Event('open'));
    expect(returns()).toBe(1);
  });

  it('is opened again, less and less often, when the browser has given up', () => {
    const { sources, timers, waits } = listening();
    for (let count = 0; count < 7; count += 1) {
      const source = sources.at(-1);
      if (source) source.readyState = 2;
      source?.dispatchEvent(new Event('error'));
      timers.at(-1)?.();
    }
    expect(sources).toHaveLength(8);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('is given up by a tab that nobody looks at, and read anew when somebody does', () => {
    const { sources, show, returns } = listening();
    show(true);
    expect(sources[0]?.closed).toBe(true);
    show(false);
    sources[1]?.dispatchEvent(new Event('open'));
    expect([sources.length, returns()]).toEqual([2, 1]);
  });

  it('ends', () => {
    const { sources, show, stop } = listening();
    stop[Symbol.dispose]();
    show(true);
    show(false);
    expect([sources.length, sources[0]?.closed]).toEqual([1, true]);
  });
});

describe('what is read again', () => {
  function refreshing() {
    const read: unknown[] = [];
    const pending: (() => void)[] = [];
    const rests: (() => void)[] = [];
    const refresher = createRefresher({
      client: {
        invalidateQueries: (filters) => {
          read.push(filters?.queryKey);
          return new Promise<void>((resolve) => pending.push(resolve));
        },
      },
      sleep: () => new Promise((resolve) => rests.push(resolve)),
    });
    const settle = async () => {
      for (const resolve of pending.splice(0)) resolve();
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { read, rests, refresher, settle };
  }

  it('is what changed, once a round', async () => {
    const { read, refresher, settle } = refreshing();
    refresher.add(CHANGE);
    refresher.add(CHANGE);
    await settle();
    expect(read).toEqual([
      keys.catalogue,
      keys.repositories,
      keys.installations,
      keys.installation('tide'),
      keys.extension('tide'),
    ]);
  });

  it('waits for the round before, and misses nothing that comes meanwhile', async () => {
    const { read, refresher, settle } = refreshing();
    refresher.add({ extensions: [], catalogue: false, repositories: true });
    await Promise.resolve();
    for (let count = 0; count < 5; count += 1) refresher.add({ extensions: [], catalogue: false, repositories: true });
    await Promise.resolve();
    expect(read).toHaveLength(1);
    await settle();
    expect(read).toHaveLength(2);
    await settle();
    expect(read).toHaveLength(2);
  });

  it('of the catalogue rests between two rounds', async () => {
    const { read, rests, refresher, settle } = refreshing();
    const change = { extensions: [], catalogue: true, repositories: false };
    refresher.add(change);
    await settle();
    await settle();
    refresher.add(change);
    await settle();
    const catalogues = () => read.filter((key) => key === keys.catalogue).length;
    expect(catalogues()).toBe(1);
    rests[0]?.();
    await settle();
    expect(catalogues()).toBe(2);
  });

  it('is everything after a gap', async () => {
    const { read, refresher, settle } = refreshing();
    refresher.add({ extensions: [], catalogue: false, repositories: false, all: true });
    refresher.all();
    await settle();
    expect(read).toEqual([keys.all]);
  });
});
