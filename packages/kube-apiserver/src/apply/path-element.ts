/**
 * One step of a path to a field, as a string: `f:name` of an object's field, `k:{"name":"x"}` of an item by its keys,
 * `v:"x"` of an item by its value, `i:0` of one by its index. Source: sigs.k8s.io/structured-merge-diff, fieldpath.
 */
import { isObject, type JsonObject } from '../json/json-value.ts';

export type PathElement = string;

export const fieldElement = (name: string): PathElement => `f:${name}`;

export const valueElement = (value: unknown): PathElement => `v:${JSON.stringify(value)}`;

/** @param keys names and values, by ascending name */
export function keyElement(keys: readonly (readonly [string, unknown])[]): PathElement {
  let text = 'k:{';
  for (const [name, value] of keys) {
    text += `${text.length > 3 ? ',' : ''}${JSON.stringify(name)}:${JSON.stringify(value)}`;
  }
  return `${text}}`;
}

/** Name of the field, if the element is one. */
export const fieldName = (element: PathElement): string | undefined =>
  element.startsWith('f:') ? element.slice(2) : undefined;

/**
 * The one form of an element that others may have written with other spaces or another order of keys.
 * `undefined`: of a kind that this version does not know, to be left out.
 *
 * @throws Error when it is malformed
 */
export function canonicalElement(text: string): PathElement | undefined {
  const known = canonical.get(text);
  if (known !== undefined) return known;
  if (text.length < 2) throw new Error('key must be 2 characters long:');
  if (text[1] !== ':') throw new Error(`missing colon: ${text}`);
  const kind = text[0];
  if (kind === 'f') return text;
  if (kind === 'i') {
    if (!/^i:-?\d{1,15}$/.test(text)) throw new Error(`parsing ${JSON.stringify(text.slice(2))}: invalid syntax`);
    return `i:${Number(text.slice(2))}`;
  }
  if (kind !== 'k' && kind !== 'v') return undefined;
  const value: unknown = JSON.parse(text.slice(2));
  if (kind === 'v') return remember(text, valueElement(value));
  if (!isObject(value)) throw new Error(`not an object: ${text}`);
  return remember(text, keyElement(sortedEntries(value)));
}

/** Parsing keys is most of the work of reading a set, and there are few different ones. */
const canonical = new Map<string, PathElement>();

function remember(text: string, element: PathElement): PathElement {
  if (canonical.size >= 10_000) canonical.clear();
  canonical.set(text, element);
  return element;
}

/** As error messages show it: `.name`, `[name="x"]`, `[="x"]`, `[0]`. */
export function showElement(element: PathElement): string {
  const content = element.slice(2);
  if (element.startsWith('f:')) return `.${content}`;
  if (element.startsWith('v:')) return `[=${content}]`;
  if (element.startsWith('i:')) return `[${content}]`;
  const keys: unknown = JSON.parse(content);
  const shown = isObject(keys) ? sortedEntries(keys).map(([name, value]) => `${name}=${JSON.stringify(value)}`) : [];
  return `[${shown.join(',')}]`;
}

function sortedEntries(object: JsonObject): [string, unknown][] {
  return Object.entries(object).sort(([left], [right]) => (left < right ? -1 : 1));
}
