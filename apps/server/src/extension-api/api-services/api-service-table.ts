import { type ApiConflict, byClaim, canServe, conflictOf } from '../conflicts.ts';
import type { ApiService } from './api-service.ts';

/** Which backend answers for a group and version. */
export interface ApiServiceTable {
  /** One that cannot serve is found too when there is no other, so that it can be said why. */
  find(group: string, version: string): ApiService | undefined;
  readonly conflicts: readonly ApiConflict[];
}

export function apiServiceTable(services: Iterable<ApiService>): ApiServiceTable {
  const byName = Map.groupBy(services, ({ group, version }) => `${group}/${version}`);
  const conflicts: ApiConflict[] = [];
  for (const [subject, claims] of byName) {
    claims.sort(byClaim);
    const [winner, ...losers] = claims.filter(canServe);
    for (const loser of losers) conflicts.push(conflictOf('LB5409', subject, winner!, loser));
  }
  return { find: (group, version) => byName.get(`${group}/${version}`)?.[0], conflicts };
}
