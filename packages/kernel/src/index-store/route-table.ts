import { type IndexRoute, MOUNT_PATHS, ROUTE_MOUNTS, type RouteMount, routePattern } from '@luban/manifest';
import type { RouteMatch } from '../contract.ts';

/** Weights of react-router's ranking, so that its users are not surprised by another order here. */
const SCORE = { static: 10, dynamic: 3, splat: -2, index: 2 };

interface Pattern {
  route: IndexRoute;
  pattern: string;
  segments: string[];
  score: number;
}

/**
 * Finds the route that owns a URL. Routes are filed by mount and first segment, and only the few that share both with the
 * URL are compiled, so that a thousand extensions cost one pass over the list, once and not before it is needed.
 */
export function createRouteTable(routes: readonly IndexRoute[]): (pathname: string) => RouteMatch | undefined {
  const files = new Map<RouteMount, Map<string, IndexRoute[]>>();
  const compiled = new Map<IndexRoute, Pattern>();
  const fileOf = (mount: RouteMount) => {
    let file = files.get(mount);
    if (!file) {
      file = fileRoutes(routes, mount);
      files.set(mount, file);
    }
    return file;
  };
  const compile = (route: IndexRoute) => {
    let pattern = compiled.get(route);
    if (!pattern) {
      pattern = compileRoute(route);
      compiled.set(route, pattern);
    }
    return pattern;
  };

  return (pathname) => {
    const path = segmentsOf(pathname);
    let best: RouteMatch | undefined;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const mount of ROUTE_MOUNTS) {
      const prefix = PREFIXES[mount];
      if (!matches(prefix, path.slice(0, prefix.length))) continue;
      const file = fileOf(mount);
      const next = path[prefix.length];
      const near = next === undefined ? [] : (file.get(next.toLowerCase()) ?? []);
      for (const route of [...near, ...(file.get(ANY) ?? [])]) {
        const pattern = compile(route);
        // The first of equals wins: the index is in its final order.
        if (pattern.score <= bestScore) continue;
        const params = matches(pattern.segments, path);
        if (!params) continue;
        best = { route, pattern: pattern.pattern, params };
        bestScore = pattern.score;
      }
    }
    return best;
  };
}

/** File of the routes whose first segment may be anything or nothing. */
const ANY = ':';

const PREFIXES = Object.fromEntries(ROUTE_MOUNTS.map((mount) => [mount, segmentsOf(MOUNT_PATHS[mount])])) as Record<
  RouteMount,
  string[]
>;

function fileRoutes(routes: readonly IndexRoute[], mount: RouteMount): Map<string, IndexRoute[]> {
  const file = new Map<string, IndexRoute[]>();
  for (const route of routes) {
    if (route.mount !== mount) continue;
    const first = route.path.split('/', 1)[0]!.toLowerCase();
    const key = first === '' || first === '*' || first.startsWith(':') ? ANY : first;
    const list = file.get(key);
    if (list) list.push(route);
    else file.set(key, [route]);
  }
  return file;
}

function compileRoute(route: IndexRoute): Pattern {
  const pattern = routePattern(route);
  const segments = segmentsOf(pattern);
  let score = segments.length;
  for (const segment of segments) {
    if (segment === '*') score += SCORE.splat;
    else if (segment.startsWith(':')) score += SCORE.dynamic;
    else score += SCORE.static;
  }
  if (route.path === '') score += SCORE.index;
  return { route, pattern, segments, score };
}

/** The parameters, or undefined when the path does not match. A last `*` takes the rest, which may be empty. */
function matches(pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [at, segment] of pattern.entries()) {
    if (segment === '*') {
      params['*'] = path.slice(at).map(decode).join('/');
      return params;
    }
    const actual = path[at];
    if (actual === undefined) return undefined;
    if (segment.startsWith(':')) params[segment.slice(1)] = decode(actual);
    else if (segment.toLowerCase() !== actual.toLowerCase()) return undefined;
  }
  return pattern.length === path.length ? params : undefined;
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter(Boolean);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
