import { join } from 'node:path';
import type { Clock } from '@luban/kube';
import type { FileOperations, StoreFile } from './file-operations.ts';
import { logName } from './layout.ts';
import { FrameEncoder, type WriteRecord } from './record.ts';

/** When writes count as durable; see StoreOptions. */
export type Durability = 'always' | 'interval' | 'never';

/** Milliseconds between syncs with `interval`. */
const SYNC_INTERVAL = 100;

export interface LogOptions {
  files: FileOperations;
  directory: string;
  durability: Durability;
  clock: Clock;
  /** Takes failures that no write can be told of. */
  onError: (error: unknown) => void;
}

/**
 * The log file that writes are appended to, a frame for each group of them. Only one of `append`, `repair` and `rotate`
 * may run at a time.
 */
export class WriteAheadLog implements AsyncDisposable {
  readonly #options: LogOptions;
  readonly #encoder = new FrameEncoder();
  #file: StoreFile;
  /** Revision that the present file's writes follow. */
  #base: number;
  /** End of the last whole frame. */
  #length: number;
  /** Bytes known to be on the disk. */
  #synced: number;
  #timer: Disposable | undefined;
  #syncing: Promise<void> | undefined;

  /** @param length Of the file, all of which must be on the disk. */
  constructor(options: LogOptions, file: StoreFile, base: number, length: number) {
    this.#options = options;
    this.#base = base;
    this.#file = file;
    this.#length = length;
    this.#synced = length;
  }

  get path(): string {
    return this.#file.path;
  }

  /** Bytes of the present file. */
  get length(): number {
    return this.#length;
  }

  /** Begins a log file for the writes after the revision. */
  static async create(options: LogOptions, base: number): Promise<WriteAheadLog> {
    const { file, length } = await createLogFile(options, base);
    return new WriteAheadLog(options, file, base, length);
  }

  /**
   * Resolves when the writes are as durable as was asked for. After a rejection none of them may be there, and `repair`
   * must succeed before the next call.
   */
  async append(records: WriteRecord[]): Promise<void> {
    const { durability, clock } = this.#options;
    const frame = this.#encoder.encode({ kind: 'group', time: clock.now(), synced: this.#synced, records });
    const end = this.#length + frame.length;
    await this.#file.write(frame, this.#length);
    if (durability === 'always') await this.#file.sync();
    this.#length = end;
    if (durability === 'always') this.#synced = end;
    if (durability === 'interval') this.#timer ??= clock.after(SYNC_INTERVAL, () => this.#syncLater());
  }

  /** Cuts off what a failed `append` left. */
  async cut(): Promise<void> {
    await this.#file.truncate(this.#length);
  }

  /** Makes the log fit for writing after a failure, and proves it with an empty group. */
  async repair(): Promise<void> {
    await this.cut();
    await this.#sync();
    await this.append([]);
    await this.#sync();
  }

  /** Goes on in a new file, unless the present one is that. When it fails, the present one goes on to be used. */
  async rotate(base: number): Promise<void> {
    if (base === this.#base) return;
    await this.#sync();
    const { file, length } = await createLogFile(this.#options, base);
    const former = this.#file;
    await this.#syncing?.catch(() => {});
    this.#file = file;
    this.#base = base;
    this.#length = length;
    this.#synced = length;
    await former.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    await this.#syncing?.catch(() => {});
    try {
      await this.#sync();
    } finally {
      await this.#file.close();
    }
  }

  async #sync(): Promise<void> {
    const length = this.#length;
    if (this.#synced === length) return;
    await this.#file.sync();
    this.#synced = Math.max(this.#synced, length);
  }

  #syncLater(): void {
    this.#timer = undefined;
    this.#syncing = this.#sync()
      .catch(this.#options.onError)
      .finally(() => {
        this.#syncing = undefined;
      });
  }
}

async function createLogFile(
  { files, directory }: LogOptions,
  base: number,
): Promise<{ file: StoreFile; length: number }> {
  const file = await files.open(join(directory, logName(base)), 'create');
  try {
    const frame = new FrameEncoder().encode({ kind: 'log', base });
    await file.write(frame, 0);
    await file.sync();
    await files.syncDirectory(directory);
    return { file, length: frame.length };
  } catch (error) {
    await file.close().catch(() => {});
    // Left behind, it would stand after writes that follow in the present file.
    await files.remove(file.path).catch(() => {});
    throw error;
  }
}
