import type { HostShare, Kernel } from '@luban/kernel';
import type { QueryClient, QueryClientConfig } from '@tanstack/react-query';
import { type ComponentType, type ReactNode, useState } from 'react';
import { createCacheOwners } from './cache-owners.ts';
import { ownerInStack } from './owner-in-stack.ts';

type ReactQuery = typeof import('@tanstack/react-query');

export interface QueryHostOptions {
  /** Version of @tanstack/react-query in the console's build. */
  version: string;
  config?: QueryClientConfig;
}

export interface QueryHost {
  /** For `shares['@tanstack/react-query']`: fetched with the first extension that needs it. */
  readonly share: HostShare;
  /** Provides the one query client, once it is there. For `KernelProvider`. */
  readonly Scope: ComponentType<{ children: ReactNode }>;
  /** Removes what an extension put into the caches when it ends. */
  attach(kernel: Kernel): Disposable;
}

/** The page's one query client, kept off the first chunk. */
export function createQueryHost({ version, config }: QueryHostOptions): QueryHost {
  let loaded: { module: ReactQuery; client: QueryClient } | undefined;
  const owners = createCacheOwners(ownerInStack);

  async function load(): Promise<ReactQuery> {
    const module = await import('@tanstack/react-query');
    if (!loaded) {
      const client = new module.QueryClient({ defaultOptions: DEFAULTS, ...config });
      client.mount();
      owners.watch(client);
      loaded = { module, client };
    }
    return module;
  }

  function Scope({ children }: { children: ReactNode }) {
    // Decided once per place: to go around the content later would start it anew.
    const [query] = useState(loaded);
    if (!query) return children;
    return <query.module.QueryClientContext value={query.client}>{children}</query.module.QueryClientContext>;
  }

  return {
    share: { version, load },
    Scope,
    attach: (kernel) => kernel.onOwnedResource({ kind: 'query', release: (owner) => owners.release(owner) }),
  };
}

// Nothing polls, and a glance at another tab fetches nothing.
const DEFAULTS: QueryClientConfig['defaultOptions'] = {
  queries: { refetchOnWindowFocus: false, staleTime: 5_000, retry: 1 },
};
