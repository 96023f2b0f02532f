import type { Clock } from '@luban/kube';
import type { WriteRecord } from './disk/record.ts';
import type { RecoverySink } from './disk/recovery.ts';
import type { SnapshotSource } from './disk/snapshot.ts';
import { GroupCommit, type PendingWrite } from './group-commit.ts';
import type { Journal } from './journal.ts';
import type { CommittedEvent } from './memory/event-log.ts';
import { HistoryAge } from './memory/history-age.ts';
import { Lifetimes } from './memory/lifetimes.ts';
import { ParsedObjects } from './memory/parsed-objects.ts';
import { ResourceTable } from './memory/resource-table.ts';
import { Subscribers } from './memory/subscribers.ts';
import { encodeObject, Version, type VersionChain } from './memory/version.ts';
import {
  type LabelRange,
  type ListRange,
  RevisionConflict,
  RevisionUnavailable,
  type StorageKey,
  type Store,
  type StoredObject,
  type StoredPage,
  type StoreEvent,
  type Write,
} from './store.ts';
import { ObjectTooLarge, StoreUnavailable } from './store-error.ts';

/** Of a store in which nothing was written. Not 0, which means "any" to Kubernetes' clients. */
export const FIRST_REVISION = 1;
/** Objects that a snapshot takes from the index at once. */
const SNAPSHOT_PAGE = 256;

export interface VersionedStoreOptions {
  clock: Clock;
  /** Milliseconds. */
  keepHistoryFor: number;
  /** Per resource. */
  keepRevisions: number;
  /** Bytes of JSON whose parsed form may stay in memory, twice. */
  parsedBytes: number;
  onError(error: unknown): void;
  onNotice(message: string): void;
}

/**
 * The store in memory. It is filled by a recovery, if there is one, and takes writes after `start`. What is not durable
 * yet is the newest in its chain, and readers pass over it as they look for a version at the durable revision.
 */
export class VersionedStore implements Store, RecoverySink {
  readonly #options: VersionedStoreOptions;
  readonly #tables = new Map<StorageKey, ResourceTable>();
  readonly #memory: ParsedObjects;
  readonly #subscribers: Subscribers;
  readonly #age: HistoryAge;
  readonly #lifetimes: Lifetimes;
  #commits: GroupCommit | undefined;
  /** Newest revision that was given to a write. Never given twice, even if the write was taken back. */
  #newest = FIRST_REVISION;
  #durable = FIRST_REVISION;
  #floor = FIRST_REVISION;
  /** Revision that a snapshot under way shows, whose versions stay although nobody may ask for them. */
  #pinned = Number.POSITIVE_INFINITY;

  constructor(options: VersionedStoreOptions) {
    const { clock, keepHistoryFor, parsedBytes, onError } = options;
    this.#options = options;
    this.#memory = new ParsedObjects(parsedBytes);
    this.#subscribers = new Subscribers(onError);
    this.#age = new HistoryAge(clock, keepHistoryFor, (revision) => this.compact(revision));
    this.#lifetimes = new Lifetimes(clock, (resource, chain) => this.#expire(resource, chain));
  }

