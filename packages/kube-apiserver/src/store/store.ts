import type { KubeObject } from '@luban/kube';

/** `pods`, `deployments.apps`: what objects of one kind are kept under, whatever version they are served in. */
export type StorageKey = string;

/** An object as it was written at one revision. It is never changed, and is shared by all who read it. */
export interface StoredObject {
  /** `namespace/name`, or `name` when cluster-scoped. Objects are listed in the order of their keys, by code unit. */
  readonly key: string;
  /** Empty when cluster-scoped. */
  readonly namespace: string;
  readonly name: string;
  /** Of the write that made this state; equals `metadata.resourceVersion`. */
  readonly revision: number;
  /** Parsed at first use. Must not be changed by anybody. */
  readonly object: KubeObject;
  /** Its `metadata.labels`. At hand without the object once they were asked for: lists by label look at every object. */
  readonly labels: Readonly<Record<string, string>>;
  /** The object as JSON in UTF-8; shared, must not be changed. */
  readonly json: Buffer;
}

export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: number;
  /** For DELETED the last state, with the revision of the deletion as its resource version. */
  readonly current: StoredObject;
  /** State before the event. */
  readonly previous?: StoredObject;
}

export interface ListRange {
  /** Absent: all. */
  namespace?: string;
  /** Only keys that sort after this one. */
  after?: string;
  limit?: number;
  /** Reads the state of an earlier revision. Absent: the newest that is durable. */
  revision?: number;
  /** Shows also what is not durable yet: for decisions about writes, such as who gets an address or what a quota has left. */
  newest?: boolean;
}

/** Objects of the newest durable state by a label. */
export interface LabelRange {
  key: string;
  /** Those are wanted that have one of them. */
  values: readonly string[];
  /** Absent: all. */
  namespace?: string;
  /** Beyond that many, in all namespaces together, looking at every object is cheaper. */
  atMost: number;
}

export interface StoredPage {
  items: StoredObject[];
  /** Revision that the page shows. */
  revision: number;
  /** How many keys of the range follow the page. Zero: it is the last. */
  remaining: number;
}

export interface Write {
  resource: StorageKey;
  key: string;
  /** Absent: deletes. The store takes it over, and sets its `metadata.resourceVersion`. */
  object?: KubeObject;
  /**
   * Revision that the newest state must have, 0 for "there is none". Absent: whatever there is.
   */
  expected?: number;
  /** Milliseconds after which the object deletes itself, such as an event. */
  lifetime?: number;
}

/** The newest state is not the expected one. Thrown by `write` at once, before anything changed. */
export class RevisionConflict extends Error {
  override name = 'RevisionConflict';
  /** Absent: there is no such object. */
  readonly newest: StoredObject | undefined;

  constructor(newest: StoredObject | undefined) {
    super(newest === undefined ? 'The object does not exist' : `The object is at revision ${newest.revision}`);
    this.newest = newest;
  }
}

/** The revision asked for was compacted, or (`future`) does not exist yet. */
export class RevisionUnavailable extends Error {
  override name = 'RevisionUnavailable';
  readonly asked: number;
  readonly oldest: number;
  readonly future: boolean;

  constructor(asked: number, oldest: number, future = false) {
    super(`Revision ${asked} is not kept; the oldest is ${oldest}`);
    this.asked = asked;
    this.oldest = oldest;
    this.future = future;
  }
}

/**
 * Versions of objects under one growing revision. A write is checked against the newest state at once, becomes visible
 * to `get`, `list` and subscribers when it is durable, and then resolves.
 */
export interface Store extends AsyncDisposable {
  /** Newest durable revision. */
  readonly revision: number;
  /** Oldest revision that `list` and `subscribe` still know. */
  readonly oldestRevision: number;
  /** Durable state. */
  get(resource: StorageKey, key: string): StoredObject | undefined;
  /** Newest state, durable or not: what a write builds on. */
  newest(resource: StorageKey, key: string): StoredObject | undefined;
  /** Costs O(page). @throws RevisionUnavailable */
  list(resource: StorageKey, range?: ListRange): StoredPage;
  /**
   * In the order of their keys. Costs O(objects found).
   *
   * @returns undefined when the label has no index, or too many objects have one of the values
   */
  labelled(resource: StorageKey, range: LabelRange): StoredObject[] | undefined;
  /** Makes an index for `labelled`, at the cost of a look at every object. Those that nobody uses go again. */
  indexLabel(resource: StorageKey, key: string): void;
  count(resource: StorageKey, namespace?: string): number;
  /** Names of everything that has objects. */
  resources(): StorageKey[];
  /**
   * @returns the written state, or for a deletion the last one with the deletion's revision; resolves when durable
   * @throws ObjectTooLarge beyond 1.5 MiB, as etcd has it
   * @throws RevisionConflict synchronously, so that reading and writing in one turn of the event loop never conflicts
   */
  write(write: Write): Promise<StoredObject>;
  /**
   * Tells every durable event of the resource after the revision: first those that have been, before this returns, then
   * new ones, in order, one call for each group that became durable together.
   *
   * @param after Absent: from now on.
   * @throws RevisionUnavailable
   */
  subscribe(resource: StorageKey, after: number | undefined, tell: (events: readonly StoreEvent[]) => void): Disposable;
  /** Forgets history up to the revision, as the store does by itself in time. */
  compact(revision: number): void;
}

/** Key of an object in its resource. */
export function objectKey(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}
