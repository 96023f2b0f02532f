import type { RepositoryObject } from './objects.ts';
import { specDigest, syncSettings, syncToken } from './repository-spec.ts';
import type { RepositoryState } from './repository-state.ts';

/** Milliseconds until a failed sync is tried again; twice as long each time, and never longer than the interval. */
const FIRST_RETRY = 30_000;

/**
 * Milliseconds until a repository has to be synced; 0: now. What the object says is compared with what was synced, and a
 * time of the past with the interval alone: a clock that was ahead when the last sync ended does not put off the next.
 *
 * @param jitter share of the pause that is added
 */
export function untilNextSync(
  repository: RepositoryObject,
  state: RepositoryState,
  { now, jitter }: { now: number; jitter: number },
): number {
  const isNew = state.spec !== specDigest(repository) || state.token !== syncToken(repository);
  if (isNew || state.outcome === 'syncing' || state.endedAt === undefined) return 0;
  const { interval } = syncSettings(repository);
  const retry = FIRST_RETRY * 2 ** Math.min(20, Math.max(0, state.failures - 1));
  const pause = (state.outcome === 'failed' ? Math.min(interval, retry) : interval) * (1 + jitter);
  return Math.max(0, Math.min(pause, state.endedAt + pause - now));
}
