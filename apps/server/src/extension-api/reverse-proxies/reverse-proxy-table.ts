import { type ApiConflict, byClaim, canServe, conflictOf } from '../conflicts.ts';
import { byAge } from '../extension-object.ts';
import { bySpecificity, describeMatcher, matches, sharesMethod } from './matcher.ts';
import type { ReverseProxy } from './reverse-proxy.ts';

/** Which proxy takes a request. */
export interface ReverseProxyTable {
  /**
   * Exact paths first, then the longest prefix. One that cannot serve is found too: its requests are not for whoever has
   * the shorter prefix.
   */
  find(method: string, path: string): ReverseProxy | undefined;
  readonly conflicts: readonly ApiConflict[];
}

export function reverseProxyTable(proxies: Iterable<ReverseProxy>): ReverseProxyTable {
  const conflicts: ApiConflict[] = [];
  const kept: ReverseProxy[] = [];
  const byPath = Map.groupBy(proxies, ({ matcher }) => `${matcher.path}${matcher.isPrefix ? '*' : ''}`);
  for (const claims of byPath.values()) kept.push(...winnersOf(claims, conflicts));
  kept.sort((a, b) => bySpecificity(a.matcher, b.matcher) || byClaim(a, b));
  conflicts.push(...overlaps(kept));
  return { find: (method, path) => kept.find(({ matcher }) => matches(matcher, method, path)), conflicts };
}

/** Of one path: who came first has it, with the methods that it names. */
function winnersOf(claims: readonly ReverseProxy[], conflicts: ApiConflict[]): ReverseProxy[] {
  const winners: ReverseProxy[] = [];
  for (const claim of claims.toSorted(byClaim)) {
    const rival = canServe(claim) ? winners.find((winner) => canServe(winner) && competes(winner, claim)) : undefined;
    if (rival === undefined) winners.push(claim);
    else conflicts.push(conflictOf('LB5410', describeMatcher(claim.matcher), rival, claim));
  }
  return winners;
}

/** Within one extension a method may go elsewhere than all others; between two it would be taken from somebody. */
function competes(winner: ReverseProxy, claim: ReverseProxy): boolean {
  if (!sharesMethod(winner.matcher, claim.matcher)) return false;
  const sameOwner = winner.owner !== undefined && winner.owner === claim.owner;
  return !sameOwner || winner.matcher.method === claim.matcher.method;
}

/** A narrower path of one extension within a wider one of another. It is served, and should be known of. */
function overlaps(proxies: readonly ReverseProxy[]): ApiConflict[] {
  const serving = proxies.filter(canServe).sort((a, b) => (a.matcher.path < b.matcher.path ? -1 : 1));
  const found: ApiConflict[] = [];
  const wider: ReverseProxy[] = [];
  for (const proxy of serving) {
    // In order of their paths, what contains a path stands before it, and all between is contained as well.
    while (wider.length > 0 && !proxy.matcher.path.startsWith(wider.at(-1)!.matcher.path)) wider.pop();
    const around = wider.findLast(
      (other) =>
        other.matcher.path !== proxy.matcher.path &&
        other.owner !== proxy.owner &&
        sharesMethod(other.matcher, proxy.matcher) &&
        byAge(other, proxy) < 0,
    );
    if (around !== undefined) found.push(conflictOf('LB5412', describeMatcher(proxy.matcher), around, proxy));
    if (proxy.matcher.isPrefix) wider.push(proxy);
  }
  return found;
}
