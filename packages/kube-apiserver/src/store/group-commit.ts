import { setImmediate } from 'node:timers';
import type { Clock } from '@luban/kube';
import { sizeBound, type WriteRecord } from './disk/record.ts';
import type { Journal } from './journal.ts';
import type { ResourceTable } from './memory/resource-table.ts';
import type { Version } from './memory/version.ts';
import type { StoredObject } from './store.ts';
import { StoreUnavailable } from './store-error.ts';

/** Bytes after which a group is full. */
const GROUP_SIZE = 8 << 20;
/** Milliseconds between attempts to write again. */
const RETRY = 1000;

export interface PendingWrite {
  readonly table: ResourceTable;
  readonly version: Version;
  readonly record: WriteRecord;
  resolve(written: StoredObject): void;
  reject(error: StoreUnavailable): void;
}

export interface GroupCommitOptions {
  journal: Journal;
  clock: Clock;
  /** Makes the writes visible, and resolves them. */
  commit(group: readonly PendingWrite[]): void;
  /** Takes a write back that will not become durable; called for the newest first. */
  takeBack(write: PendingWrite): void;
  onError(error: unknown): void;
  onNotice(message: string): void;
}

/**
 * Makes writes durable in groups: what comes while one group is on its way to the disk forms the next. After a failure
 * everything under way is taken back, and writing is tried again until it works.
 */
export class GroupCommit implements AsyncDisposable {
  readonly #options: GroupCommitOptions;
  #waiting: PendingWrite[] = [];
  #running: Promise<void> | undefined;
  #unavailable: StoreUnavailable | undefined;
  #timer: Disposable | undefined;
  #closed = false;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  /** Why no write can be taken at present. */
  get unavailable(): StoreUnavailable | undefined {
    return this.#unavailable;
  }

  /** Must not be called while unavailable. */
  add(write: PendingWrite): void {
    this.#waiting.push(write);
    this.#running ??= this.#run();
  }

  /** Waits for the writes under way, and takes no more. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#unavailable = new StoreUnavailable('closed', 'The store is closed');
    this.#timer?.[Symbol.dispose]();
    await this.#running;
    await this.#options.journal[Symbol.asyncDispose]();
  }

  async #run(): Promise<void> {
    const { journal, commit } = this.#options;
    for (;;) {
      // The writers of a turn, and those that the former group has set free, come together.
      await turn();
      const group = this.#take();
      if (group.length === 0) break;
      try {
        await journal.append(group.map((write) => write.record));
      } catch (error) {
        await this.#fail(group, error);
        break;
      }
      commit(group);
      await journal.afterGroup();
    }
    this.#running = undefined;
  }

  #take(): PendingWrite[] {
    let size = 0;
    let end = 0;
    for (; end < this.#waiting.length && size < GROUP_SIZE; end++) {
      size += sizeBound((this.#waiting[end] as PendingWrite).record);
    }
    const group = this.#waiting.slice(0, end);
    this.#waiting = this.#waiting.slice(end);
    return group;
  }

  async #fail(group: readonly PendingWrite[], cause: unknown): Promise<void> {
    const { journal, takeBack, onError } = this.#options;
    const lost = [...group, ...this.#waiting];
    this.#waiting = [];
    // Nobody may build on what is taken back.
    if (!this.#closed) this.#unavailable = new StoreUnavailable('write-failed', 'Writing has just failed', cause);
    for (const write of lost.toReversed()) takeBack(write);
    const error = await journal.explain(cause);
    if (!this.#closed) this.#unavailable = error;
    for (const write of lost) write.reject(error);
    onError(error);
    this.#retryLater();
  }

  #retryLater(): void {
    if (this.#closed) return;
    this.#timer = this.#options.clock.after(RETRY, () => {
      this.#running = this.#retry();
    });
  }

  async #retry(): Promise<void> {
    const { journal, onNotice } = this.#options;
    try {
      await journal.repair();
      if (!this.#closed) this.#unavailable = undefined;
      onNotice('The store takes writes again');
    } catch (error) {
      const explained = await journal.explain(error);
      if (!this.#closed) this.#unavailable = explained;
      this.#retryLater();
    }
    this.#running = undefined;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
