import { describe, expect, it } from 'vitest';
import { createGlobalNames } from './global-names.ts';

const A = { name: 'a', version: '1.0.0' };
const B = { name: 'b', version: '1.0.0' };

describe('createGlobalNames', () => {
  it('deletes what appeared while the owner was evaluated, and nothing else', async () => {
    const window: Record<string, unknown> = { console: 1 };
    const names = createGlobalNames(window);
    await names.watch(A, async () => {
      window.leak = 1;
    });
    window.later = 1;
    expect(names.release(A)).toEqual(['global: leak']);
    expect(window).toEqual({ console: 1, later: 1 });
    expect(names.release(A)).toEqual([]);
  });

  it('keeps what two may own until both have ended', async () => {
    const window: Record<string, unknown> = {};
    const names = createGlobalNames(window);
    await names.watch(A, () =>
      names.watch(B, async () => {
        window.shared = 1;
      }),
    );
    expect(names.release(A)).toEqual([]);
    expect(names.release(B)).toEqual(['global: shared']);
  });

  it('deletes what appeared when the owner ends while it is still watched', async () => {
    const window: Record<string, unknown> = {};
    const names = createGlobalNames(window);
    const { promise, resolve } = Promise.withResolvers<void>();
    const watched = names.watch(A, () => promise);
    window.leak = 1;
    expect(names.release(A)).toEqual(['global: leak']);
    resolve();
    await watched;
    expect(window).toEqual({});
  });

  it('notes what code leaves that fails', async () => {
    const window: Record<string, unknown> = {};
    const names = createGlobalNames(window);
    const failing = names.watch(A, async () => {
      window.leak = 1;
      throw new Error('boom');
    });
    await expect(failing).rejects.toThrow('boom');
    expect(names.release(A)).toEqual(['global: leak']);
  });

  it('empties what cannot be deleted', async () => {
    const window: Record<string, unknown> = {};
    const names = createGlobalNames(window);
    await names.watch(A, async () => {
      Object.defineProperty(window, 'fixed', { value: 1, writable: true, configurable: false });
    });
    expect(names.release(A)).toEqual(['global: fixed (emptied)']);
    expect(window.fixed).toBeUndefined();
  });
});
