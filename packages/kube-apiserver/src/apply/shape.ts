/** How a value is walked through, given its type. */
import { isObject, type JsonObject } from '../json/json-value.ts';
import { DEDUCED, type FieldType, type ListType, type MapType } from './field-type.ts';
import { keyElement, type PathElement, valueElement } from './path-element.ts';

export type Shape = 'map' | 'list' | 'scalar';

/** Which of the type's shapes a value has; null and values that do not fit count as the first of them. */
export function shapeOf(type: FieldType, value: unknown): Shape {
  if (Array.isArray(value)) {
    if (type.list) return 'list';
  } else if (isObject(value)) {
    if (type.map) return 'map';
  } else if (value !== null && type.scalar) return 'scalar';
  if (type.map) return 'map';
  return type.scalar ? 'scalar' : 'list';
}

/** Type of an object's field. Those that no schema knows count as free-form: the object was validated before. */
export function typeOfField(map: MapType, name: string): FieldType {
  return map.declared(name) ?? map.element ?? DEDUCED;
}

export const asMap = (value: unknown): JsonObject | undefined => (isObject(value) ? value : undefined);

export const asList = (value: unknown): readonly unknown[] | undefined => (Array.isArray(value) ? value : undefined);

/** Why an item has no place in its list. */
export class ItemError extends Error {
  override name = 'ItemError';
}

/**
 * How an item of a set or map list is told from the others.
 *
 * @throws ItemError when it cannot be
 */
export function elementOfItem(list: ListType, item: unknown): PathElement {
  if (list.relation === 'set') return elementOfSetItem(item);
  if (item === null) throw new ItemError('associative list with keys may not have a null element');
  if (!isObject(item)) throw new ItemError('associative list with keys may not have non-map elements');
  const keys: (readonly [string, unknown])[] = [];
  for (const key of list.keys) {
    const value = Object.hasOwn(item, key) ? item[key] : list.keyDefault(key);
    if (value !== undefined) keys.push([key, value]);
  }
  if (keys.length === 0 && list.keys.length > 0) {
    const names = list.keys.map((key) => JSON.stringify(key)).join(' ');
    throw new ItemError(
      `associative list with keys has an element that omits all key fields [${names}] (and doesn't have default values for any key fields)`,
    );
  }
  return keyElement(keys);
}

function elementOfSetItem(item: unknown): PathElement {
  if (item === null) throw new ItemError("associative list without keys has an element that's an explicit null");
  if (Array.isArray(item)) throw new ItemError('not supported: associative list with lists as elements');
  if (isObject(item)) throw new ItemError("associative list without keys has an element that's a map type");
  return valueElement(item);
}

/** The elements of a list's items, `undefined` for those that cannot be told from others. */
export function elementsOf(list: ListType, items: readonly unknown[]): (PathElement | undefined)[] {
  return items.map((item) => {
    try {
      return elementOfItem(list, item);
    } catch (error) {
      if (error instanceof ItemError) return undefined;
      throw error;
    }
  });
}
