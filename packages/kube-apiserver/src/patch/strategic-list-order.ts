/** Order of lists that a strategic merge patch merged. Source: k8s.io/apimachinery/pkg/util/strategicpatch. */
import { isObject, own, sameJson } from './json-value.ts';

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
  const position = (item: unknown, list: ReadonlyMap<string, number>) => list.get(identity(item, mergeKey)) ?? -1;
  const listed = items.filter((item) => position(item, wanted) >= 0);
  const others = items.filter((item) => position(item, wanted) < 0);
  listed.sort((left, right) => position(left, wanted) - position(right, wanted));
  others.sort((left, right) => position(left, had) - position(right, had));

  const result: unknown[] = [];
  let [next, other] = [0, 0];
  while (next < listed.length || other < others.length) {
    const [left, right] = [others[other], listed[next]];
    const takesOther =
      next === listed.length || (other < others.length && precedes(position(left, had), position(right, had)));
    result.push(takesOther ? left : right);
    if (takesOther) other++;
    else next++;
  }
  return sameJson(result, items) ? items : result;
}

const precedes = (left: number, right: number) => left >= 0 && right >= 0 && left < right;

function positions(list: readonly unknown[], mergeKey: string | undefined): Map<string, number> {
  const result = new Map<string, number>();
  list.forEach((item, index) => {
    const key = identity(item, mergeKey);
    if (!result.has(key)) result.set(key, index);
  });
  return result;
}

function identity(item: unknown, mergeKey: string | undefined): string {
  const key = mergeKey !== undefined && isObject(item) ? own(item, mergeKey) : item;
  return JSON.stringify(key) ?? '';
}
