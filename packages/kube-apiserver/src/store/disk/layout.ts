/** Names in the store's directory. Numbers are revisions with leading zeros, so that names sort like them. */

/** The log of the writes after a revision. */
export function logName(base: number): string {
  return `log-${padded(base)}`;
}

/** Everything as of a revision. */
export function snapshotName(revision: number): string {
  return `snapshot-${padded(revision)}`;
}

/** A snapshot that is still being written. */
export const UNFINISHED = '.unfinished';

export interface StoreFileNames {
  /** Ascending. */
  logs: number[];
  /** Ascending. */
  snapshots: number[];
  /** Left by a process that ended too early. */
  unfinished: string[];
}

export function sortNames(names: readonly string[]): StoreFileNames {
  const revisions = (pattern: RegExp) =>
    names
      .flatMap((name) => pattern.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  return {
    logs: revisions(/^log-(\d{16})$/),
    snapshots: revisions(/^snapshot-(\d{16})$/),
    unfinished: names.filter((name) => name.startsWith('snapshot-') && name.endsWith(UNFINISHED)),
  };
}

function padded(revision: number): string {
  return String(revision).padStart(16, '0');
}
