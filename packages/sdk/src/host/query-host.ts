import type { HostShare, Kernel, Readable } from '@luban/kernel';
import type { QueryClient, QueryClientConfig } from '@tanstack/react-query';
import { createStore } from 'zustand/vanilla';
import { createCacheOwners } from './cache-owners.ts';
import { ownerInStack } from './owner-in-stack.ts';

export interface QueryHostOptions {
  /** Version of @tanstack/react-query in the console's build. */
  version: string;
  /** Default: nothing is fetched because a window gets the focus; data is fresh for five seconds; one retry. */
  config?: QueryClientConfig;
}

export interface QueryHost {
  /** For `shares['@tanstack/react-query']`: fetched with the first extension that needs it. */
  readonly share: HostShare;
  /** The page's one query client, once it is there. */
  readonly client: Readable<QueryClient | undefined>;
  /** Removes what an extension put into the caches when it ends. */
  attach(kernel: Kernel): Disposable;
}

/** Keeps all of react-query but its React context off the first chunk. */
export function createQueryHost({ version, config }: QueryHostOptions): QueryHost {
  const store = createStore<QueryClient | undefined>(() => undefined);
  const owners = createCacheOwners(ownerInStack);

  async function load(): Promise<object> {
    const module = await import('./react-query.ts');
    if (!store.getState()) {
      const client = new module.QueryClient({ defaultOptions: DEFAULTS, ...config });
      client.mount();
      owners.watch(client);
      store.setState(client, true);
    }
    return module;
  }

  return {
    share: { version, load },
    client: { get: store.getState, subscribe: store.subscribe },
    attach: (kernel) => kernel.onOwnedResource({ kind: 'query', release: (owner) => owners.release(owner) }),
  };
}

const DEFAULTS: QueryClientConfig['defaultOptions'] = {
  queries: { refetchOnWindowFocus: false, staleTime: 5_000, retry: 1 },
};
