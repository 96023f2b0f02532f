/** Taking fields out of an object. Source: sigs.k8s.io/structured-merge-diff, typed.RemoveItems. */
import { FieldSet } from './field-set.ts';
import type { FieldType, ListType, MapType } from './field-type.ts';
import { fieldName, type PathElement } from './path-element.ts';
import { asList, asMap, elementsOf, shapeOf, typeOfField } from './shape.ts';

/**
 * The value without the fields of the set, shared where it has none of them. Maps and lists that lose everything, and
 * atomic ones that lose anything, become null.
 */
export function removeFields(type: FieldType, value: unknown, fields: FieldSet): unknown {
  if (fields.children.size === 0) return value;
  switch (shapeOf(type, value)) {
    case 'scalar':
      return value;
    case 'map':
      return type.map && !type.map.atomic ? removeFromMap(type.map, value, fields) : null;
    case 'list':
      return type.list && type.list.relation !== 'atomic' ? removeFromList(type.list, value, fields) : null;
  }
}

function removeFromMap(map: MapType, value: unknown, fields: FieldSet): unknown {
  const object = asMap(value);
  if (object === undefined || Object.keys(object).length === 0) return null;
  let result = object;
  for (const [element, below] of fields.children) {
    const key = fieldName(element);
    if (key === undefined || !Object.hasOwn(object, key)) continue;
    const rest = below.member ? undefined : removeFields(typeOfField(map, key), object[key], below);
    if (rest === object[key]) continue;
    if (result === object) result = { ...object };
    if (rest === undefined) delete result[key];
    else result[key] = rest;
  }
  return Object.keys(result).length === 0 ? null : result;
}

function removeFromList(list: ListType, value: unknown, fields: FieldSet): unknown {
  const items = asList(value);
  if (items === undefined || items.length === 0) return null;
  const elements = elementsOf(list, items);
  const result: unknown[] = [];
  let changed = false;
  items.forEach((item, index) => {
    const below = fields.children.get(elements[index] ?? '');
    if (below?.member) {
      changed = true;
      return;
    }
    const rest = below === undefined ? item : removeFields(list.element, item, below);
    changed ||= rest !== item;
    result.push(rest);
  });
  if (result.length === 0) return null;
  return changed ? result : value;
}

/** The set with those parents of its members that the schema names as fields of their own. */
export function withNamedParents(set: FieldSet, type: FieldType | undefined): FieldSet {
  if (set.children.size === 0) return set;
  const children = new Map<PathElement, FieldSet>();
  for (const [element, child] of set.children) {
    const name = fieldName(element);
    let below: FieldType | undefined;
    let named = false;
    if (name !== undefined && type?.map) {
      below = type.map.declared(name);
      named = below !== undefined;
      below ??= type.map.element;
    } else if (element.startsWith('k:')) below = type?.list?.element;
    const complete = withNamedParents(child, below);
    const needsMark = named && !complete.member && complete.children.size > 0;
    children.set(element, needsMark ? complete.asMember() : complete);
  }
  return new FieldSet(set.member, children);
}
