// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Time } from './time.tsx';
import { UiProvider } from './ui-provider.tsx';

const now = Date.parse('2026-02-03T12:00:00Z');
beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const time = () => document.querySelector('time')!;

it('is relative in the text, absolute on hover, exact for machines', () => {
  render(<Time value="2026-02-03T11:57:00Z" />);
  expect(time().textContent).toBe('3 minutes ago');
  expect(time().title).toContain('2026');
  expect(time().dateTime).toBe('2026-02-03T11:57:00.000Z');
});

it('follows the clock, and stops its timer with the last one', () => {
  const { unmount } = render(<Time value={now} />);
  expect(time().textContent).toBe('now');
  act(() => vi.advanceTimersByTime(2 * 60_000));
  expect(time().textContent).toBe('2 minutes ago');
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});

it('follows the locale', () => {
  render(
    <UiProvider locale="zh">
      <Time value={now - 3_600_000} />
    </UiProvider>,
  );
  expect(time().textContent).toBe('1小时前');
});

it('shows what is no time as it is', () => {
  render(<Time value="<unknown>" />);
  expect(screen.getByText('<unknown>')).toBeDefined();
});
