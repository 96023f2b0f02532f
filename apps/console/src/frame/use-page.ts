import type { RouteMatch } from '@luban/kernel';
import { useReadable } from '@luban/kernel/react';
import type { ComposedIndex, IndexExtension } from '@luban/manifest';
import { useMemo } from 'react';
import { useLocation } from 'react-router';
import type { Cluster } from '../boot/page-data.ts';
import { useHost } from '../host/console-host.ts';
import { placeOf, type UrlContext, type UrlPlace } from '../navigation/url-context.ts';
import type { Recents } from '../state/recents.ts';

/** What the URL shows now. */
export interface Page {
  index: ComposedIndex;
  pathname: string;
  place: UrlPlace;
  match: RouteMatch | undefined;
  owner: IndexExtension | undefined;
  /** The URL's context; where it names no cluster, the one that was used last. For links out of the current page. */
  linkContext: UrlContext;
}

export function usePage(): Page {
  const { kernel, boot, recents } = useHost();
  const { pathname } = useLocation();
  const index = useReadable(kernel.index);
  return useMemo(() => {
    const place = placeOf(pathname);
    const match = kernel.matchRoute(pathname);
    const home = place.mount === 'root' ? boot.home : undefined;
    const cluster = place.context.cluster ?? home?.cluster ?? lastCluster(recents, boot.clusters);
    return {
      index,
      pathname,
      place,
      match,
      owner: match && kernel.extension(match.route.extension),
      linkContext: { ...home, ...place.context, ...(cluster !== undefined && { cluster }) },
    };
  }, [index, pathname, kernel, boot, recents]);
}

/** The one that was used last, unless the person may not enter it any more; or the first. */
function lastCluster(recents: Recents, clusters: readonly Cluster[]): string | undefined {
  const known = new Set(clusters.map(({ name }) => name));
  const last = recents.list('cluster').find((name) => known.size === 0 || known.has(name));
  return last ?? clusters[0]?.name;
}
