/**
 * Strategic merge patch: a merge patch that merges lists as well, by the marks of a schema and by directives in the patch.
 * Source: k8s.io/apimachinery/pkg/util/strategicpatch.
 */
import { isObject, isPrototypeKey, type JsonObject, own, sameJson, withoutProperty } from '../json/json-value.ts';
import type { TypedSchema } from '../schema/schema.ts';
import { malformedPatch, patchDoesNotFit } from './patch-errors.ts';
import { type PatchField, patchField } from './patch-schema.ts';
import { identityOf, inOrder, mergeScalars } from './strategic-list-order.ts';

const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const ELEMENT_ORDER = '$setElementOrder/';
const DELETE_ITEMS = '$deleteFromPrimitiveList/';

/**
 * The object with the patch merged into it. Neither argument is touched, and parts that did not change are shared.
 *
 * @throws StatusError 400 when the patch is no object or its directives are malformed, 422 when it does not fit the object
 */
export function applyStrategicMergePatch(object: unknown, patch: unknown, typed: TypedSchema): unknown {
  if (!isObject(patch)) throw malformedPatch('invalid JSON document');
  return mergeMaps(isObject(object) ? object : {}, patch, typed);
}

function mergeMaps(original: JsonObject, patch: JsonObject, typed: TypedSchema | undefined): JsonObject {
  if (Object.hasOwn(patch, DIRECTIVE)) return byDirective(patch);
  const result = { ...retained(original, patch) };
  const keys = Object.keys(patch).filter((key) => !isPrototypeKey(key) && key !== RETAIN_KEYS);
  const [orders, others] = [
    keys.filter((key) => key.startsWith(ELEMENT_ORDER)),
    keys.filter((key) => !key.startsWith(ELEMENT_ORDER)),
  ];
  for (const key of others) {
    if (key.startsWith(DELETE_ITEMS)) deleteItems(result, key.slice(DELETE_ITEMS.length), patch[key]);
    else setField(result, key, patch[key], patchField(typed, key));
  }
  // Last, when the lists have all their items.
  for (const key of orders) reorder(result, original, patch, key, typed);
  return sameJson(original, result) ? original : result;
}

/** What `$patch` makes of a whole map. */
function byDirective(patch: JsonObject): JsonObject {
  switch (patch[DIRECTIVE]) {
    case 'replace':
      return withoutDirectives(withoutProperty(patch, DIRECTIVE)) as JsonObject;
    case 'delete':
      return {};
    case 'merge':
      throw patchDoesNotFit('merging is what is done anyway');
    default:
      throw patchDoesNotFit(`unknown patch type found: ${String(patch[DIRECTIVE])}`);
  }
}

/** `$retainKeys` names all fields that may be left after the patch. */
function retained(original: JsonObject, patch: JsonObject): JsonObject {
  if (!Object.hasOwn(patch, RETAIN_KEYS)) return original;
  const listed = patch[RETAIN_KEYS];
  if (!Array.isArray(listed)) throw malformedPatch('invalid patch format of retainKeys');
  const keys = new Set<unknown>(listed);
  for (const [key, value] of Object.entries(patch)) {
    if (key === RETAIN_KEYS || value === null || key.startsWith(DELETE_ITEMS) || key.startsWith(ELEMENT_ORDER))
      continue;
    if (!keys.has(key)) throw malformedPatch('invalid patch format of retainKeys');
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.has(key)));
}

function setField(result: JsonObject, key: string, value: unknown, field: PatchField): void {
  if (value === null || (!Object.hasOwn(result, key) && isObject(value) && value[DIRECTIVE] === 'delete')) {
    delete result[key];
    return;
  }
  const before = own(result, key);
  if (isObject(before) && isObject(value)) {
    result[key] = field.replaces ? withoutDirectives(value) : mergeMaps(before, value, field.inner);
  } else if (Array.isArray(before) && Array.isArray(value)) {
    result[key] = mergeLists(before, value, field);
  } else {
    result[key] = withoutDirectives(value);
  }
}

function deleteItems(result: JsonObject, key: string, items: unknown): void {
  if (!Array.isArray(items)) throw malformedPatch('invalid patch format of primitive list');
  const before = own(result, key);
  if (!Array.isArray(before)) return;
  const deleted = new Set(items.map((item) => identityOf(item, undefined)));
  result[key] = before.filter((item) => !deleted.has(identityOf(item, undefined)));
}

