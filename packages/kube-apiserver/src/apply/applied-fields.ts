/**
 * What an applied configuration lays claim to: leaves, items of lists and keys of free-form maps, but neither structs nor
 * lists nor maps as such. Source: sigs.k8s.io/structured-merge-diff, typed.ToFieldSet.
 */
import { isObject } from '../json/json-value.ts';
import { FieldSet } from './field-set.ts';
import type { FieldType, ListType, MapType } from './field-type.ts';
import { fieldElement, type PathElement } from './path-element.ts';
import { asList, asMap, elementsOf, shapeOf, typeOfField } from './shape.ts';

export function appliedFields(type: FieldType, value: unknown): FieldSet {
  switch (shapeOf(type, value)) {
    case 'scalar':
      return FieldSet.leaf;
    case 'map':
      return type.map?.atomic ? FieldSet.leaf : fieldsOfMap(type.map, value);
    case 'list':
      return type.list?.relation === 'atomic' ? FieldSet.leaf : fieldsOfList(type.list, value);
  }
}

function fieldsOfMap(map: MapType | undefined, value: unknown): FieldSet {
  const object = asMap(value);
  if (map === undefined || object === undefined) return FieldSet.empty;
  const children = new Map<PathElement, FieldSet>();
  for (const key of Object.keys(object)) {
    const child = object[key];
    const declared = map.declared(key);
    const fields = appliedFields(typeOfField(map, key), child);
    const isEmpty = child === null || (isObject(child) && Object.keys(child).length === 0);
    put(children, fieldElement(key), fields, isEmpty || declared === undefined);
  }
  return new FieldSet(false, children);
}

function fieldsOfList(list: ListType | undefined, value: unknown): FieldSet {
  const items = asList(value);
  if (list === undefined || items === undefined) return FieldSet.empty;
  const children = new Map<PathElement, FieldSet>();
  const elements = elementsOf(list, items);
  elements.forEach((element, index) => {
    if (element === undefined) return;
    // Which of two alike is meant cannot be said: they have one owner together.
    const fields = children.has(element) ? FieldSet.leaf : appliedFields(list.element, items[index]);
    put(children, element, fields, true);
  });
  return new FieldSet(false, children);
}

function put(children: Map<PathElement, FieldSet>, element: PathElement, fields: FieldSet, member: boolean): void {
  if (member) children.set(element, fields.asMember());
  else if (!fields.isEmpty) children.set(element, fields);
}
