import type { Activation } from '../activation/activation.ts';
import type { KernelLimits } from '../contract.ts';
import { within } from '../loading/time-limit.ts';
import type { MountPoint } from '../mounts/mount-point.ts';
import type { Stage } from '../mounts/stage.ts';

interface HandStateOptions {
  stage: Pick<Stage, 'activationOf'>;
  limits: Pick<KernelLimits, 'activate' | 'deactivate'>;
  /** The old version failed to save: it ends without. */
  failed(error: unknown): void;
}

/**
 * Takes the state that the versions behind these mounts save, and gives it to the next one. Rejects when that one cannot
 * take it: then it is not fit to follow.
 */
export async function handState(
  mounts: readonly MountPoint[],
  next: Activation,
  options: HandStateOptions,
): Promise<void> {
  const { stage, limits, failed } = options;
  const olds = new Set(mounts.map((mount) => stage.activationOf(mount)).filter((each) => each !== undefined));
  for (const old of olds) {
    const { saveState } = old.lifecycle;
    if (!saveState || next.restored.has(old.key)) continue;
    next.restored.add(old.key);
    const state = await within(
      limits.deactivate,
      Promise.resolve().then(() => saveState.call(old.lifecycle)),
    ).catch((error: unknown) => {
      failed(error);
      return undefined;
    });
    // A copy: the new version must not hold on to objects of the old one.
    if (state !== undefined)
      await within(
        limits.activate,
        Promise.resolve(next.lifecycle.restoreState?.(structuredClone(state), old.extension.version)),
      );
  }
}
