import type { Order } from '../extension-manifest.ts';
import { compareText } from '../order/anchors.ts';
import { arrange } from '../order/arrange.ts';
import { type Composition, skip } from './composition.ts';

/** An item of the index that still carries its place. */
export interface Draft<T> {
  extension: string;
  id: string;
  order?: Order;
  item: T;
}

/** Display order of items, place by place. `setGroup` is told in which group each item ended up. */
export function orderDrafts<T>(
  composition: Composition,
  kind: string,
  drafts: readonly Draft<T>[],
  placeOf: (item: T) => string,
  setGroup?: (item: T, group: string) => void,
): T[] {
  const places = new Map<string, Draft<T>[]>();
  for (const draft of drafts) {
    const place = placeOf(draft.item);
    const list = places.get(place);
    if (list) list.push(draft);
    else places.set(place, [draft]);
  }
  const result: T[] = [];
  for (const place of [...places.keys()].sort(compareText)) {
    const { items, cycles } = arrange(places.get(place)!);
    for (const { item, group } of items) {
      if (group !== undefined) setGroup?.(item.item, group);
      result.push(item.item);
    }
    for (const { names, extension, id } of cycles) {
      skip(composition, composition.entries.get(extension)!, `${kind}/${id}`, 'LB2015', { cycle: names.join(' → ') });
    }
  }
  return result;
}
