import type { LabelRange, ListRange, StorageKey, StoredObject } from '../store.ts';
import { type CommittedEvent, EventLog } from './event-log.ts';
import { KeyIndex } from './key-index.ts';
import { LabelIndex } from './label-index.ts';
import { type Version, VersionChain } from './version.ts';

/** The objects of one resource: an index of chains of versions, and the events that made them. */
export class ResourceTable {
  readonly resource: StorageKey;
  /** Oldest revision that may be asked for. */
  floor: number;
  readonly events = new EventLog();
  readonly #chains = new KeyIndex<VersionChain>((chain) => chain.live);
  readonly #labels = new LabelIndex();
  /** Newest revision whose event was dropped. */
  #trimmed = 0;

  constructor(resource: StorageKey, floor: number) {
    this.resource = resource;
    this.floor = floor;
  }

  chain(key: string): VersionChain | undefined {
    return this.#chains.get(key);
  }

  chainForWriting(key: string): VersionChain {
    const known = this.#chains.get(key);
    if (known !== undefined) return known;
    const chain = new VersionChain(key);
    this.#chains.insert(key, chain);
    return chain;
  }

  count(namespace?: string): number {
    const { from, before } = boundsOf({ namespace });
    return this.#chains.count(from, before);
  }

  /**
   * @param at Revision to show.
   * @param limit Absent or 0: all.
   */
  list(range: ListRange, at: number): { items: StoredObject[]; remaining: number } {
    const limit = range.limit || Number.POSITIVE_INFINITY;
    const items = this.page(range, at, limit);
    const last = items.length < limit ? undefined : items.at(-1);
    if (last === undefined) return { items, remaining: 0 };
    const { from, before } = boundsOf({ namespace: range.namespace, after: last.key });
    return { items, remaining: this.#countAt(from, before, at) };
  }

  /** The first objects of the range as of the revision. */
  page(range: ListRange, at: number, limit: number): Version[] {
    const items: Version[] = [];
    const { from, before } = boundsOf(range);
    this.#chains.scan(from, before, (chain) => {
      const version = chain.at(at);
      if (version === undefined || version.deletion) return true;
      items.push(version);
      return items.length < limit;
    });
    return items;
  }

  /** @param at the durable revision, whose state the index has */
  indexLabel(key: string, at: number): void {
    if (!this.#labels.has(key)) this.#labels.build(key, this.page({}, at, Number.POSITIVE_INFINITY));
  }

  /** @param at the durable revision, whose state the index has */
  labelled({ key, values, namespace, atMost }: LabelRange, at: number): StoredObject[] | undefined {
    return this.#labels.find(key, values, atMost)?.flatMap((chain) => {
      const version = namespace && chain.namespace !== namespace ? undefined : chain.at(at);
      return version === undefined ? [] : [version];
    });
  }

  /** Makes a version durable. Those of one chain become so in order. */
  commit(version: Version): CommittedEvent {
    const { chain, older } = version;
    const previous = older === undefined || older.deletion ? undefined : older;
    const live = !version.deletion;
    if (live !== chain.live) {
      this.#chains.recount(chain.key, live ? 1 : -1);
      chain.live = live;
    }
    const type = version.deletion ? 'DELETED' : previous === undefined ? 'ADDED' : 'MODIFIED';
    const event: CommittedEvent = { type, revision: version.revision, current: version, previous };
    this.events.push(event);
    this.#labels.replace(previous, version);
    return event;
  }

  /** Puts in an object of a snapshot, which has no history. */
  restore(version: Version): void {
    version.chain.live = true;
    this.#chains.recount(version.key, 1);
  }

  /** Takes back the newest version of its chain, which did not become durable. */
  takeBack(version: Version): void {
    const { chain } = version;
    chain.newest = version.older;
    if (chain.newest === undefined || (chain.newest.deletion && chain.newest.revision <= this.#trimmed)) {
      this.#chains.delete(chain.key);
    }
  }

  /** Drops the oldest events up to the revision, or until so many are left, and the versions they alone needed. */
  trim(through: number, keep: number): void {
    for (;;) {
      const event = this.events.first();
      if (event === undefined || event.revision > through || this.events.length <= keep) return;
      this.events.shift();
      const version = event.current;
      version.older = undefined;
      event.previous?.forgetParsed();
      this.#trimmed = version.revision;
      this.floor = Math.max(this.floor, version.revision);
      if (version.deletion) version.forgetParsed();
      if (version.deletion && version.chain.newest === version) this.#chains.delete(version.key);
    }
  }

  /** How many objects of the range there were at the revision: those of now, less what has happened since. */
  #countAt(from: string, before: string | undefined, at: number): number {
    let count = this.#chains.count(from, before);
    for (const { type, current } of this.events.after(at)) {
      if (type === 'MODIFIED' || current.key < from || (before !== undefined && current.key >= before)) continue;
      count += type === 'ADDED' ? -1 : 1;
    }
    return count;
  }
}

/** First key of the range, and the first after it. */
function boundsOf({ namespace, after }: ListRange): { from: string; before: string | undefined } {
  const start = after === undefined ? '' : successor(after);
  if (!namespace) return { from: start, before: undefined };
  // "0" follows "/" in the order of code units.
  const first = `${namespace}/`;
  return { from: start > first ? start : first, before: `${namespace}0` };
}

/** The next string in the order of code units. */
function successor(key: string): string {
  return `${key}\u0000`;
}
