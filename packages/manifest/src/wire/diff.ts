import type { ComposedIndex } from '../composed-index.ts';
import { type IndexDelta, LIST_KEYS, type ListDelta, type ListName } from './delta.ts';

/** The smallest change by whole items that leads from `from` to `to`. Applied to `from` it gives an index equal to `to`. */
export function diffIndex(from: ComposedIndex, to: ComposedIndex): IndexDelta {
  const delta: IndexDelta = { from: from.revision, to: to.revision, lists: {} };
  if (from.locale !== to.locale) delta.locale = to.locale;
  if (from.host !== to.host) delta.host = to.host;
  for (const name of Object.keys(LIST_KEYS) as ListName[]) addList(delta, name, from, to);
  return delta;
}

function addList<K extends ListName>(delta: IndexDelta, name: K, from: ComposedIndex, to: ComposedIndex): void {
  type Item = ComposedIndex[K][number];
  const key = LIST_KEYS[name] as (item: Item) => string;
  const change = diffList(from[name] as Item[], to[name] as Item[], key);
  if (change) delta.lists[name] = change as IndexDelta['lists'][K];
}

function diffList<T>(from: T[], to: T[], key: (item: T) => string): ListDelta<T> | undefined {
  const before = new Map(from.map((item, place) => [key(item), { item, place }]));
  const after = new Set(to.map(key));
  if (before.size !== from.length || after.size !== to.length) {
    return equal(from, to) ? undefined : { reset: to };
  }

  const remove = [...before.keys()].filter((name) => !after.has(name));
  const kept = to.filter((item) => before.has(key(item)));
  const standing = longestRise(kept.map((item) => before.get(key(item))!.place));
  const stays = new Set(kept.filter((_, place) => standing.has(place)).map(key));

  const replace: T[] = [];
  const insert: [number, T][] = [];
  to.forEach((item, place) => {
    const name = key(item);
    if (!stays.has(name)) insert.push([place, item]);
    else if (!equal(before.get(name)!.item, item)) replace.push(item);
  });
  if (remove.length === 0 && replace.length === 0 && insert.length === 0) return undefined;
  return {
    ...(remove.length > 0 && { remove }),
    ...(replace.length > 0 && { replace }),
    ...(insert.length > 0 && { insert }),
  };
}

/** Indices of a longest ascending subsequence: the items that need not move. */
function longestRise(values: number[]): Set<number> {
  const tails: number[] = [];
  const previous: number[] = [];
  values.forEach((value, index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[tails[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? tails[low - 1]! : -1;
    tails[low] = index;
  });
  const result = new Set<number>();
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index]!) result.add(index);
  return result;
}

/** Items are plain JSON written by one composer, so equal content means equal text. */
function equal(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
