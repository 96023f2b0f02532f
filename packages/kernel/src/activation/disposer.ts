import type { DeactivationReason } from '../contract.ts';
import { problem } from '../core/problems.ts';
import { ownerOf } from '../core/version-key.ts';
import type { KernelCore } from '../engine/kernel-core.ts';
import type { Loaders } from '../loading/loaders.ts';
import { TimeLimitError, within } from '../loading/time-limit.ts';
import type { ExtensionStorage } from '../storage/extension-storage.ts';
import type { Sweep } from '../sweep/create-sweep.ts';
import type { Activation } from './activation.ts';

/** Ends what an activation started. Nothing here rejects: whatever fails is noted, and the rest goes on. */
export interface Disposer {
  /** The whole way: asks the extension to stop, then releases, and notes what came of it. */
  dispose(activation: Activation, reason: DeactivationReason, cause: string): Promise<void>;
  /** Only releases: for an activation that failed. */
  release(activation: Activation): Promise<{ count: number; swept: string[]; errors: unknown[] }>;
}

interface DisposerOptions {
  core: KernelCore;
  loaders: Loaders;
  storage: ExtensionStorage;
  sweep: Sweep;
  /** Resolves when the page has let go of what it showed of the extension. */
  settled(activation: Activation): Promise<void>;
}

export function createDisposer({ core, loaders, storage, sweep, settled }: DisposerOptions): Disposer {
  const { journal, limits } = core;

  const release = async (activation: Activation) => {
    const { extension, ledger, aborter } = activation;
    aborter.abort(new DOMException(`${activation.key} has ended`, 'AbortError'));
    const { count, errors } = await within(limits.deactivate, ledger.end()).catch((error: unknown) => ({
      count: 0,
      errors: [error],
    }));
    activation.services.clear();
    // To put something into a shared cache is no fault: it counts, and is not reported as left behind.
    let shared = 0;
    for (const resource of core.resources) {
      try {
        shared += resource.release(ownerOf(extension)).length;
      } catch (error) {
        errors.push(error);
      }
    }
    await loaders.drop(extension);
    const forced = sweep.release(ownerOf(extension));
    // What its modules started when they were evaluated starts again only when they are evaluated again.
    if (forced.length > 0) loaders.renew(extension);
    return { count: count + shared, swept: forced, errors };
  };

  return {
    release,
    dispose: async (activation, reason, cause) => {
      const { extension, lifecycle } = activation;
      await settled(activation);
      const failed: unknown[] = [];
      await within(
        limits.deactivate,
        Promise.resolve().then(() => lifecycle.deactivate?.(reason)),
      ).catch((error) => failed.push(error));
      const { count, swept, errors } = await release(activation);
      if (reason === 'disable') storage.park(extension.name);
      if (reason === 'remove') storage.erase(extension.name);
      // Marks that frameworks and bundlers put on the page are not the author's doing; they are removed all the same.
      const faults = swept.filter((line) => !line.startsWith('global: __'));
      const late = failed.some((error) => error instanceof TimeLimitError);
      const left = late
        ? problem('LB4003', extension, { limit: limits.deactivate })
        : faults.length > 0
          ? problem('LB4010', extension, { count: faults.length, what: faults.join(', ') })
          : undefined;
      journal.note(extension, {
        released: { count, swept, errors: [...failed, ...errors].map(String) },
        effects: {},
        mounts: 0,
      });
      journal.move(extension, 'Disposed', cause, left);
    },
  };
}
