/** Most keys that a leaf holds. Inserting moves at most so many, finding a leaf compares with one key of each. */
const LEAF_SIZE = 512;
/** Leaves smaller than this are joined with their neighbour. */
const SPARSE = LEAF_SIZE / 4;

interface Leaf<V> {
  keys: string[];
  values: V[];
  /** How many of the values count. */
  counted: number;
}

/**
 * Values in the order of their keys, by code unit, with the number of those that count kept for each stretch of keys:
 * a B-tree of two levels. Finding and inserting cost O(log n), a scan costs what it visits, and counting a range costs
 * an addition for each leaf.
 */
export class KeyIndex<V> {
  readonly #leaves: Leaf<V>[] = [{ keys: [], values: [], counted: 0 }];
  readonly #counts: (value: V) => boolean;

  /** @param counts Whether the value counts; after its answer changed, `recount` must be called. */
  constructor(counts: (value: V) => boolean) {
    this.#counts = counts;
  }

  get(key: string): V | undefined {
    const leaf = this.#leaves[this.#leafOf(key)] as Leaf<V>;
    const at = lowerBound(leaf.keys, key);
    return leaf.keys[at] === key ? leaf.values[at] : undefined;
  }

  /** Puts a value under a key that the index does not have yet. */
  insert(key: string, value: V): void {
    const leafAt = this.#leafOf(key);
    const leaf = this.#leaves[leafAt] as Leaf<V>;
    const counted = this.#counts(value) ? 1 : 0;
    const at = lowerBound(leaf.keys, key);
    if (leaf.keys.length >= LEAF_SIZE) {
      // Keys that come in order, as from a snapshot, leave full leaves behind instead of halves.
      if (at === leaf.keys.length && leafAt === this.#leaves.length - 1) {
        this.#leaves.push({ keys: [key], values: [value], counted });
        return;
      }
      this.#split(leafAt);
      this.insert(key, value);
      return;
    }
    leaf.keys.splice(at, 0, key);
    leaf.values.splice(at, 0, value);
    leaf.counted += counted;
  }

  delete(key: string): void {
    const leafAt = this.#leafOf(key);
    const leaf = this.#leaves[leafAt] as Leaf<V>;
    const at = lowerBound(leaf.keys, key);
    if (leaf.keys[at] !== key) return;
    if (this.#counts(leaf.values[at] as V)) leaf.counted--;
    leaf.keys.splice(at, 1);
    leaf.values.splice(at, 1);
    if (leaf.keys.length < SPARSE) this.#join(leafAt);
  }

  /** Says that the value under the key has begun (1) or ceased (-1) to count. */
  recount(key: string, change: 1 | -1): void {
    (this.#leaves[this.#leafOf(key)] as Leaf<V>).counted += change;
  }

  /**
   * Visits the values in order until `visit` answers false.
   * @param from First key, inclusive.
   * @param before Exclusive. Absent: to the end.
   */
  scan(from: string, before: string | undefined, visit: (value: V, key: string) => boolean): void {
    let leafAt = this.#leafOf(from);
    let at = lowerBound((this.#leaves[leafAt] as Leaf<V>).keys, from);
    for (; leafAt < this.#leaves.length; leafAt++, at = 0) {
      const { keys, values } = this.#leaves[leafAt] as Leaf<V>;
      for (; at < keys.length; at++) {
        const key = keys[at] as string;
        if (before !== undefined && key >= before) return;
        if (!visit(values[at] as V, key)) return;
      }
    }
  }

  /** How many values of the range count; bounds as in `scan`. */
  count(from: string, before: string | undefined): number {
    const lastLeaf = before === undefined ? this.#leaves.length - 1 : this.#leafOf(before);
    let total = 0;
    for (let leafAt = this.#leafOf(from); leafAt <= lastLeaf; leafAt++) {
      const { keys, values, counted } = this.#leaves[leafAt] as Leaf<V>;
      const first = keys[0];
      const last = keys.at(-1);
      if (first === undefined || last === undefined) continue;
      if (first >= from && (before === undefined || last < before)) {
        total += counted;
        continue;
      }
      const end = before === undefined ? keys.length : lowerBound(keys, before);
      for (let at = lowerBound(keys, from); at < end; at++) if (this.#counts(values[at] as V)) total++;
    }
    return total;
  }

  /** The last leaf that begins at or before the key, or the first. */
  #leafOf(key: string): number {
    let low = 0;
    let high = this.#leaves.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (((this.#leaves[middle] as Leaf<V>).keys[0] as string) <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #split(leafAt: number): void {
    const leaf = this.#leaves[leafAt] as Leaf<V>;
    const half = leaf.keys.length >>> 1;
    this.#leaves.splice(leafAt + 1, 0, this.#leaf(leaf.keys.splice(half), leaf.values.splice(half)));
    leaf.counted = this.#countOf(leaf.values);
  }

  #join(leafAt: number): void {
    if (this.#leaves.length === 1) return;
    const left = leafAt === this.#leaves.length - 1 ? leafAt - 1 : leafAt;
    const { keys, values } = this.#leaves[left] as Leaf<V>;
    const right = this.#leaves[left + 1] as Leaf<V>;
    if (keys.length > 0 && right.keys.length > 0 && keys.length + right.keys.length > LEAF_SIZE / 2) return;
    this.#leaves.splice(left, 2, this.#leaf(keys.concat(right.keys), values.concat(right.values)));
  }

  #leaf(keys: string[], values: V[]): Leaf<V> {
    return { keys, values, counted: this.#countOf(values) };
  }

  #countOf(values: V[]): number {
    let total = 0;
    for (const value of values) if (this.#counts(value)) total++;
    return total;
  }
}

/** Index of the first key that is not before the wanted one. */
function lowerBound(keys: readonly string[], wanted: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as string) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
