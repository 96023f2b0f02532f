import type { Mutation, Query, QueryClient } from '@tanstack/react-query';

export interface Owner {
  name: string;
  version: string;
}

export interface CacheOwners {
  watch(client: QueryClient): void;
  /** Removes the entries of one version; answers with one line each. */
  release(owner: Owner): string[];
}

/**
 * Finds out whose code makes an entry of the shared caches: entries are made in the caller's own stack, in a render, an
 * effect or an event handler alike.
 */
export function createCacheOwners(ownerOf: () => Owner | undefined): CacheOwners {
  const queries = new Map<Query, Owner>();
  const mutations = new Map<Mutation, Owner>();
  let client: QueryClient | undefined;

  return {
    watch(watched) {
      client = watched;
      watched.getQueryCache().subscribe(({ type, query }) => {
        if (type === 'removed') queries.delete(query);
        if (type !== 'added') return;
        const owner = ownerOf();
        if (owner) queries.set(query, owner);
      });
      watched.getMutationCache().subscribe(({ type, mutation }) => {
        if (!mutation) return;
        if (type === 'removed') mutations.delete(mutation);
        if (type !== 'added') return;
        const owner = ownerOf();
        if (owner) mutations.set(mutation, owner);
      });
    },

    release(owner) {
      const released: string[] = [];
      for (const query of ownedBy(queries, owner)) {
        // The next version may have found it in the cache and be using it: then it goes on to it.
        if (query.getObserversCount() > 0) {
          continue;
        }
        query.cancel({ silent: true }).catch(() => undefined);
        client?.getQueryCache().remove(query);
        released.push(`query ${query.queryHash}`);
      }
      for (const mutation of ownedBy(mutations, owner)) {
        client?.getMutationCache().remove(mutation);
        released.push(`mutation ${mutation.mutationId}`);
      }
      return released;
    },
  };
}

function ownedBy<T>(owners: Map<T, Owner>, { name, version }: Owner): T[] {
  return [...owners].filter(([, owner]) => owner.name === name && owner.version === version).map(([entry]) => entry);
}
