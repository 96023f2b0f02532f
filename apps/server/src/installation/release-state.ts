import type { ReleaseState, ReleaseTarget, RunOptions } from '../releases/releases.ts';
import type { Engine } from './engine.ts';

const HALF_WAY = new Set<ReleaseState['status']>([
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
  'uninstalling',
  'unknown',
]);

/** State of a release that nobody works on any more: what was broken off half-way is put in order first. */
export async function settledState(
  { releases }: Engine,
  target: ReleaseTarget,
  options: RunOptions,
): Promise<ReleaseState | undefined> {
  const state = await releases.state(target);
  if (state === undefined || !HALF_WAY.has(state.status)) return state;
  options.log(`release ${target.name} is ${state.status}: it is put in order`);
  return releases.recover(target, options);
}

/**
 * Brings a release back to a revision, or out of the world. Can be repeated from wherever it was broken off.
 *
 * @param revision absent: there was none
 */
export async function restoreRelease(
  engine: Engine,
  target: ReleaseTarget,
  revision: number | undefined,
  options: RunOptions,
): Promise<void> {
  const { releases } = engine;
  const state = await releases.recover(target, options);
  if (revision === undefined) {
    if (state !== undefined) await removeRelease(engine, target, options);
    return;
  }
  if (
    state?.status === 'deployed' &&
    (state.revision === revision || state.description === `Rollback to ${revision}`)
  ) {
    return;
  }
  await releases.rollback(target, revision, options);
}

/** Takes a release away, from wherever that was broken off. */
export async function uninstallRelease(
  engine: Engine,
  target: ReleaseTarget,
  options: RunOptions & { force?: boolean },
): Promise<void> {
  const { releases } = engine;
  const state = await releases.state(target);
  if (state === undefined) return;
  // Helm goes on with a removal that was broken off, and with nothing else.
  const isStuck = HALF_WAY.has(state.status) && state.status !== 'uninstalling' && !options.force;
  if (isStuck && (await settledState(engine, target, options)) === undefined) return;
  await releases.uninstall(target, options);
}

/** By its own hooks, or without them when they do not let it go: a release that was never whole may have none that work. */
async function removeRelease({ releases }: Engine, target: ReleaseTarget, options: RunOptions): Promise<void> {
  try {
    await releases.uninstall(target, options);
  } catch (error) {
    if (options.signal.aborted) throw error;
    options.log('It is removed by force.');
    await releases.uninstall(target, { ...options, force: true });
  }
}