  /** Begins to take writes. */
  start(journal: Journal): void {
    const { clock, onError, onNotice } = this.#options;
    this.#commits = new GroupCommit({
      journal,
      clock,
      commit: (group) => this.#commit(group),
      takeBack: (write) => this.#takeBack(write),
      onError,
      onNotice,
    });
    this.#age.start();
    this.#lifetimes.start();
  }

  get revision(): number {
    return this.#durable;
  }

  /** Every resource knows this revision and later ones; those that change little know earlier ones too. */
  get oldestRevision(): number {
    let oldest = this.#floor;
    for (const table of this.#tables.values()) oldest = Math.max(oldest, table.floor);
    return oldest;
  }

  get(resource: StorageKey, key: string): StoredObject | undefined {
    const version = this.#tables.get(resource)?.chain(key)?.at(this.#durable);
    return version?.deletion ? undefined : version;
  }

  newest(resource: StorageKey, key: string): StoredObject | undefined {
    const version = this.#tables.get(resource)?.chain(key)?.newest;
    return version?.deletion ? undefined : version;
  }

  list(resource: StorageKey, range: ListRange = {}): StoredPage {
    const revision = range.newest ? this.#newest : (range.revision ?? this.#durable);
    const table = this.#tables.get(resource);
    if (!range.newest) this.#assertKnown(table, revision);
    return { ...(table?.list(range, revision) ?? { items: [], remaining: 0 }), revision };
  }

  labelled(resource: StorageKey, range: LabelRange): StoredObject[] | undefined {
    return this.#tables.get(resource)?.labelled(range, this.#durable);
  }

  indexLabel(resource: StorageKey, key: string): void {
    this.#tables.get(resource)?.indexLabel(key, this.#durable);
  }

  count(resource: StorageKey, namespace?: string): number {
    return this.#tables.get(resource)?.count(namespace) ?? 0;
  }

  resources(): StorageKey[] {
    return [...this.#tables.values()].filter((table) => table.count() > 0).map((table) => table.resource);
  }

  write(write: Write): Promise<StoredObject> {
    const commits = this.#commits;
    const unavailable =
      commits === undefined ? new StoreUnavailable('closed', 'The store has not started yet') : commits.unavailable;
    if (commits === undefined || unavailable !== undefined) return Promise.reject(unavailable);
    const { resource, key, object, expected, lifetime } = write;
    const newest = this.newest(resource, key);
    const unexpected = expected !== undefined && expected !== (newest?.revision ?? 0);
    if (unexpected || (object === undefined && newest === undefined)) throw new RevisionConflict(newest);
    const revision = this.#newest + 1;
    let json: Buffer | undefined;
    if (object !== undefined) {
      if (!key.isWellFormed() || !resource.isWellFormed()) throw new TypeError('Keys must be well-formed strings');
      object.metadata.resourceVersion = String(revision);
      json = encodeObject(object);
      if (isTooLarge(json)) throw new ObjectTooLarge();
    }
    const expiry = lifetime === undefined || object === undefined ? 0 : this.#options.clock.now() + lifetime;
    const record: WriteRecord = { resource, key, revision, expiry, json };
    const table = this.#tableOf(resource);
    const version = this.#push(table, record, object);
    this.#newest = revision;
    return new Promise((resolve, reject) => commits.add({ table, version, record, resolve, reject }));
  }

  subscribe(
    resource: StorageKey,
    after: number | undefined,
    tell: (events: readonly StoreEvent[]) => void,
  ): Disposable {
    const table = this.#tables.get(resource);
    if (after !== undefined) this.#assertKnown(table, after);
    const earlier = after === undefined ? [] : (table?.events.after(after) ?? []);
    return this.#subscribers.add(resource, this.#durable, earlier, tell);
  }

  compact(revision: number): void {
    this.#floor = Math.max(this.#floor, Math.min(revision, this.#durable));
    for (const table of this.#tables.values()) {
      table.floor = Math.max(table.floor, this.#floor);
      table.trim(Math.min(this.#floor, this.#pinned), 0);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#lifetimes[Symbol.dispose]();
    await this.#commits?.[Symbol.asyncDispose]();
    this.#age[Symbol.dispose]();
    this.#subscribers.clear();
  }

  /** Everything as of now, taken page by page while the store goes on. */
  snapshotSource(): SnapshotSource & Disposable {
    const revision = this.#durable;
    this.#pinned = revision;
    const release = () => {
      this.#pinned = Number.POSITIVE_INFINITY;
      for (const table of this.#tables.values()) {
        table.trim(this.#floor, 0);
        table.trim(this.#durable, this.#options.keepRevisions);
      }
    };
    const objects = recordsAt([...this.#tables.values()], revision);
    return { revision, time: this.#options.clock.now(), objects, [Symbol.dispose]: release };
  }

  begin(revision: number, time: number): void {
    this.#newest = revision;
    this.#durable = revision;
    this.#floor = revision;
    this.#age.note(revision, time);
  }

  restore(record: WriteRecord): void {
    const table = this.#tableOf(record.resource);
    table.restore(this.#push(table, record));
  }

  replay(records: readonly WriteRecord[], time: number): void {
    for (const record of records) {
      this.#newest = record.revision;
      this.#durable = record.revision;
      const table = this.#tableOf(record.resource);
      if (record.json === undefined && this.newest(record.resource, record.key) === undefined) continue;
      table.commit(this.#push(table, record));
      table.trim(record.revision, this.#options.keepRevisions);
    }
    if (records.length > 0) this.#age.note(this.#durable, time);
  }

  /** Makes the newest version of its chain. */
  #push(table: ResourceTable, { key, revision, expiry, json }: WriteRecord, object?: Write['object']): Version {
    const chain = table.chainForWriting(key);
    const version = new Version({ chain, revision, expiry, json, object }, this.#memory);
    chain.newest = version;
    if (expiry > 0) this.#lifetimes.watch(table.resource, chain, expiry);
    return version;
  }

  #commit(group: readonly PendingWrite[]): void {
    this.#durable = group.at(-1)?.version.revision ?? this.#durable;
    const events = new Map<ResourceTable, CommittedEvent[]>();
    for (const { table, version } of group) {
      const event = table.commit(version);
      const others = events.get(table);
      if (others === undefined) events.set(table, [event]);
      else others.push(event);
    }
    this.#age.note(this.#durable, this.#options.clock.now());
    for (const table of events.keys()) table.trim(Math.min(this.#durable, this.#pinned), this.#options.keepRevisions);
    for (const [table, happened] of events) this.#subscribers.publish(table.resource, happened);
    for (const { version, resolve } of group) resolve(version);
  }

  #takeBack({ table, version }: PendingWrite): void {
    table.takeBack(version);
    // Its queue may have been passed over while the newer version had no end.
    const newest = version.chain.newest;
    if (newest !== undefined && newest.expiry > 0) this.#lifetimes.watch(table.resource, newest.chain, newest.expiry);
  }

  #expire(resource: StorageKey, chain: VersionChain): Promise<unknown> {
    return this.write({ resource, key: chain.key, expected: chain.newest?.revision });
  }

  #tableOf(resource: StorageKey): ResourceTable {
    const known = this.#tables.get(resource);
    if (known !== undefined) return known;
    const table = new ResourceTable(resource, this.#floor);
    this.#tables.set(resource, table);
    return table;
  }

  #assertKnown(table: ResourceTable | undefined, revision: number): void {
    const oldest = table?.floor ?? this.#floor;
    if (revision < oldest) throw new RevisionUnavailable(revision, oldest);
    if (revision > this.#durable) throw new RevisionUnavailable(revision, oldest, true);
  }
}

/** Bytes: the limit of etcd, which clients know. */
const LARGEST_OBJECT = 1.5 * 2 ** 20;
const BACKSLASH = 0x5c;

/** What JSON adds to quote text does not count: etcd has other ways to keep it. */
function isTooLarge(json: Buffer): boolean {
  if (json.length <= LARGEST_OBJECT) return false;
  let size = json.length;
  for (const byte of json) if (byte === BACKSLASH) size--;
  return size > LARGEST_OBJECT;
}

function* recordsAt(tables: readonly ResourceTable[], revision: number): Generator<WriteRecord> {
  for (const table of tables) {
    let after: string | undefined;
    for (;;) {
      const page: Version[] = table.page({ after }, revision, SNAPSHOT_PAGE);
      for (const { key, json, revision, expiry } of page)
        yield { resource: table.resource, key, revision, expiry, json };
      after = page.at(-1)?.key;
      if (page.length < SNAPSHOT_PAGE) break;
    }
  }
}
