/**
 * Which fields differ between two states of an object. A field that came or went counts together with all its parents
 * that came or went with it. Parts that both states share are not looked into.
 * Source: sigs.k8s.io/structured-merge-diff, typed.Compare.
 */
import { sameJson } from '../json/json-value.ts';
import { FieldSet } from './field-set.ts';
import type { FieldType, ListType, MapType } from './field-type.ts';
import { fieldElement, type PathElement } from './path-element.ts';
import { asList, asMap, elementsOf, type Shape, shapeOf, typeOfField } from './shape.ts';

export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** `undefined` stands for a state that does not exist. */
export function compare(type: FieldType, before: unknown, after: unknown): Comparison {
  const result = { added: new FieldSet(false), modified: new FieldSet(false), removed: new FieldSet(false) };
  walk({ ...result, path: [] }, type, before, after);
  return result;
}

interface Walk extends Comparison {
  /** Where the walk is. One array for all of it. */
  readonly path: PathElement[];
}

function walk(state: Walk, type: FieldType, before: unknown, after: unknown): void {
  if (before === after) return;
  if (before === undefined) state.added.add(state.path, presentFields(type, after));
  else if (after === undefined) state.removed.add(state.path, presentFields(type, before));
  else {
    const [shapeBefore, shape] = [shapeOf(type, before), shapeOf(type, after)];
    if (shapeBefore !== shape) walkShape(state, type, shapeBefore, before, after);
    walkShape(state, type, shape, before, after);
  }
}

function walkShape(state: Walk, type: FieldType, shape: Shape, before: unknown, after: unknown): void {
  if (shape === 'map' && type.map && !type.map.atomic) {
    const [left, right] = [asMap(before), asMap(after)];
    if (!isEmptyMap(left) || !isEmptyMap(right)) {
      walkMaps(state, type.map, left ?? {}, right ?? {});
      return;
    }
  } else if (shape === 'list' && type.list && type.list.relation !== 'atomic') {
    const [left, right] = [asList(before) ?? [], asList(after) ?? []];
    if (left.length > 0 || right.length > 0) {
      walkLists(state, type.list, left, right);
      return;
    }
  }
  // Empty parts are leaves, which keeps empty and null apart.
  if (!sameJson(before, after)) state.modified.add(state.path);
}

function walkMaps(state: Walk, map: MapType, before: Record<string, unknown>, after: Record<string, unknown>): void {
  for (const key of Object.keys(before)) {
    step(
      state,
      typeOfField(map, key),
      fieldElement(key),
      before[key],
      Object.hasOwn(after, key) ? after[key] : undefined,
    );
  }
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) step(state, typeOfField(map, key), fieldElement(key), undefined, after[key]);
  }
}

function step(state: Walk, type: FieldType, element: PathElement, before: unknown, after: unknown): void {
  if (before === after) return;
  state.path.push(element);
  walk(state, type, before, after);
  state.path.pop();
}

function walkLists(state: Walk, list: ListType, before: readonly unknown[], after: readonly unknown[]): void {
  const left = grouped(list, before);
  const right = grouped(list, after);
  for (const element of new Set([...left.keys(), ...right.keys()])) {
    const was = left.get(element) ?? [];
    const is = right.get(element) ?? [];
    if (was.length <= 1 && is.length <= 1) step(state, list.element, element, was[0], is[0]);
    else walkDuplicates(state, list, element, was, is);
  }
}

/** Items that are alike have one owner together, and no parts. */
function walkDuplicates(
  state: Walk,
  list: ListType,
  element: PathElement,
  was: readonly unknown[],
  is: readonly unknown[],
): void {
  const path = [...state.path, element];
  if (was.length > 1 && is.length > 1) {
    if (!sameJson(was, is)) state.modified.add(path);
  } else if (was.length > 1) {
    if (is.length > 0) step(state, list.element, element, undefined, is[0]);
    state.removed.add(path);
  } else {
    if (was.length > 0) step(state, list.element, element, was[0], undefined);
    state.added.add(path);
  }
}

function grouped(list: ListType, items: readonly unknown[]): Map<PathElement, unknown[]> {
  const groups = new Map<PathElement, unknown[]>();
  const elements = elementsOf(list, items);
  elements.forEach((element, index) => {
    if (element === undefined) return;
    const group = groups.get(element);
    if (group) group.push(items[index]);
    else groups.set(element, [items[index]]);
  });
  return groups;
}

/** The field itself and all below it. */
function presentFields(type: FieldType, value: unknown): FieldSet {
  const shape = shapeOf(type, value);
  const children = new Map<PathElement, FieldSet>();
  if (shape === 'map' && type.map && !type.map.atomic) {
    const object = asMap(value) ?? {};
    for (const key of Object.keys(object)) {
      children.set(fieldElement(key), presentFields(typeOfField(type.map, key), object[key]));
    }
  } else if (shape === 'list' && type.list && type.list.relation !== 'atomic') {
    for (const [element, items] of grouped(type.list, asList(value) ?? [])) {
      children.set(element, items.length > 1 ? FieldSet.leaf : presentFields(type.list.element, items[0]));
    }
  }
  return children.size === 0 ? FieldSet.leaf : new FieldSet(true, children);
}

const isEmptyMap = (object: Record<string, unknown> | undefined) =>
  object === undefined || Object.keys(object).length === 0;
