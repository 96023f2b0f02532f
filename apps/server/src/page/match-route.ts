import { type IndexRoute, routePattern } from '@luban/manifest';

/** The route that a path belongs to: of several patterns that match, the most specific. */
export function matchRoute(routes: readonly IndexRoute[], pathname: string): IndexRoute | undefined {
  const parts = split(pathname);
  let best: { route: IndexRoute; rank: string } | undefined;
  for (const route of routes) {
    const rank = rankOf(split(routePattern(route)), parts);
    if (rank !== undefined && (best === undefined || rank > best.rank)) best = { route, rank };
  }
  return best?.route;
}

/** One digit for each part: 2 literal, 1 parameter; undefined: no match. Compared as text, the greater is more specific. */
function rankOf(pattern: string[], parts: string[]): string | undefined {
  let rank = '';
  for (const [i, part] of pattern.entries()) {
    if (part === '*') return rank;
    const given = parts[i];
    if (given === undefined) return undefined;
    if (part.startsWith(':')) rank += '1';
    else if (part.toLowerCase() === given.toLowerCase()) rank += '2';
    else return undefined;
  }
  // A pattern without `*` fits the whole path, and so better than one that only fits its beginning.
  return parts.length === pattern.length ? `${rank}3` : undefined;
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
