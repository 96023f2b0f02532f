import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostShare } from '../contract.ts';
import { createFederation, type Federation } from './federation.ts';

type Entry = { lib(): unknown; loaded?: boolean };
type Scope = Record<string, Record<string, Entry>>;

const REACT = { useState: () => 1 };
const load = vi.fn(async () => REACT);
const shares: Record<string, HostShare> = {
  react: { version: '19.3.1', load },
  zustand: { version: '5.1.0', load: () => ({}) },
};

/** A container that keeps what it was given. */
function remote() {
  const seen: { scope?: Scope; options?: { shareScopeMap?: Record<string, Scope> } } = {};
  return {
    seen,
    container: {
      init: (scope: unknown, _: unknown, options: unknown) => {
        seen.scope = scope as Scope;
        seen.options = options as typeof seen.options;
      },
      get: async (expose: string) => () => ({ expose }),
    },
  };
}
const entryOf = (name: string) => ({ name, entry: `http://c.io/${name}/entry.js` });

describe('createFederation', () => {
  let federation: Federation;
  beforeEach(() => {
    load.mockClear();
    federation = createFederation(shares);
  });

  it('loads exactly the shares that are asked for, once', async () => {
    expect(load).not.toHaveBeenCalled();
    await Promise.all([federation.prepare(['react']), federation.prepare(['react', 'unknown'])]);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('asks for a share again after it failed', async () => {
    load.mockRejectedValueOnce(new Error('offline'));
    await expect(federation.prepare(['react'])).rejects.toThrow('offline');
    await federation.prepare(['react']);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('offers them synchronously, in the run time’s own shape', async () => {
    await federation.prepare(['react', 'zustand']);
    const { container, seen } = remote();
    const connected = await federation.connect(entryOf('acme@1.0.0'), container, ['react']);
    expect(Object.keys(seen.scope!)).toEqual(['react']);
    expect(seen.scope!.react!['19.3.1']!.lib()).toBe(REACT);
    expect(seen.options?.shareScopeMap?.default).toBe(seen.scope);
    expect(await connected.get('./pages/Overview')).toEqual({ expose: './pages/Overview' });
  });

  it('lets no remote put another version beside the host’s, nor show its own to others', async () => {
    await federation.prepare(['react']);
    const first = remote();
    await federation.connect(entryOf('first@1.0.0'), first.container, ['react']);
    first.seen.scope!.react!['99.0.0'] = { lib: () => ({}) };
    first.seen.scope!.lodash = { '4.0.0': { lib: () => ({}) } };
    expect(Object.keys(first.seen.scope!.react!)).toEqual(['19.3.1']);
    const second = remote();
    await federation.connect(entryOf('second@1.0.0'), second.container, ['react']);
    expect(Object.keys(second.seen.scope!)).toEqual(['react']);
    expect(Object.keys(second.seen.scope!.react!)).toEqual(['19.3.1']);
  });

  it('passes on the very error that init threw', async () => {
    const error = new Error('boom');
    const container = { ...remote().container, init: () => Promise.reject(error) };
    await expect(federation.connect(entryOf('bad@1.0.0'), container, [])).rejects.toBe(error);
  });

  it('connects a version anew after it was forgotten, and drops its run time from the page’s list', async () => {
    const registry = (globalThis as unknown as { __FEDERATION__: { __INSTANCES__: unknown[] } }).__FEDERATION__;
    const before = registry.__INSTANCES__.length;
    const { container, seen } = remote();
    await federation.connect(entryOf('acme@1.0.0'), container, []);
    registry.__INSTANCES__.push({ shareScopeMap: { default: seen.scope } });
    federation.forget('acme@1.0.0');
    expect(registry.__INSTANCES__).toHaveLength(before);
    const again = remote();
    await federation.connect(entryOf('acme@1.0.0'), again.container, []);
    expect(again.seen.scope).toBeDefined();
  });
});
