import type { ComposedIndex } from '../composed-index.ts';
import { type IndexDelta, LIST_KEYS, type ListDelta, type ListName } from './delta.ts';

/**
 * The index after a change, or undefined when the delta starts from another revision than this index has: then the whole
 * index must be fetched. Lists and items that did not change stay the same objects.
 */
export function applyIndexDelta(delta: IndexDelta, index: ComposedIndex): ComposedIndex | undefined {
  if (delta.from !== index.revision) return undefined;
  const result: ComposedIndex = {
    ...index,
    revision: delta.to,
    locale: delta.locale ?? index.locale,
    host: delta.host ?? index.host,
  };
  for (const name of Object.keys(LIST_KEYS) as ListName[]) {
    const change = delta.lists[name];
    if (change) setList(result, name, change);
  }
  return result;
}

function setList<K extends ListName>(index: ComposedIndex, name: K, change: NonNullable<IndexDelta['lists'][K]>): void {
  type Item = ComposedIndex[K][number];
  const list = index[name] as Item[];
  const key = LIST_KEYS[name] as (item: Item) => string;
  index[name] = applyList(list, change as ListDelta<Item>, key) as ComposedIndex[K];
}

function applyList<T>(list: T[], change: ListDelta<T>, key: (item: T) => string): T[] {
  if (change.reset) return change.reset;
  const gone = new Set(change.remove);
  for (const [, item] of change.insert ?? []) gone.add(key(item));
  const replaced = new Map((change.replace ?? []).map((item) => [key(item), item]));
  const rest = list.filter((item) => !gone.has(key(item))).map((item) => replaced.get(key(item)) ?? item);

  const result: T[] = [];
  let next = 0;
  for (const [place, item] of change.insert ?? []) {
    while (result.length < place && next < rest.length) result.push(rest[next++]!);
    result.push(item);
  }
  return result.concat(rest.slice(next));
}
