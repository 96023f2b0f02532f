/** Narrowing, comparing and rebuilding of JSON values that came from outside. */

export type JsonObject = { [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property. Inherited ones such as `constructor` are no part of a document. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * Deep equality of JSON values; a missing member equals an undefined one. Parts that are one and the same object cost
 * nothing.
 */
export function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    for (let index = 0; index < left.length; index++) if (!sameJson(left[index], right[index])) return false;
    return true;
  }
  if (!isObject(left) || !isObject(right)) return false;
  for (const key of Object.keys(left)) if (!sameJson(left[key], own(right, key))) return false;
  for (const key of Object.keys(right)) if (right[key] !== undefined && own(left, key) === undefined) return false;
  return true;
}

/**
 * A key that would change an object's prototype when assigned. Documents never need it, and nothing that is built from a
 * patch ever has it.
 */
export const isPrototypeKey = (key: string): boolean => key === '__proto__';

/** The object without a property; itself when it has none of that name. */
export function withoutProperty(object: JsonObject, key: string): JsonObject {
  if (!Object.hasOwn(object, key)) return object;
  const { [key]: _, ...rest } = object;
  return rest;
}
