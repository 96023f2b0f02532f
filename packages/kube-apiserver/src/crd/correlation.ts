import { isObject, sameJson } from '../json/json-value.ts';
import { canonicalJson, member } from './json.ts';
import type { StructuralSchema } from './structural-schema.ts';
import { schemaOfKey } from './structural-schema.ts';

/**
 * A value beside the one that stood in its place before an update. Objects correlate by name and items of lists by
 * their map keys; items of other lists correlate with nothing.
 * Source: k8s.io/apiserver/pkg/cel/common, CorrelatedObject.
 */
export class Correlation {
  readonly #value: unknown;
  readonly #old: unknown;
  readonly #schema: StructuralSchema | undefined;
  readonly #isRoot: boolean;
  readonly #children = new Map<string | number, Correlation | undefined>();
  #unchanged: boolean | undefined;
  #oldItems: Map<string, unknown> | undefined;

  constructor(value: unknown, old: unknown, schema: StructuralSchema | undefined, isRoot = false) {
    this.#value = value;
    this.#old = old;
    this.#schema = schema;
    this.#isRoot = isRoot;
  }

  get old(): unknown {
    return this.#old;
  }

  get isUnchanged(): boolean {
    this.#unchanged ??= sameJson(this.#value, this.#old);
    return this.#unchanged;
  }

  /** Undefined: there was none, so that nothing about it is tolerated. */
  key(name: string): Correlation | undefined {
    return this.#child(name, () => {
      // Both states come in the same version, whatever the old one was written in.
      if (this.#isRoot && (name === 'apiVersion' || name === 'kind')) return undefined;
      if (this.#schema?.mapType === 'atomic' || !isObject(this.#old)) return undefined;
      const old = member(this.#old, name);
      return old === undefined
        ? undefined
        : { old, schema: schemaOfKey(this.#schema, name), value: member(this.#value, name) };
    });
  }

  index(i: number): Correlation | undefined {
    return this.#child(i, () => {
      if (this.#schema?.listType !== 'map' || !Array.isArray(this.#value)) return undefined;
      const value: unknown = this.#value[i];
      const old = this.#itemsByKey(this.#schema.listMapKeys).get(keyOfItem(value, this.#schema.listMapKeys));
      return old === undefined ? undefined : { old, schema: this.#schema.items, value };
    });
  }

  #child(
    at: string | number,
    find: () => { value: unknown; old: unknown; schema: StructuralSchema | undefined } | undefined,
  ): Correlation | undefined {
    if (!this.#children.has(at)) {
      const found = find();
      this.#children.set(at, found && new Correlation(found.value, found.old, found.schema));
    }
    return this.#children.get(at);
  }

  #itemsByKey(keys: readonly string[]): Map<string, unknown> {
    if (this.#oldItems === undefined) {
      const items: unknown[] = Array.isArray(this.#old) ? this.#old : [];
      this.#oldItems = new Map(items.map((item) => [keyOfItem(item, keys), item]));
    }
    return this.#oldItems;
  }
}

function keyOfItem(item: unknown, keys: readonly string[]): string {
  return canonicalJson(keys.map((key) => member(item, key) ?? null));
}
