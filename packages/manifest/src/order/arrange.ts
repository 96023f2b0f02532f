import { type AnchorLookup, anchorLookup, byOwnerAndId, compareText, nameOf, type Placeable } from './anchors.ts';
import { topologicalOrder } from './sort.ts';

export interface Arranged<T> {
  /** The items in display order, with the group that each is shown in. */
  items: { item: T; group: string | undefined }[];
  /** Orders that contradict each other: names `<extension>.<id>`, or names of groups, first and last equal. */
  cycles: { names: string[]; extension: string; id: string }[];
}

/**
 * Display order of the items of one place. Items without a group come first, groups follow by name. An item that names
 * no group stands in the group of its anchor. An anchor in another group moves the whole group, because the items of a
 * group stay together. What is left is decided by extension and id. The result does not depend on the order of `items`.
 */
export function arrange<T extends Placeable>(items: readonly T[]): Arranged<T> {
  const sorted = [...items].sort(byOwnerAndId);
  const find = anchorLookup(sorted);
  const groups = assignGroups(sorted, find);
  const cycles: Arranged<T>['cycles'] = [];

  const between: [string, string][] = [];
  const within = new Map<string, [T, T][]>();
  for (const [earlier, later] of edgesOf(sorted, find)) {
    const [from, to] = [groups.get(earlier)!, groups.get(later)!];
    if (from !== to) between.push([from, to]);
    else append(within, from, [earlier, later]);
  }

  const members = new Map<string, T[]>();
  for (const item of sorted) append(members, groups.get(item)!, item);
  const groupOrder = topologicalOrder([...members.keys()].sort(compareText), between);
  for (const { cycle } of groupOrder.broken) {
    const { extension, id } = members.get(cycle[0]!)![0]!;
    cycles.push({ names: cycle, extension, id });
  }

  const result: Arranged<T>['items'] = [];
  for (const group of groupOrder.order) {
    const { order, broken } = topologicalOrder(members.get(group)!, within.get(group) ?? []);
    for (const item of order) result.push({ item, group: group === '' ? undefined : group });
    for (const { cycle } of broken) {
      const [{ extension, id }] = cycle as [T];
      cycles.push({ names: cycle.map(nameOf), extension, id });
    }
  }
  return { items: result, cycles };
}

function* edgesOf<T extends Placeable>(items: T[], find: AnchorLookup<T>): Generator<[T, T]> {
  for (const item of items) {
    const after = find(item.order?.after, item);
    const before = find(item.order?.before, item);
    if (after) yield [after, item];
    if (before) yield [item, before];
  }
}

/** `''` stands for "no group". */
function assignGroups<T extends Placeable>(items: T[], find: AnchorLookup<T>): Map<T, string> {
  const groups = new Map<T, string>();
  for (const start of items) {
    const path: T[] = [];
    const onPath = new Set<T>();
    let item: T | undefined = start;
    while (item && !groups.has(item) && !onPath.has(item) && item.order?.group === undefined) {
      path.push(item);
      onPath.add(item);
      item = find(item.order?.after, item) ?? find(item.order?.before, item);
    }
    const group = (item && (groups.get(item) ?? item.order?.group)) ?? '';
    if (item && !onPath.has(item)) groups.set(item, group);
    for (const passed of path) groups.set(passed, group);
  }
  return groups;
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
