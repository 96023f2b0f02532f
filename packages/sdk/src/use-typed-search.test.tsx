// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useTypedSearch } from './use-typed-search.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** A field whose value is kept by the test. */
function field(options?: { rest: number }) {
  const told: string[] = [];
  const { result, rerender, unmount } = renderHook(
    ({ value }) => useTypedSearch(value, (text) => told.push(text), options),
    { initialProps: { value: '' } },
  );
  return {
    told,
    unmount,
    text: () => result.current[0],
    type: (text: string) => act(() => result.current[1](text)),
    pass: (milliseconds: number) => act(() => vi.advanceTimersByTime(milliseconds)),
    give: (value: string) => rerender({ value }),
  };
}

describe('useTypedSearch', () => {
  it('follows each key, and tells once when the keys rest', () => {
    const { told, text, type, pass } = field();
    for (const typed of ['p', 'po', 'pod']) {
      type(typed);
      expect(text()).toBe(typed);
      pass(150);
    }
    expect(told).toEqual([]);
    pass(50);
    expect(told).toEqual(['pod']);
    pass(5_000);
    expect(told).toEqual(['pod']);
  });

  it('waits as long as it is told to', () => {
    const { told, type, pass } = field({ rest: 20 });
    type('pod');
    pass(19);
    expect(told).toEqual([]);
    pass(1);
    expect(told).toEqual(['pod']);
  });

  it('is not put off by a page that draws itself anew', () => {
    const { told, type, pass, give } = field();
    type('pod');
    for (let drawn = 0; drawn < 4; drawn += 1) {
      pass(50);
      give('');
    }
    expect(told).toEqual(['pod']);
  });

  it('takes over another value at once, and does not tell it back', () => {
    const { told, text, type, pass, give } = field();
    type('pod');
    pass(200);
    give('pod');
    give('');
    expect(text()).toBe('');
    pass(5_000);
    expect(told).toEqual(['pod']);
  });

  it('leaves what is being typed alone when its own value comes back late', () => {
    const { told, text, type, pass, give } = field();
    type('po');
    pass(200);
    type('pod');
    give('po');
    expect(text()).toBe('pod');
    pass(200);
    expect(told).toEqual(['po', 'pod']);
  });

  it('tells nothing once the field is gone', () => {
    const { told, type, pass, unmount } = field();
    type('pod');
    unmount();
    pass(5_000);
    expect(told).toEqual([]);
  });
});
