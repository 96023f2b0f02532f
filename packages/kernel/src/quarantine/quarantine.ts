import type { Problem } from '@luban/manifest';
import type { KernelLimits } from '../contract.ts';
import { keyOf, type VersionIdentity as Owner } from '../core/version-key.ts';
import type { QuarantineEntry, RecordStore } from '../record/kernel-record.ts';

/** Versions that failed too often to be tried again unasked. Kept in this browser, released by hand. */
export interface Quarantine {
  list(): readonly QuarantineEntry[];
  find(owner: Owner): QuarantineEntry | undefined;
  /** Counts a failure; true when the version is quarantined by it. */
  failed(owner: Owner, cause: Problem): boolean;
  /** Quarantines without counting. */
  put(owner: Owner, cause: Problem): void;
  release(extension: string): void;
}

export function createQuarantine(
  record: RecordStore,
  limits: Pick<KernelLimits, 'failures' | 'failureWindow'>,
  now: () => number,
): Quarantine {
  const list = () => record.read().quarantined;
  const put = (owner: Owner, problem: Problem) =>
    record.change((all) => {
      const others = all.quarantined.filter((entry) => keyOf(nameOf(entry)) !== keyOf(owner));
      all.quarantined = [...others, entryOf(owner, now(), problem)];
      delete all.failures[keyOf(owner)];
    });
  return {
    list,
    find: (owner) => list().find((entry) => keyOf(nameOf(entry)) === keyOf(owner)),
    failed: (owner, cause) => {
      const at = now();
      const earlier = record.read().failures[keyOf(owner)] ?? [];
      const recent = [...earlier.filter((time) => at - time < limits.failureWindow), at];
      if (recent.length >= limits.failures) {
        put(owner, cause);
        return true;
      }
      record.change((all) => {
        forgetOld(all.failures, at - limits.failureWindow);
        all.failures[keyOf(owner)] = recent;
      });
      return false;
    },
    put,
    release: (extension) =>
      record.change((all) => {
        all.quarantined = all.quarantined.filter((entry) => entry.extension !== extension);
        for (const key of Object.keys(all.failures)) if (key.startsWith(`${extension}@`)) delete all.failures[key];
      }),
  };
}

function nameOf({ extension, version, base }: QuarantineEntry): Owner {
  return { name: extension, version, ...(base !== undefined && { base }) };
}

function entryOf({ name, version, base }: Owner, at: number, problem: Problem): QuarantineEntry {
  return { extension: name, version, ...(base !== undefined && { base }), at, problem };
}

function forgetOld(failures: Record<string, number[]>, since: number): void {
  for (const [key, times] of Object.entries(failures)) {
    if (times.every((time) => time < since)) delete failures[key];
  }
}
