import type { RouteMatch } from '@luban/kernel';
import { useReadable } from '@luban/kernel/react';
import type { ComposedIndex, IndexExtension } from '@luban/manifest';
import { useMemo } from 'react';
import { useLocation } from 'react-router';
import { useHost } from '../host/console-host.ts';
import { placeOf, type UrlContext, type UrlPlace } from '../navigation/url-context.ts';

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
    const cluster = place.context.cluster ?? recents.list('cluster')[0] ?? boot.clusters[0]?.name;
    return {
      index,
      pathname,
      place,
      match,
      owner: match && kernel.extension(match.route.extension),
      linkContext: { ...place.context, ...(cluster !== undefined && { cluster }) },
    };
  }, [index, pathname, kernel, boot, recents]);
}
