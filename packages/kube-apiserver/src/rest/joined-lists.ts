import type { StoredObject } from '../store/store.ts';

/** Lists of at most `LONG_LIST` bytes each that stay in memory. */
const KEPT = 4;

interface JoinedList {
  head: string;
  items: readonly StoredObject[];
  joined: Buffer;
}

let kept: JoinedList[] = [];

/**
 * The same list once for all who ask for it while nothing changes: consoles that poll, and informers that all start anew
 * after an interruption. A megabyte for each answer would keep the collector of garbage busier than the network.
 *
 * @param head tells lists of different kinds and revisions apart
 */
export function joinedList(head: string, items: readonly StoredObject[], join: () => Buffer): Buffer {
  const known = kept.find((list) => list.head === head && isSame(list.items, items));
  if (known !== undefined) return known.joined;
  const joined = join();
  kept = [{ head, items, joined }, ...kept.slice(0, KEPT - 1)];
  return joined;
}

function isSame(a: readonly StoredObject[], b: readonly StoredObject[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
