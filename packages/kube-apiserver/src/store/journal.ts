import type { WriteRecord } from './disk/record.ts';
import { StoreUnavailable } from './store-error.ts';

/** Where writes go to become durable. Its methods are called one after the other, never two at a time. */
export interface Journal extends AsyncDisposable {
  /**
   * Resolves when the writes are durable. After a rejection none of them may be there, and `repair` must succeed before
   * the next call.
   */
  append(records: WriteRecord[]): Promise<void>;
  /** Does what is to be done between two groups of writes. Never rejects. */
  afterGroup(): Promise<void>;
  repair(): Promise<void>;
  /** Why a write failed, for people. Never rejects. */
  explain(error: unknown): Promise<StoreUnavailable>;
}

/** Keeps nothing: for a store that lives as long as its process. */
export const memoryJournal: Journal = {
  async append() {},
  async afterGroup() {},
  async repair() {},
  explain: async (error) => new StoreUnavailable('write-failed', 'Writing failed', error),
  async [Symbol.asyncDispose]() {},
};
