/**
 * Reading and filling JSON of unknown shape. Readers never throw and never look at prototypes: what is absent or of
 * another type counts as absent, as the zero value does in Kubernetes.
 */
import { cloneJson } from '../json/clone-json.ts';

/** A JSON object. */
export type Fields = Record<string, unknown>;

/** An element of a list, together with its path for errors. */
export interface Item {
  readonly value: Fields;
  /** Such as `spec.containers[0]`. */
  readonly path: string;
}

const NOTHING: Fields = Object.freeze(Object.create(null));

/** Whether a value is a JSON object: neither null nor a list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at the end of the names, or undefined. */
export function get(value: unknown, ...names: readonly string[]): unknown {
  let at = value;
  for (const name of names) {
    if (!isFields(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

/** The object at the end of the names; an empty, frozen one when there is none. */
export function fields(value: unknown, ...names: readonly string[]): Fields {
  const found = get(value, ...names);
  return isFields(found) ? found : NOTHING;
}

/** The object at the end of the names, or undefined. */
export function optionalFields(value: unknown, ...names: readonly string[]): Fields | undefined {
  const found = get(value, ...names);
  return isFields(found) ? found : undefined;
}

/** The text at the end of the names, or an empty one. */
export function text(value: unknown, ...names: readonly string[]): string {
  const found = get(value, ...names);
  return typeof found === 'string' ? found : '';
}

/** The text at the end of the names, or undefined; an empty one counts. */
export function optionalText(value: unknown, ...names: readonly string[]): string | undefined {
  const found = get(value, ...names);
  return typeof found === 'string' ? found : undefined;
}

/** The number at the end of the names, or undefined. */
export function number(value: unknown, ...names: readonly string[]): number | undefined {
  const found = get(value, ...names);
  return typeof found === 'number' ? found : undefined;
}

/** Whether true stands at the end of the names. */
export function flag(value: unknown, ...names: readonly string[]): boolean {
  return get(value, ...names) === true;
}

/** The list at the end of the names, or an empty one. */
export function list(value: unknown, ...names: readonly string[]): readonly unknown[] {
  const found = get(value, ...names);
  return Array.isArray(found) ? found : [];
}

/** The texts of a list; others are left out. */
export function texts(value: unknown, ...names: readonly string[]): string[] {
  return list(value, ...names).filter((item) => typeof item === 'string');
}

/** The objects of a list; others are left out. */
export function objects(value: unknown, ...names: readonly string[]): Fields[] {
  return list(value, ...names).filter(isFields);
}

/** The objects of the list `name` of `parent`, with their paths. */
export function itemsOf(parent: unknown, name: string, path: string): Item[] {
  const values = list(parent, name);
  const items: Item[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (isFields(value)) items.push({ value, path: `${path === '' ? name : `${path}.${name}`}[${index}]` });
  }
  return items;
}

/** The texts of a map; entries with other values are left out. */
export function textEntries(value: unknown, ...names: readonly string[]): [key: string, value: string][] {
  return Object.entries(fields(value, ...names)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
}

/** Whether the value is what Go leaves out of JSON: absent, an empty text, zero, or false. */
export function isZero(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}

/** Sets an own property, whatever it is called. */
export function put(target: Fields, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[name] = value;
  }
}

/** Sets what is absent. Objects among the defaults are copied. */
export function fill(target: Fields, defaults: Fields): void {
  for (const [name, value] of Object.entries(defaults)) {
    const present = get(target, name);
    if (present === undefined || present === null) target[name] = copy(value);
  }
}

/** Sets what is absent, empty or zero: for fields which Go cannot tell apart from absent ones. */
export function fillZero(target: Fields, defaults: Fields): void {
  for (const [name, value] of Object.entries(defaults)) {
    if (isZero(get(target, name))) target[name] = copy(value);
  }
}

/** The object under the name, made when absent; undefined when something else is there. */
export function ensure(target: Fields, name: string): Fields | undefined {
  const present = get(target, name);
  if (present === undefined || present === null) {
    const made: Fields = {};
    target[name] = made;
    return made;
  }
  return isFields(present) ? present : undefined;
}

/** A deep copy of JSON. */
export const copy = cloneJson;

/** Equality of JSON, where Go's leaving out of empty values makes them equal to absent ones. */
export function sameJson(a: unknown, b: unknown, depth = 0): boolean {
  if (a === b) return true;
  if (isEmpty(a) && isEmpty(b)) return true;
  if (depth > DEEPEST) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index], depth + 1));
  }
  if (!isFields(a) || !isFields(b)) return false;
  for (const name of Object.keys(a)) if (!sameJson(a[name], own(b, name), depth + 1)) return false;
  for (const name of Object.keys(b)) if (!Object.hasOwn(a, name) && !isEmpty(b[name])) return false;
  return true;
}

/** Deeper nesting serves to exhaust the stack only. */
const DEEPEST = 500;

const own = (value: Fields, name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);

function isEmpty(value: unknown): boolean {
  if (isZero(value)) return true;
  return Array.isArray(value) && value.length === 0;
}
