import type { ListRange, StorageKey, Store, StoreEvent } from '../store.ts';
import { sampleValue } from './sample-objects.ts';

/** `a/1=x@5` of every object made by `sampleObject`, in order. */
export function contents(store: Store, resource: StorageKey, range?: ListRange): string {
  const { items } = store.list(resource, range);
  return items.map(({ key, object, revision }) => `${key}=${sampleValue(object)}@${revision}`).join(' ');
}

/** Keeps what a list and the events after it say, as clients do. */
export class Replica implements Disposable {
  readonly resource: StorageKey;
  readonly #objects = new Map<string, string>();
  readonly #subscription: Disposable;
  /** Of the last event. */
  revision: number;
  /** What was told wrongly, such as a deletion of what is not there. */
  readonly complaints: string[] = [];

  /** @param at Revision to begin with. Absent: the newest. */
  constructor(store: Store, resource: StorageKey, at?: number) {
    this.resource = resource;
    const { items, revision } = store.list(resource, { revision: at });
    for (const { key, json } of items) this.#objects.set(key, json.toString());
    this.revision = revision;
    this.#subscription = store.subscribe(resource, revision, (events) => {
      for (const event of events) this.#take(event);
    });
  }

  /** Keys and JSON of the objects, in order. */
  get objects(): [string, string][] {
    return [...this.#objects].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }

  #take({ type, revision, current, previous }: StoreEvent): void {
    const known = this.#objects.get(current.key);
    const right =
      revision > this.revision &&
      revision === current.revision &&
      current.object.metadata.resourceVersion === String(revision) &&
      (type === 'ADDED') === (known === undefined) &&
      previous?.json.toString() === known;
    if (!right) this.complaints.push(`${type} ${current.key}@${revision} after ${this.revision}`);
    this.revision = revision;
    if (type === 'DELETED') this.#objects.delete(current.key);
    else this.#objects.set(current.key, current.json.toString());
  }
}
