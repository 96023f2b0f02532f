import type { KubeObject } from '@luban/kube';
import { keyOf } from './objects.ts';

/** Finds objects of a cache by something other than their name. */
export class Index<T extends KubeObject> {
  readonly #keysOf: (object: T) => readonly string[];
  readonly #groups = new Map<string, Map<string, T>>();

  constructor(keysOf: (object: T) => readonly string[]) {
    this.#keysOf = keysOf;
  }

  /** Objects under the key, in the order in which they came. */
  get(key: string): T[] {
    return [...(this.#groups.get(key)?.values() ?? [])];
  }

  count(key: string): number {
    return this.#groups.get(key)?.size ?? 0;
  }

  put(object: T, previous: T | undefined): void {
    const keys = this.#keysOf(object);
    if (previous !== undefined) {
      for (const key of this.#keysOf(previous)) if (!keys.includes(key)) this.#drop(key, previous);
    }
    for (const key of keys) {
      const group = this.#groups.get(key);
      if (group === undefined) this.#groups.set(key, new Map([[keyOf(object), object]]));
      else group.set(keyOf(object), object);
    }
  }

  remove(object: T): void {
    for (const key of this.#keysOf(object)) this.#drop(key, object);
  }

  #drop(key: string, object: T): void {
    const group = this.#groups.get(key);
    group?.delete(keyOf(object));
    if (group?.size === 0) this.#groups.delete(key);
  }
}
