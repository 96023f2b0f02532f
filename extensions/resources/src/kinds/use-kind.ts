import { useExtension, useT } from '@luban/sdk';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { discoverKinds } from './discovery.ts';
import { commonKindOf, type Kind, type KindRef, sameKind } from './kind.ts';

/** A kind with what a page about it needs. */
export interface KnownKind extends Kind {
  /** For people, in the plural where there is one. */
  readonly title: string;
  /** It has a line in the menu. */
  readonly common: boolean;
}

/** What a cluster serves. Asked once in five minutes, and shared by all pages. */
export function useKinds(cluster: string, enabled = true): UseQueryResult<Kind[]> {
  const { fetch } = useExtension();
  return useQuery({
    queryKey: ['resources', 'kinds', cluster],
    queryFn: () => discoverKinds(fetch, cluster),
    staleTime: 5 * 60_000,
    retry: 1,
    enabled,
  });
}

export type KindAnswer =
  | { status: 'ready'; kind: KnownKind }
  | { status: 'loading' }
  /** The cluster does not serve it. */
  | { status: 'absent' }
  | { status: 'problem'; error: Error };

/** The kind of a URL. Common ones are known; the others are asked for. */
export function useKind(cluster: string, ref: KindRef): KindAnswer {
  const t = useT();
  const common = commonKindOf(ref);
  const kinds = useKinds(cluster, common === undefined);
  const { group, version, resource } = ref;
  return useMemo(() => {
    if (common !== undefined) {
      const { kind, namespaced } = common;
      const title = t(`kind.${common.resource}`);
      const known = { group, version, resource, kind, namespaced, verbs: VERBS, shortNames: [], categories: [] };
      return { status: 'ready', kind: { ...known, title, common: true } };
    }
    if (kinds.data !== undefined) {
      const found = kinds.data.find((kind) => sameKind(kind, { group, version, resource }));
      // Another version than the preferred one is the same objects in another form.
      if (found !== undefined)
        return { status: 'ready', kind: { ...found, version, title: found.kind, common: false } };
      return { status: 'absent' };
    }
    return kinds.error ? { status: 'problem', error: kinds.error } : { status: 'loading' };
  }, [common, group, version, resource, kinds.data, kinds.error, t]);
}

const VERBS = ['delete', 'get', 'list', 'watch'];
