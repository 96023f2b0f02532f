/**
 * A set of paths to fields, as a tree. A path is in the set when its node is a `member`; parents of members need not be.
 * Nothing changes a set once it has left the function that built it, so that parts are shared between sets.
 * Source: sigs.k8s.io/structured-merge-diff, fieldpath.Set.
 */

import type { JsonValue } from '@luban/kube';
import { isObject } from '../json/json-value.ts';
import { canonicalElement, type PathElement, showElement } from './path-element.ts';

/** The form in which `managedFields` keeps a set. */
export type FieldsV1 = { [element: string]: JsonValue };

export class FieldSet {
  static readonly empty = new FieldSet(false);
  static readonly leaf = new FieldSet(true);

  /** Whether the path that leads here is in the set. Always false at the root. */
  readonly member: boolean;
  #children: Map<PathElement, FieldSet> | undefined;
  /** What the children are still to be read from, and what they are written as when nothing changed. */
  #encoded: FieldsV1 | undefined;
  /** Made on the way to a path that was put in, and so part of one set only. */
  #isOwn = false;

  constructor(member: boolean, children?: Map<PathElement, FieldSet>) {
    this.member = member;
    this.#children = children;
  }

  /** Reads nothing yet. Parts that are malformed are left out; `checkFieldsV1` finds them. */
  static decode(fields: FieldsV1): FieldSet {
    return FieldSet.#from(false, fields);
  }

  static #from(member: boolean, encoded: FieldsV1): FieldSet {
    const set = new FieldSet(member);
    set.#encoded = encoded;
    return set;
  }

  /** Never holds a set without members. */
  get children(): ReadonlyMap<PathElement, FieldSet> {
    if (this.#children === undefined) this.#children = this.#encoded ? decodeChildren(this.#encoded) : new Map();
    return this.#children;
  }

  get isEmpty(): boolean {
    return !this.member && this.children.size === 0;
  }

  /** The same set with the path that leads here in it. */
  asMember(): FieldSet {
    if (this.member) return this;
    return this.children.size === 0 ? FieldSet.leaf : new FieldSet(true, this.#children);
  }

  /** Puts a subtree in. Only for the function that builds this set. */
  add(path: readonly PathElement[], subtree: FieldSet = FieldSet.leaf): void {
    let node: FieldSet = this;
    for (let depth = 0; depth < path.length - 1; depth++) node = node.#descend(path[depth] ?? '');
    const last = path.at(-1);
    if (last === undefined) return;
    const children = node.#own();
    const existing = children.get(last);
    children.set(last, existing ? union(existing, subtree) : subtree);
  }

  #own(): Map<PathElement, FieldSet> {
    this.#children ??= new Map();
    return this.#children;
  }

  #descend(element: PathElement): FieldSet {
    const children = this.#own();
    const existing = children.get(element);
    const isOwn = existing === undefined ? false : existing.#isOwn;
    if (existing !== undefined && isOwn) return existing;
    // A subtree that was put in whole may be shared with other sets.
    const node =
      existing === undefined ? new FieldSet(false) : new FieldSet(existing.member, new Map(existing.children));
    node.#isOwn = true;
    children.set(element, node);
    return node;
  }

  encode(): FieldsV1 {
    if (this.#encoded !== undefined) return this.#encoded;
    const encoded: FieldsV1 = {};
    for (const [element, child] of [...this.children].sort(byElement)) encoded[element] = child.#encodeNode();
    this.#encoded = encoded;
    return encoded;
  }

  #encodeNode(): FieldsV1 {
    if (this.children.size === 0) return {};
    return this.member ? { '.': {}, ...this.encode() } : this.encode();
  }

  /** Calls back for each path in the set, shown as `.spec.containers[name="x"].image`: members first, then what is below. */
  forEachPath(visit: (path: string) => void, prefix = ''): void {
    const sorted = [...this.children]
      .sort(byElement)
      .map(([element, child]) => [prefix + showElement(element), child] as const);
    for (const [path, child] of sorted) if (child.member) visit(path);
    for (const [path, child] of sorted) child.forEachPath(visit, path);
  }

  static decodeNode(fields: unknown): FieldSet | undefined {
    if (!isObject(fields)) return undefined;
    // Where nothing below is understood, the path itself is what was meant.
    if (!Object.keys(fields).some((element) => /^[fkvi]:/.test(element))) return FieldSet.leaf;
    return FieldSet.#from(Object.hasOwn(fields, '.'), fields as FieldsV1);
  }
}

