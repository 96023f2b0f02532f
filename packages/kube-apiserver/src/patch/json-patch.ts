/** JSON Patch, RFC 6902, with the limits and errors of Kubernetes. */

import { requestEntityTooLarge } from '@luban/kube';
import { cloneJson } from '../json/clone-json.ts';
import { isObject, isPrototypeKey, type JsonObject, own, sameJson } from '../json/json-value.ts';
import { parsePointer } from './json-pointer.ts';
import { malformedPatch, patchDoesNotFit } from './patch-errors.ts';

const MAXIMUM_OPERATIONS = 10_000;

/** Characters that all copies together may have: a document that is copied into itself again and again has no end. */
const MAXIMUM_COPIES = 3 * 1024 * 1024;

/** Levels of what is moved or copied. What walks through objects calls itself for each. */
const DEEPEST = 1_000;

/** Items that may be shifted in lists and looked at in all, so that ten thousand operations on long lists end soon. */
const MOST_WORK = 20_000_000;

/**
 * The object after all operations, in their order. Neither argument is touched, and parts that did not change are shared.
 *
 * @throws StatusError 400 when `patch` is no JSON patch, 413 when it has more than 10,000 operations or takes too much
 *   work, 422 when an operation is unknown, its path leads nowhere or its `test` fails, or when copies grow beyond 3 MB.
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
  const draft = new DocumentDraft(object);
  for (const operation of patch) {
    if (!isObject(operation)) {
      throw malformedPatch(`json: cannot unmarshal ${goKind(operation)} into Go value of type jsonpatch.Operation`);
    }
    applyOperation(draft, operation);
  }
  return draft.root;
}

function applyOperation(draft: DocumentDraft, operation: JsonObject): void {
  const kind = own(operation, 'op');
  const path = parsePointer(own(operation, 'path'));
  switch (kind) {
    case 'add':
      draft.add(path, operand(operation));
      return;
    case 'remove':
      draft.remove(path);
      return;
    case 'replace':
      draft.replace(path, operand(operation));
      return;
    case 'move': {
      const from = parsePointer(own(operation, 'from'));
      if (isWithin(path, from)) throw patchDoesNotFit('a value cannot be moved into itself');
      const value = read(draft.root, from);
      draft.checkDepth(value);
      draft.remove(from);
      draft.add(path, value);
      return;
    }
    case 'copy':
      draft.add(path, draft.copyOf(read(draft.root, parsePointer(own(operation, 'from')))));
      return;
    case 'test': {
      // A field that does not exist counts as null, but its parent must exist.
      if (path.length > 0) read(draft.root, path.slice(0, -1));
      const actual = find(draft.root, path) ?? null;
      if (!sameJson(actual, own(operation, 'value') ?? null)) throw patchDoesNotFit('a test failed');
      return;
    }
    default:
      throw patchDoesNotFit(`unexpected kind: ${String(kind)}`);
  }
}

/** A document being patched. What an operation touches is copied once, and then changed in place. */
class DocumentDraft {
  root: unknown;
  readonly #copies = new WeakSet<object>();
  #copied = 0;
  #work = 0;

  constructor(document: unknown) {
    this.root = document;
  }

  add(path: readonly string[], value: unknown): void {
    if (path.length === 0) {
      this.root = value;
      return;
    }
    const { parent, token } = this.#parentOf(path);
    if (!Array.isArray(parent)) {
      parent[token] = value;
      return;
    }
    const index = token === '-' ? parent.length : arrayIndex(token, parent.length + 1);
    if (index === undefined) throw missing(path);
    this.#spend(parent.length - index);
    parent.splice(index, 0, value);
  }

  remove(path: readonly string[]): void {
    if (path.length === 0) {
      this.root = null;
      return;
    }
    const { parent, token } = this.#parentOf(path);
    if (Array.isArray(parent)) {
      const index = existingIndex(parent, token, path);
      this.#spend(parent.length - index);
      parent.splice(index, 1);
    } else {
      if (!Object.hasOwn(parent, token)) throw missing(path);
      delete parent[token];
    }
  }

  replace(path: readonly string[], value: unknown): void {
    if (path.length === 0) {
      this.root = value;
      return;
    }
    const { parent, token } = this.#parentOf(path);
    if (Array.isArray(parent)) parent[existingIndex(parent, token, path)] = value;
    // Unlike the RFC, Kubernetes' library is content with a field that does not exist yet.
    else parent[token] = value;
  }

  /** Of its own, as later operations may change one and not the other. */
  copyOf(value: unknown): unknown {
    this.checkDepth(value);
    this.#copied += JSON.stringify(value).length;
    if (this.#copied > MAXIMUM_COPIES) throw patchDoesNotFit('the copies are too large');
    return cloneJson(value);
  }

  checkDepth(value: unknown): void {
    let level = [value];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > DEEPEST) throw patchDoesNotFit('the value is nested too deeply');
      const next: unknown[] = [];
      for (const item of level) {
        if (typeof item !== 'object' || item === null) continue;
        const members = Object.values(item);
        this.#spend(members.length);
        for (const member of members) next.push(member);
      }
      level = next;
    }
  }

  /** What holds the last token of the path, free to be changed. */
  #parentOf(path: readonly string[]): { parent: JsonObject | unknown[]; token: string } {
    this.root = this.#ownCopy(this.root, path);
    let parent = this.root as JsonObject | unknown[];
    for (const token of path.slice(0, -1)) {
      if (Array.isArray(parent)) {
        const index = existingIndex(parent, token, path);
        const child = this.#ownCopy(parent[index], path);
        parent[index] = child;
        parent = child;
      } else {
        if (isPrototypeKey(token) || !Object.hasOwn(parent, token)) throw missing(path);
        const child = this.#ownCopy(parent[token], path);
        parent[token] = child;
        parent = child;
      }
    }
    const token = path.at(-1) ?? '';
    if (isPrototypeKey(token)) throw missing(path);
    return { parent, token };
  }

  #ownCopy(value: unknown, path: readonly string[]): JsonObject | unknown[] {
    if (!Array.isArray(value) && !isObject(value)) throw missing(path);
    if (this.#copies.has(value)) return value;
    const copy = Array.isArray(value) ? [...value] : { ...value };
    this.#copies.add(copy);
    return copy;
  }

  #spend(work: number): void {
    this.#work += work;
    if (this.#work > MOST_WORK) throw requestEntityTooLarge('The JSON patch takes too much work');
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
