// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dismissToast, toast, toasts } from './toast.ts';
import { Toaster } from './toaster.tsx';
import { UiProvider } from './ui-provider.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  act(() => dismissToast());
  cleanup();
  vi.useRealTimers();
});

const shown = () => screen.queryByRole('region', { name: 'Notifications' });
const say = (options: Parameters<typeof toast>[0]) => act(() => void toast(options));

describe('the live region', () => {
  it('is there before the first toast, and speaks when the reader pauses', async () => {
    render(<UiProvider>page</UiProvider>);
    const region = screen.getByRole('status');
    expect(region.getAttribute('aria-live')).toBe('polite');
    expect(region.textContent).toBe('');
    say({ title: 'Enabled', description: 'acme 2.0.0', tone: 'ok' });
    expect(region.textContent).toBe('Enabled. acme 2.0.0');
  });

  it('does not repeat an older toast when the newest goes', () => {
    render(<UiProvider>page</UiProvider>);
    say({ title: 'First' });
    say({ id: 'second', title: 'Second' });
    act(() => dismissToast('second'));
    expect(screen.getByRole('status').textContent).toBe('');
    expect(toasts.items().map((item) => item.title)).toEqual(['First']);
  });

  it('speaks of errors at once', () => {
    render(<UiProvider>page</UiProvider>);
    say({ title: 'Upgrade failed', tone: 'danger' });
    expect(screen.getByRole('alert').textContent).toBe('Upgrade failed');
    expect(screen.getByRole('status').textContent).toBe('');
  });
});

describe('the cards', () => {
  it('appear below a provider without anything else being mounted', async () => {
    vi.useRealTimers();
    render(<UiProvider>page</UiProvider>);
    say({ title: 'Enabled', timeout: 0 });
    expect(within(await screen.findByRole('region', { name: 'Notifications' })).getByText('Enabled')).toBeDefined();
  });

  it('leave after their time, which stands still under the pointer', () => {
    render(<Toaster />);
    say({ title: 'Saved' });
    const card = screen.getByText('Saved').closest('li')!;
    act(() => vi.advanceTimersByTime(4_000));
    fireEvent.pointerEnter(card);
    act(() => vi.advanceTimersByTime(60_000));
    expect(screen.getByText('Saved')).toBeDefined();
    fireEvent.pointerLeave(card);
    act(() => vi.advanceTimersByTime(5_000));
    expect(shown()).toBeNull();
  });

  it('stay when they tell of an error', () => {
    render(<Toaster />);
    say({ title: 'Broken', tone: 'danger' });
    act(() => vi.advanceTimersByTime(600_000));
    expect(screen.getByText('Broken')).toBeDefined();
  });

  it('count what is said again', () => {
    render(<Toaster />);
    for (let times = 0; times < 3; times += 1) say({ title: 'Stream lost', tone: 'warning', timeout: 0 });
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
    expect(screen.getByText('3×')).toBeDefined();
  });

  it('are replaced by the same id', () => {
    render(<Toaster />);
    say({ id: 'drain', title: 'Draining', tone: 'progress' });
    say({ id: 'drain', title: 'Drained', tone: 'ok' });
    expect(screen.queryByText('Draining')).toBeNull();
    expect(screen.getByText('Drained')).toBeDefined();
  });

  it('run their action, then go', () => {
    const onClick = vi.fn();
    render(<Toaster />);
    say({ title: 'Removed', action: { label: 'Undo', onClick } });
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(onClick).toHaveBeenCalledOnce();
    expect(toasts.items()).toEqual([]);
  });

  it('are shown once, however many toasters are mounted', () => {
    render(
      <>
        <Toaster />
        <Toaster />
      </>,
    );
    say({ title: 'Saved' });
    expect(screen.getAllByText('Saved')).toHaveLength(1);
  });
});