function decodeChildren(fields: FieldsV1): Map<PathElement, FieldSet> {
  const children = new Map<PathElement, FieldSet>();
  for (const text of Object.keys(fields)) {
    if (text === '.') continue;
    const element = tolerantElement(text);
    if (element === undefined) continue;
    const child = FieldSet.decodeNode(fields[text]);
    if (child !== undefined) children.set(element, child);
  }
  return children;
}

function tolerantElement(text: string): PathElement | undefined {
  try {
    return canonicalElement(text);
  } catch {
    return undefined;
  }
}

/** @throws Error when a part is malformed */
export function checkFieldsV1(fields: unknown): void {
  if (!isObject(fields)) throw new Error('not an object');
  for (const [element, child] of Object.entries(fields)) {
    if (element === '.') continue;
    if (canonicalElement(element) !== undefined) checkFieldsV1(child);
  }
}

function byElement([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

export function union(left: FieldSet, right: FieldSet): FieldSet {
  if (left === right || right.isEmpty) return left;
  if (left.isEmpty) return right;
  const member = left.member || right.member;
  let changed = member !== left.member;
  const children = new Map(left.children);
  for (const [element, child] of right.children) {
    const existing = children.get(element);
    const merged = existing === undefined ? child : union(existing, child);
    if (merged === existing) continue;
    children.set(element, merged);
    changed = true;
  }
  return changed ? new FieldSet(member, children) : left;
}

export function intersection(left: FieldSet, right: FieldSet): FieldSet {
  if (left === right) return left;
  const children = new Map<PathElement, FieldSet>();
  const [small, large] = left.children.size <= right.children.size ? [left, right] : [right, left];
  for (const [element, child] of small.children) {
    const other = large.children.get(element);
    if (other === undefined) continue;
    const common = intersection(child, other);
    if (!common.isEmpty) children.set(element, common);
  }
  return new FieldSet(left.member && right.member, children);
}

/** What is in `left` and not in `right`: path by path, so that a parent in `right` takes nothing below it away. */
export function difference(left: FieldSet, right: FieldSet): FieldSet {
  return subtract(left, right, false);
}

/** As `difference`, but a path in `right` takes away everything below it as well. */
export function recursiveDifference(left: FieldSet, right: FieldSet): FieldSet {
  return subtract(left, right, true);
}

function subtract(left: FieldSet, right: FieldSet, recursive: boolean): FieldSet {
  if (left === right) return FieldSet.empty;
  if (right.isEmpty) return left;
  const member = left.member && !right.member;
  let children: Map<PathElement, FieldSet> | undefined;
  for (const [element, taken] of right.children) {
    const child = left.children.get(element);
    if (child === undefined) continue;
    const rest = recursive && taken.member ? FieldSet.empty : subtract(child, taken, recursive);
    if (rest === child) continue;
    children ??= new Map(left.children);
    if (rest.isEmpty) children.delete(element);
    else children.set(element, rest);
  }
  if (children === undefined && member === left.member) return left;
  return new FieldSet(member, children ?? new Map(left.children));
}

export function sameSet(left: FieldSet, right: FieldSet): boolean {
  if (left === right) return true;
  if (left.member !== right.member || left.children.size !== right.children.size) return false;
  for (const [element, child] of left.children) {
    const other = right.children.get(element);
    if (other === undefined || !sameSet(child, other)) return false;
  }
  return true;
}

/** A set of plain fields, such as `['metadata', 'name']`. */
export function setOfFields(paths: readonly (readonly string[])[]): FieldSet {
  const set = new FieldSet(false);
  for (const path of paths) set.add(path.map((name) => `f:${name}`));
  return set;
}
