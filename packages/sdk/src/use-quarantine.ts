import { useKernel, useReadable } from '@luban/kernel/react';
import type { Problem } from '@luban/manifest';

/** A version of an extension that failed repeatedly in this browser and is not loaded in it any more. */
export interface Quarantined {
  readonly extension: string;
  readonly version: string;
  /** Milliseconds of the epoch. */
  readonly at: number;
  readonly problem: Problem;
}

export interface Quarantine {
  readonly entries: readonly Quarantined[];
  /** Lets an extension try again. */
  release(extension: string): void;
}

/** What this browser does not load any more, kept up to date, and how to let it try again. */
export function useQuarantine(): Quarantine {
  const kernel = useKernel();
  // The list changes with the problems: each entry stands among them.
  useReadable(kernel.problems);
  return { entries: kernel.quarantined(), release: (extension) => kernel.release(extension) };
}
