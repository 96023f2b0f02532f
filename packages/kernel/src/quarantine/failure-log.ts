import type { IndexExtension } from '@luban/manifest';
import type { KernelError } from '../contract.ts';
import { detailOf, problem } from '../core/problems.ts';
import type { KernelCore } from '../engine/kernel-core.ts';
import { countsAsFailure } from './failure-rules.ts';

/** Notes failures of extensions, and quarantines a version that fails too often. */
export interface FailureLog {
  /** Noting the same error twice counts once; with `held` it does not count at all. */
  note(extension: IndexExtension, failure: KernelError, cause: string, held?: boolean): void;
}

export function createFailureLog(
  core: Pick<KernelCore, 'journal' | 'quarantine' | 'problems' | 'notify' | 'barrier' | 'release'>,
): FailureLog {
  const seen = new WeakSet<KernelError>();
  const { journal, quarantine, problems } = core;
  return {
    note: (extension, failure, cause, held = false) => {
      const owner = failure.problem.extension;
      // A dependency's failure is noted where it happened.
      if (seen.has(failure) || (owner !== undefined && owner !== extension.name)) return;
      seen.add(failure);
      const counts = !held && countsAsFailure(failure.problem);
      if (counts && quarantine.failed(extension, failure.problem)) {
        const standing = problem('LB4008', extension, { cause: failure.problem.code });
        journal.move(extension, 'Quarantined', 'failed repeatedly', standing);
        problems.add(standing);
        const release = { label: 'release', run: () => core.release(extension.name) };
        core.notify(standing, { tone: 'warning', actions: [release] });
      } else if (!core.barrier(extension)) journal.move(extension, 'Failed', cause, failure.problem);
      journal.note(extension, { detail: detailOf(failure) });
    },
  };
}
