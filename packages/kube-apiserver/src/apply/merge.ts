/**
 * Merging of an applied configuration into an object: maps and keyed lists by part, everything else as a whole.
 * Parts that do not change are shared. Source: sigs.k8s.io/structured-merge-diff, typed.Merge.
 */
import { isPrototypeKey, type JsonObject, sameJson } from '../json/json-value.ts';
import type { FieldType, ListType, MapType } from './field-type.ts';
import type { PathElement } from './path-element.ts';
import { asList, asMap, elementOfItem, shapeOf, typeOfField } from './shape.ts';

/**
 * @param live `undefined` when there is none
 * @throws ItemError when items of a keyed list cannot be told apart
 */
export function merge(type: FieldType, live: unknown, applied: unknown): unknown {
  if (live === undefined || live === applied) return applied;
  if (applied === undefined) return live;
  const shape = shapeOf(type, applied);
  if (shape === 'map' && type.map && !type.map.atomic) {
    const [left, right] = [asMap(live) ?? {}, asMap(applied) ?? {}];
    if (Object.keys(left).length > 0 || Object.keys(right).length > 0) return mergeMaps(type.map, left, right);
  } else if (shape === 'list' && type.list && type.list.relation !== 'atomic') {
    const [left, right] = [asList(live) ?? [], asList(applied) ?? []];
    if (left.length > 0 || right.length > 0) return mergeLists(type.list, left, right);
  }
  return sameJson(live, applied) ? live : applied;
}

function mergeMaps(map: MapType, live: JsonObject, applied: JsonObject): JsonObject {
  let result = live;
  for (const key of Object.keys(applied)) {
    if (isPrototypeKey(key)) continue;
    const exists = Object.hasOwn(live, key);
    const merged = merge(typeOfField(map, key), exists ? live[key] : undefined, applied[key]);
    if (exists && merged === live[key]) continue;
    if (result === live) result = { ...live };
    result[key] = merged;
  }
  return result;
}

/**
 * Items that both have take the order of the applied list; those of the live list alone stay between the neighbours that
 * they had, as far as that order allows.
 */
function mergeLists(list: ListType, live: readonly unknown[], applied: readonly unknown[]): readonly unknown[] {
  const liveElements = live.map((item) => elementOfItem(list, item));
  const appliedElements = applied.map((item) => elementOfItem(list, item));
  const liveItems = new Map<PathElement, unknown>();
  // Of items that are alike none is merged with the applied one; it replaces them all.
  liveElements.forEach((element, index) => {
    liveItems.set(element, liveItems.has(element) ? undefined : live[index]);
  });
  const appliedItems = new Map(appliedElements.map((element, index) => [element, applied[index]]));
  const shared = appliedElements.filter((element) => liveItems.has(element));
  let nextShared = 0;
  const done = new Set<PathElement>();
  const result: unknown[] = [];
  let left = 0;
  for (const element of appliedElements) {
    // What stands before the item in the live list keeps its place before it.
    for (; left < live.length; left++) {
      const candidate = liveElements[left] ?? '';
      if (candidate === element) break;
      if (!appliedItems.has(candidate)) result.push(live[left]);
      else if (nextShared === shared.length || candidate === shared[nextShared]) {
        if (done.has(candidate)) left++;
        break;
      }
    }
    if (liveElements[left] === element) left++;
    if (shared[nextShared] === element) nextShared++;
    done.add(element);
    result.push(merge(list.element, liveItems.get(element), appliedItems.get(element)));
  }
  for (; left < live.length; left++) {
    if (!appliedItems.has(liveElements[left] ?? '')) result.push(live[left]);
  }
  return sameItems(live, result) ? live : result;
}

function sameItems(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}
