import type { Identity } from '../identity/identity.ts';

/** One text for all who come to a cluster as the same: what decides is the name and what is said beside it. */
export function identityKey({ name, groups, uid = '', extra = {} }: Identity): string {
  const more = Object.entries(extra).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([name, [...groups].sort(), uid, more]);
}
