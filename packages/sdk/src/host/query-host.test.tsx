// @vitest-environment happy-dom

import { ExtensionView } from '@luban/kernel/react';
import { createFakeKernel, type FakeKernel, fakeExtension } from '@luban/kernel/react-testing';
import * as reactQuery from '@tanstack/react-query';
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createQueryHost, type QueryHost } from './query-host.ts';
import { ShellProviders } from './shell-providers.tsx';

interface Bundle {
  Page(): unknown;
  prefetch(client: reactQuery.QueryClient): Promise<unknown>;
  later(client: reactQuery.QueryClient): Promise<unknown>;
  change(client: reactQuery.QueryClient): Promise<unknown>;
  client?: reactQuery.QueryClient;
}

/** Code that stands in stacks under the URL of an extension's file, as after loading. */
function bundle(name: string, version: string): Bundle {
  const source = `
    const bundle = {
      Page() {
        bundle.client = query.useQueryClient();
        const { data } = query.useQuery({ queryKey: ['${name}', 'page'], queryFn: async () => 'data' });
        return data ?? 'loading';
      },
      prefetch: (client) => client.prefetchQuery({ queryKey: ['${name}', 'prefetched'], queryFn: async () => 1 }),
      later: async (client) => {
        await new Promise((resolve) => setTimeout(resolve));
        await client.fetchQuery({ queryKey: ['${name}', 'later'], queryFn: async () => 1 });
      },
      change: (client) => new query.MutationObserver(client, { mutationFn: async () => 1 }).mutate(),
    };
    return bundle;
    //# sourceURL=http://localhost/ext/${name}/${version}/assets/page.js`;
  return new Function('query', source)(reactQuery) as Bundle;
}

let queries: QueryHost;
let kernel: FakeKernel;

beforeEach(async () => {
  queries = createQueryHost({ version: '5.0.0', config: {} });
  kernel = createFakeKernel({ index: { extensions: [fakeExtension('acme')] } });
  await queries.share.load();
});

afterEach(cleanup);

async function show(page: unknown): Promise<void> {
  kernel.mounts.length = 0;
  await act(async () =>
    render(
      <ShellProviders kernel={kernel} queries={queries}>
        <ExtensionView extension="acme" reference="./Page#default" cause="route" />
      </ShellProviders>,
    ),
  );
  await act(async () => kernel.mounts[0]!.ready({ value: page }));
}

const release = (name: string, version = '1.0.0') =>
  [...kernel.resources].flatMap((resource) => resource.release({ name, version }));
const keys = (client: reactQuery.QueryClient) =>
  client
    .getQueryCache()
    .getAll()
    .map((query) => query.queryHash);

describe('the query client', () => {
  it('is one for all extensions', async () => {
    const one = bundle('acme', '1.0.0');
    const other = bundle('other', '1.0.0');
    await show(one.Page);
    await show(other.Page);
    expect(one.client).toBeInstanceOf(reactQuery.QueryClient);
    expect(other.client).toBe(one.client);
  });

  it('is not loaded before an extension needs it, and content without it works', async () => {
    queries = createQueryHost({ version: '5.0.0' });
    await show(() => 'plain');
    expect(document.body.textContent).toContain('plain');
    expect(() => release('acme')).not.toThrow();
  });
});

describe('entries of the query cache', () => {
  it('made while rendering, on the way or after a wait go with the extension whose code made them', async () => {
    const acme = bundle('acme', '1.0.0');
    const other = bundle('other', '1.0.0');
    await show(acme.Page);
    const client = acme.client!;
    await acme.prefetch(client);
    await acme.later(client);
    await other.prefetch(client);
    await client.prefetchQuery({ queryKey: ['shell'], queryFn: async () => 1 });
    cleanup();

    // The views are gone, and with them what they attached.
    const attached = queries.attach(kernel);
    expect(release('acme').sort()).toEqual([
      'query ["acme","later"]',
      'query ["acme","page"]',
      'query ["acme","prefetched"]',
    ]);
    expect(keys(client)).toEqual(['["other","prefetched"]', '["shell"]']);
    attached[Symbol.dispose]();
  });

  it('stay with their own version', async () => {
    const old = bundle('acme', '1.0.0');
    const next = bundle('acme', '2.0.0');
    await show(old.Page);
    await next.prefetch(old.client!);
    cleanup();
    const attached = queries.attach(kernel);
    release('acme', '1.0.0');
    expect(keys(old.client!)).toEqual(['["acme","prefetched"]']);
    attached[Symbol.dispose]();
  });

  it('that the next version goes on using stay, and go with that one', async () => {
    const old = bundle('acme', '1.0.0');
    const next = bundle('acme', '2.0.0');
    await show(old.Page);
    const client = old.client!;
    await act(async () => kernel.mounts[0]!.ready({ value: next.Page, version: '2.0.0' }));
    expect(release('acme', '1.0.0')).toEqual([]);
    expect(document.body.textContent).toContain('data');

    cleanup();
    const attached = queries.attach(kernel);
    expect(release('acme', '2.0.0')).toEqual(['query ["acme","page"]']);
    expect(keys(client)).toEqual([]);
    attached[Symbol.dispose]();
  });

  it('leave no timer behind, mutations included', async () => {
    const acme = bundle('acme', '1.0.0');
    await show(acme.Page);
    const client = acme.client!;
    cleanup();
    vi.useFakeTimers();
    try {
      const before = vi.getTimerCount();
      await acme.prefetch(client);
      await acme.change(client);
      expect(vi.getTimerCount()).toBeGreaterThan(before);
      const attached = queries.attach(kernel);
      release('acme');
      attached[Symbol.dispose]();
      expect(client.getMutationCache().getAll()).toEqual([]);
      expect(vi.getTimerCount()).toBe(before);
    } finally {
      vi.useRealTimers();
    }
  });
});
