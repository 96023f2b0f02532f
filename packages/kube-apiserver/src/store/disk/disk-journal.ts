import type { Journal } from '../journal.ts';
import { StoreUnavailable } from '../store-error.ts';
import type { WriteRecord } from './record.ts';
import { type RecoveryOptions, removeCovered } from './recovery.ts';
import { type SnapshotSource, writeSnapshot } from './snapshot.ts';
import type { WriteAheadLog } from './write-ahead-log.ts';

export interface DiskJournalOptions extends RecoveryOptions {
  /** Bytes of log after which a snapshot is taken. The log may always grow to the size of the last snapshot. */
  snapshotAfterBytes: number;
  /** Everything as of the newest durable revision, which stays readable until disposed. */
  snapshotSource(): SnapshotSource & Disposable;
}

/** Appends writes to a log, and replaces the log by a snapshot when it has become long. */
export class DiskJournal implements Journal {
  readonly #options: DiskJournalOptions;
  readonly #log: WriteAheadLog;
  readonly #lock: AsyncDisposable;
  readonly #ending = new AbortController();
  #snapshotAt: number;
  #snapshotting: Promise<void> | undefined;

  /** @param log Is closed with the journal, as is the lock. */
  constructor(options: DiskJournalOptions, log: WriteAheadLog, lock: AsyncDisposable) {
    this.#options = options;
    this.#log = log;
    this.#lock = lock;
    this.#snapshotAt = options.snapshotAfterBytes;
  }

  async append(records: WriteRecord[]): Promise<void> {
    try {
      await this.#log.append(records);
    } catch (error) {
      // If it doesn't succeed now, `repair` tries again.
      await this.#log.cut().catch(() => {});
      throw error;
    }
  }

  async afterGroup(): Promise<void> {
    if (this.#log.length < this.#snapshotAt || this.#snapshotting !== undefined) return;
    const { snapshotAfterBytes, snapshotSource, onError } = this.#options;
    const source = snapshotSource();
    try {
      await this.#log.rotate(source.revision);
    } catch (error) {
      source[Symbol.dispose]();
      this.#snapshotAt = this.#log.length + snapshotAfterBytes;
      onError(new Error(`No new log could be begun; the present one (${this.#log.path}) grows on`, { cause: error }));
      return;
    }
    this.#snapshotting = this.#snapshot(source).finally(() => {
      this.#snapshotting = undefined;
    });
  }

  repair(): Promise<void> {
    return this.#log.repair();
  }

  async explain(error: unknown): Promise<StoreUnavailable> {
    const { files, directory } = this.#options;
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') {
      const text = `Writing to ${this.#log.path} failed (${message}); writing is tried again every second`;
      return new StoreUnavailable('write-failed', text, error);
    }
    const free = await files.freeBytes(directory).catch(() => undefined);
    const space = free === undefined ? 'unknown' : `${(free / 2 ** 20).toFixed(1)} MiB`;
    const text = `The disk is full: free space in ${directory}: ${space}; writing is tried again every second`;
    return new StoreUnavailable('disk-full', text, error);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    try {
      await this.#snapshotting;
      await this.#log[Symbol.asyncDispose]();
    } finally {
      await this.#lock[Symbol.asyncDispose]();
    }
  }

  async #snapshot(source: SnapshotSource & Disposable): Promise<void> {
    const { files, directory, snapshotAfterBytes, onError } = this.#options;
    this.#snapshotAt = Math.max(this.#snapshotAt, snapshotAfterBytes);
    try {
      const bytes = await writeSnapshot(files, directory, source, this.#ending.signal);
      this.#snapshotAt = Math.max(bytes, snapshotAfterBytes);
      await removeCovered(this.#options, source.revision);
    } catch (error) {
      if (this.#ending.signal.aborted) return;
      onError(new Error(`No snapshot could be written to ${directory}; the logs grow on`, { cause: error }));
    } finally {
      source[Symbol.dispose]();
    }
  }
}