/** `$setElementOrder/x` gives the order of those items of x that the patch's author knows of. */
function reorder(
  result: JsonObject,
  original: JsonObject,
  patch: JsonObject,
  directive: string,
  typed: TypedSchema | undefined,
): void {
  const key = directive.slice(ELEMENT_ORDER.length);
  const order = patch[directive];
  if (!Array.isArray(order) || isPrototypeKey(key))
    throw malformedPatch('invalid patch format of setElementOrder list');
  const { mergeKey } = patchField(typed, key);
  const patched = own(patch, key);
  if (Array.isArray(patched)) checkOrder(patched, order, mergeKey);
  const merged = own(result, key);
  if (!Array.isArray(merged)) return;
  const before = own(original, key);
  result[key] = inOrder(merged, order, Array.isArray(before) ? before : [], mergeKey);
}

/** Items of the patch must be listed, in the order in which they are listed. */
function checkOrder(items: readonly unknown[], order: readonly unknown[], mergeKey: string | undefined): void {
  let position = 0;
  for (const item of items) {
    if (isObject(item) && Object.hasOwn(item, DIRECTIVE)) continue;
    const wanted = identityOf(item, mergeKey);
    while (position < order.length && identityOf(order[position], mergeKey) !== wanted) position++;
    if (position === order.length) throw malformedPatch('invalid patch format of setElementOrder list');
    position++;
  }
}

function mergeLists(original: readonly unknown[], patch: readonly unknown[], field: PatchField): readonly unknown[] {
  if (!field.merges) return withoutDirectives(patch) as readonly unknown[];
  if (original.length === 0 && patch.length === 0) return original;
  const first = patch[0] ?? original[0];
  if (Array.isArray(first)) throw patchDoesNotFit('lists of lists are not supported');
  if (!isObject(first)) return mergeScalars(original, patch);
  if (field.mergeKey === undefined) throw patchDoesNotFit('cannot merge lists without merge key');
  return mergeKeyedLists(original, patch, field.mergeKey, field.inner);
}

function mergeKeyedLists(
  original: readonly unknown[],
  patch: readonly unknown[],
  mergeKey: string,
  typed: TypedSchema | undefined,
): readonly unknown[] {
  const items: JsonObject[] = [];
  const deleted = new Set<string>();
  let replaces = false;
  for (const item of patch) {
    if (!isObject(item)) throw patchDoesNotFit('items of one list are of different types');
    const directive = own(item, DIRECTIVE);
    if (directive === 'delete') deleted.add(keyOf(item, mergeKey));
    else if (directive === 'replace') replaces = true;
    else if (directive === undefined) items.push(item);
    else throw patchDoesNotFit(`unknown patch type found: ${String(directive)}`);
  }
  if (replaces) return items.map(withoutDirectives);
  const merged = original.filter((item) => !deleted.has(identityOf(item, mergeKey)));
  const places = new Map(merged.map((item, index) => [identityOf(item, mergeKey), index] as const).reverse());
  for (const item of items) {
    const key = keyOf(item, mergeKey);
    const place = places.get(key);
    const existing = place === undefined ? undefined : merged[place];
    if (place !== undefined && isObject(existing)) merged[place] = mergeMaps(existing, item, typed);
    else places.set(key, merged.push(withoutDirectives(item)) - 1);
  }
  return inOrder(merged, items, original, mergeKey);
}

function keyOf(item: JsonObject, mergeKey: string): string {
  if (own(item, mergeKey) === undefined) throw patchDoesNotFit(`map does not contain declared merge key: ${mergeKey}`);
  return identityOf(item, mergeKey);
}

/** What a patch puts where nothing was: without its instructions and without nulls, which are instructions too. */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => !(isObject(item) && Object.hasOwn(item, DIRECTIVE))).map(withoutDirectives);
  }
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const isDirective =
      key === DIRECTIVE || key === RETAIN_KEYS || key.startsWith(ELEMENT_ORDER) || key.startsWith(DELETE_ITEMS);
    if (!isDirective && !isPrototypeKey(key) && inner !== null) result[key] = withoutDirectives(inner);
  }
  return result;
}
