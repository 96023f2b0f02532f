import type { Version, VersionChain } from './version.ts';

/** Labels that are indexed at a time for one resource: few are asked for, over and over. */
const KEYS = 8;

/** Which objects have which value of a few labels, in the newest durable state. */
export class LabelIndex {
  /** Those asked for last come last. */
  readonly #keys = new Map<string, Map<string, Set<VersionChain>>>();

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** @param versions all objects of the newest durable state */
  build(key: string, versions: Iterable<Version>): void {
    const values = new Map<string, Set<VersionChain>>();
    for (const version of versions) put(values, version.labels[key], version.chain);
    this.#keys.set(key, values);
    if (this.#keys.size > KEYS) this.#keys.delete(this.#keys.keys().next().value!);
  }

  /** Must be told of each version that becomes durable. */
  replace(previous: Version | undefined, current: Version): void {
    for (const [key, values] of this.#keys) {
      const before = previous?.labels[key];
      const after = current.deletion ? undefined : current.labels[key];
      if (before === after) continue;
      if (before !== undefined) {
        const chains = values.get(before);
        chains?.delete(current.chain);
        if (chains?.size === 0) values.delete(before);
      }
      put(values, after, current.chain);
    }
  }

  /** @returns undefined when the label is not indexed, or more than so many objects have one of the values */
  find(key: string, wanted: readonly string[], atMost: number): VersionChain[] | undefined {
    const values = this.#keys.get(key);
    if (values === undefined) return undefined;
    this.#keys.delete(key);
    this.#keys.set(key, values);
    const sets = wanted.map((value) => values.get(value) ?? NONE);
    if (sets.reduce((sum, set) => sum + set.size, 0) > atMost) return undefined;
    return sets.flatMap((set) => [...set]).sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

const NONE: ReadonlySet<VersionChain> = new Set();

function put(values: Map<string, Set<VersionChain>>, value: string | undefined, chain: VersionChain): void {
  // What is inherited, such as under `constructor`, is no text.
  if (typeof value !== 'string') return;
  const known = values.get(value);
  if (known === undefined) values.set(value, new Set([chain]));
  else known.add(chain);
}
