/** JSON Patch, RFC 6902, with the limits and errors of Kubernetes. */
import { requestEntityTooLarge } from '@luban/kube';
import { parsePointer } from './json-pointer.ts';
import {
  isObject,
  isPrototypeKey,
  type JsonObject,
  own,
  sameJson,
  withoutProperty,
  withProperty,
} from './json-value.ts';
import { malformedPatch, patchDoesNotFit } from './patch-errors.ts';

const MAXIMUM_OPERATIONS = 10_000;

/** Characters that all copies together may have: a document that is copied into itself again and again has no end. */
const MAXIMUM_COPIES = 3 * 1024 * 1024;

/**
 * The object after all operations, in their order. Neither argument is touched, and parts that did not change are shared.
 *
 * @throws StatusError 400 when `patch` is no JSON patch, 413 when it has more than 10,000 operations, 422 when an operation
 *   is unknown, its path leads nowhere or its `test` fails, or
 *   when copies grow beyond 3 MB.
 */
export function applyJsonPatch(object: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw malformedPatch(`json: cannot unmarshal ${goKind(patch)} into Go value of type jsonpatch.Patch`);
  }
  if (patch.length > MAXIMUM_OPERATIONS) {
    throw requestEntityTooLarge(
      `The allowed maximum operations in a JSON patch is ${MAXIMUM_OPERATIONS}, got ${patch.length}`,
    );
  }
  let document = object;
  let copied = 0;
  for (const operation of patch) {
    if (!isObject(operation)) {
      throw malformedPatch(`json: cannot unmarshal ${goKind(operation)} into Go value of type jsonpatch.Operation`);
    }
    if (operation.op === 'copy') {
      copied += JSON.stringify(read(document, parsePointer(own(operation, 'from')))).length;
      if (copied > MAXIMUM_COPIES) throw patchDoesNotFit('the copies are too large');
    }
    document = applyOperation(document, operation);
  }
  return document;
}

function applyOperation(document: unknown, operation: JsonObject): unknown {
  const kind = own(operation, 'op');
  const path = parsePointer(own(operation, 'path'));
  switch (kind) {
    case 'add':
      return add(document, path, operand(operation));
    case 'remove':
      return remove(document, path);
    case 'replace':
      return replace(document, path, operand(operation));
    case 'move': {
      const from = parsePointer(own(operation, 'from'));
      if (isWithin(path, from)) throw patchDoesNotFit('a value cannot be moved into itself');
      return add(remove(document, from), path, read(document, from));
    }
    case 'copy':
      return add(document, path, read(document, parsePointer(own(operation, 'from'))));
    case 'test': {
      // A field that does not exist counts as null, but its parent must exist.
      if (path.length > 0) read(document, path.slice(0, -1));
      const actual = find(document, path) ?? null;
      if (!sameJson(actual, own(operation, 'value') ?? null)) throw patchDoesNotFit('a test failed');
      return document;
    }
    default:
      throw patchDoesNotFit(`unexpected kind: ${String(kind)}`);
  }
}

function operand(operation: JsonObject): unknown {
  if (!Object.hasOwn(operation, 'value')) throw patchDoesNotFit('an operation lacks its value');
  return operation.value;
}

/** `target` lies below `ancestor`, which is not to say that they are the same. */
function isWithin(target: readonly string[], ancestor: readonly string[]): boolean {
  return target.length > ancestor.length && ancestor.every((token, index) => token === target[index]);
}

/** What stands at the path, if anything does. */
function find(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const token of path) {
    if (Array.isArray(value)) value = value[arrayIndex(token, value.length) ?? -1];
    else if (isObject(value)) value = own(value, token);
    else return undefined;
  }
  return value;
}

function read(document: unknown, path: readonly string[]): unknown {
  const value = find(document, path);
  if (value === undefined) throw missing(path);
  return value;
}

function add(document: unknown, path: readonly string[], value: unknown): unknown {
  return change(
    document,
    path,
    0,
    (parent, token) => {
      if (!Array.isArray(parent)) return withProperty(parent, token, value);
      const index = token === '-' ? parent.length : arrayIndex(token, parent.length + 1);
      if (index === undefined) throw missing(path);
      return parent.toSpliced(index, 0, value);
    },
    () => value,
  );
}

function remove(document: unknown, path: readonly string[]): unknown {
  return change(
    document,
    path,
    0,
    (parent, token) => {
      if (Array.isArray(parent)) return parent.toSpliced(existingIndex(parent, token, path), 1);
      if (!Object.hasOwn(parent, token)) throw missing(path);
      return withoutProperty(parent, token);
    },
    () => null,
  );
}

function replace(document: unknown, path: readonly string[], value: unknown): unknown {
  return change(
    document,
    path,
    0,
    (parent, token) => {
      if (Array.isArray(parent)) return parent.with(existingIndex(parent, token, path), value);
      // Unlike the RFC, Kubernetes' library is content with a field that does not exist yet.
      return withProperty(parent, token, value);
    },
    () => value,
  );
}

/** Rebuilds what lies on the way to the last token of the path. */
function change(
  value: unknown,
  path: readonly string[],
  depth: number,
  inParent: (parent: JsonObject | unknown[], token: string) => unknown,
  atRoot: () => unknown,
): unknown {
  const token = path[depth];
  if (token === undefined) return atRoot();
  if (!Array.isArray(value) && !isObject(value)) throw missing(path);
  if (isPrototypeKey(token)) throw missing(path);
  if (depth === path.length - 1) return inParent(value, token);
  if (Array.isArray(value)) {
    const index = existingIndex(value, token, path);
    return value.with(index, change(value[index], path, depth + 1, inParent, atRoot));
  }
  if (!Object.hasOwn(value, token)) throw missing(path);
  return withProperty(value, token, change(value[token], path, depth + 1, inParent, atRoot));
}

function existingIndex(list: readonly unknown[], token: string, path: readonly string[]): number {
  const index = arrayIndex(token, list.length);
  if (index === undefined) throw missing(path);
  return index;
}

/** Negative numbers count from the end, which RFC 6902 does not know but Kubernetes' library does. */
function arrayIndex(token: string, length: number): number | undefined {
  if (!/^(?:0|-?[1-9]\d{0,9})$/.test(token)) return undefined;
  const number = Number(token);
  const index = number < 0 ? number + length : number;
  return index >= 0 && index < length ? index : undefined;
}

const missing = (path: readonly string[]) => patchDoesNotFit(`nothing stands at /${path.join('/')}`);

function goKind(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? 'array' : typeof value;
}
