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

/** Entries that outlived the version that made them: the next version of the extension uses them now. */
const INHERITED = '';

/**
 * Remembers whose code made each entry of the shared caches. An entry is made in its maker's own stack, be it in a
 * render, an effect or an event handler, so `ownerOf` is asked in that moment.
 */
export function createCacheOwners(ownerOf: () => Owner | undefined): CacheOwners {
  const queries = new Map<Query, Owner>();
  const mutations = new Map<Mutation, Owner>();
  let client: QueryClient | undefined;

  function note<T>(owners: Map<T, Owner>, entry: T, event: string): void {
    if (event === 'removed') owners.delete(entry);
    const owner = event === 'added' ? ownerOf() : undefined;
    if (owner) owners.set(entry, owner);
  }

  function releaseQuery(query: Query, { name }: Owner): string | undefined {
    if (query.getObserversCount() > 0) {
      queries.set(query, { name, version: INHERITED });
      return undefined;
    }
    client?.getQueryCache().remove(query);
    return `query ${query.queryHash}`;
  }

  function releaseMutation(mutation: Mutation): string {
    client?.getMutationCache().remove(mutation);
    // The cache forgets it, but leaves its timer.
    mutation.destroy();
    return `mutation ${mutation.mutationId}`;
  }

  return {
    watch(watched) {
      client = watched;
      watched.getQueryCache().subscribe(({ query, type }) => note(queries, query, type));
      watched.getMutationCache().subscribe(({ mutation, type }) => mutation && note(mutations, mutation, type));
    },
    release(owner) {
      return [
        ...ownedBy(queries, owner).map((query) => releaseQuery(query, owner)),
        ...ownedBy(mutations, owner).map((mutation) => releaseMutation(mutation)),
      ].filter((line) => line !== undefined);
    },
  };
}

function ownedBy<T>(owners: Map<T, Owner>, { name, version }: Owner): T[] {
  return [...owners]
    .filter(([, owner]) => owner.name === name && (owner.version === version || owner.version === INHERITED))
    .map(([entry]) => entry);
}
