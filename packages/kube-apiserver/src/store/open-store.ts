import { type Clock, systemClock } from '@luban/kube';
import { lockDirectory } from './disk/directory-lock.ts';
import { DiskJournal } from './disk/disk-journal.ts';
import { type FileOperations, systemFiles } from './disk/file-operations.ts';
import { recover } from './disk/recovery.ts';
import type { Durability } from './disk/write-ahead-log.ts';
import { memoryJournal } from './journal.ts';
import type { Store } from './store.ts';
import { FIRST_REVISION, VersionedStore } from './versioned-store.ts';

export interface StoreOptions {
  /** Where the store lies on the disk; made if need be. Absent: it is kept in memory alone. */
  directory?: string;
  /** Default: the computer's. */
  clock?: Clock;
  /**
   * When a write counts as durable. Default: `always`.
   * - `always`: it is on the disk, and survives a power failure.
   * - `interval`: the operating system has it, and it survives the end of the process; it is on the disk a tenth of a
   *   second later.
   * - `never`: likewise, and it is on the disk when the operating system likes.
   */
  durability?: Durability;
  /** Milliseconds for which earlier revisions can be read. Default: 5 minutes. */
  keepHistoryFor?: number;
  /** How many earlier revisions of each resource can be read at most. Default: 10,000. */
  keepRevisions?: number;
  /** Bytes of log after which a snapshot replaces it; the log may always grow to the size of the last one. Default: 64 MiB. */
  snapshotAfterBytes?: number;
  /**
   * Bytes of JSON whose parsed form may stay in memory, which takes about three times as much. Up to twice as many stay
   * for a while. Default: 64 MiB.
   */
  parsedBytes?: number;
  /** Takes failures that no caller hears of. Default: to the console. */
  onError?: (error: unknown) => void;
  /** Takes sentences for the operator, such as that a torn write was cut off. Default: to the console. */
  onNotice?: (message: string) => void;
  /** Default: the operating system's. */
  files?: FileOperations;
}

/**
 * Opens the store of the API server.
 * @throws StoreLocked when another process has the directory
 * @throws StoreCorrupted when what is on the disk was damaged
 */
export async function openStore(options: StoreOptions = {}): Promise<Store> {
  const { directory, clock = systemClock, durability = 'always', files = systemFiles } = options;
  const onError = options.onError ?? ((error) => console.error('store:', error));
  const onNotice = options.onNotice ?? ((message) => console.warn(`store: ${message}`));
  const store = new VersionedStore({
    clock,
    keepHistoryFor: options.keepHistoryFor ?? 5 * 60_000,
    keepRevisions: options.keepRevisions ?? 10_000,
    parsedBytes: options.parsedBytes ?? 64 << 20,
    onError,
    onNotice,
  });
  if (directory === undefined) {
    store.start(memoryJournal);
    return store;
  }
  await files.makeDirectory(directory);
  const lock = await lockDirectory(directory);
  try {
    const snapshotAfterBytes = options.snapshotAfterBytes ?? 64 << 20;
    const snapshotSource = () => store.snapshotSource();
    const disk = { files, directory, durability, clock, onError, onNotice, snapshotAfterBytes, snapshotSource };
    const log = await recover(disk, store, FIRST_REVISION);
    store.start(new DiskJournal(disk, log, lock));
    return store;
  } catch (error) {
    await lock[Symbol.asyncDispose]();
    throw error;
  }
}
