/** A page of an extension, by id rather than by URL: the mount's prefix and the current cluster come with it. */
export interface RouteTarget {
  /** `overview` of the own extension, or `<extension>/<id>`. */
  readonly route: string;
  readonly params: RouteParams;
  readonly search?: string;
  readonly hash?: string;
}

/** Values for the pattern's `:names`, and for its last `*`. Cluster, workspace and project default to the current ones. */
export type RouteParams = Readonly<Record<string, string | number | undefined>>;

export interface RouteTargetOptions {
  /** `?tab=events`, or what makes one. */
  search?: string | URLSearchParams | Record<string, string>;
  /** `#section` */
  hash?: string;
}

/** `routeTo('overview')`, `routeTo('acme-metrics/pod', { pod: 'web-0' })`; for `<Link>` and `useRouteUrl`. */
export function routeTo(
  route: string,
  params: RouteParams = {},
  { search, hash }: RouteTargetOptions = {},
): RouteTarget {
  const query = typeof search === 'string' ? search.replace(/^\?/, '') : new URLSearchParams(search).toString();
  return { route, params, search: query && `?${query}`, hash: hash && `#${hash.replace(/^#/, '')}` };
}
