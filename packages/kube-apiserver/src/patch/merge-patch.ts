/** JSON Merge Patch, RFC 7386. */
import { isObject, isPrototypeKey, type JsonObject } from '../json/json-value.ts';
import { malformedPatch } from './patch-errors.ts';

/**
 * The object with the patch merged into it: objects merge, null deletes, anything else replaces. Neither argument is
 * touched, and parts that did not change are shared.
 *
 * @throws StatusError 400 when the patch is no object.
 */
export function applyMergePatch(object: unknown, patch: unknown): unknown {
  if (!isObject(patch)) throw malformedPatch('Invalid JSON Patch');
  return merge(object, patch);
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return withoutNulls(patch);
  const original: JsonObject = isObject(target) ? target : {};
  let result = original;
  for (const key of Object.keys(patch)) {
    if (isPrototypeKey(key)) continue;
    const exists = Object.hasOwn(original, key);
    const value = patch[key];
    if (value === null && !exists) continue;
    const merged = value === null ? undefined : merge(exists ? original[key] : undefined, value);
    if (merged === original[key] && exists) continue;
    if (result === original) result = { ...original };
    if (merged === undefined) delete result[key];
    else result[key] = merged;
  }
  return result;
}

/** Kubernetes' library goes beyond the RFC here: what a patch puts in place of something else has no nulls, lists included. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls);
  return isObject(value) ? merge(undefined, value) : value;
}
