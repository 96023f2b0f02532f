/** Order of lists that a strategic merge patch merged. Source: k8s.io/apimachinery/pkg/util/strategicpatch. */
import { isObject, own, sameJson } from '../json/json-value.ts';

/** All of both without repetitions; those of the patch in its order. */
export function mergeScalars(original: readonly unknown[], patch: readonly unknown[]): readonly unknown[] {
  return inOrder([...new Set([...original, ...patch])], patch, original, undefined);
}

/**
 * Items that `order` lists come in its order; the others keep the places that they had in `original` relative to them.
 *
 * @param mergeKey tells items apart; absent: their values do
 */
export function inOrder(
  items: readonly unknown[],
  order: readonly unknown[],
  original: readonly unknown[],
  mergeKey: string | undefined,
): readonly unknown[] {
  const wanted = positions(order, mergeKey);
  const had = positions(original, mergeKey);
  const placed = items.map((item) => {
    const identity = identityOf(item, mergeKey);
    return { item, wanted: wanted.get(identity) ?? -1, had: had.get(identity) ?? -1 };
  });
  const listed = placed.filter((each) => each.wanted >= 0).sort((left, right) => left.wanted - right.wanted);
  const others = placed.filter((each) => each.wanted < 0).sort((left, right) => left.had - right.had);

  const result: unknown[] = [];
  let other = 0;
  for (const each of listed) {
    for (; other < others.length && precedes(others[other]?.had ?? -1, each.had); other++)
      result.push(others[other]?.item);
    result.push(each.item);
  }
  for (; other < others.length; other++) result.push(others[other]?.item);
  return sameJson(result, items) ? items : result;
}

const precedes = (left: number, right: number) => left >= 0 && right >= 0 && left < right;

function positions(list: readonly unknown[], mergeKey: string | undefined): Map<string, number> {
  const result = new Map<string, number>();
  list.forEach((item, index) => {
    const key = identityOf(item, mergeKey);
    if (!result.has(key)) result.set(key, index);
  });
  return result;
}

/** What tells an item from others: its merge key, or else its value. As text, to be looked up. */
export function identityOf(item: unknown, mergeKey: string | undefined): string {
  const key = mergeKey !== undefined && isObject(item) ? own(item, mergeKey) : item;
  return JSON.stringify(key) ?? '';
}
