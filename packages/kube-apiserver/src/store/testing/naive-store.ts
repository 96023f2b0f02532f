import type { ListRange } from '../store.ts';

interface NaiveState {
  key: string;
  value: string;
  revision: number;
}

/** What a store has to do, in the simplest way: every revision is a copy of everything. */
export class NaiveStore {
  /** Newest revision, that of the last of the states. */
  revision = 1;
  readonly #states = new Map<number, Map<string, NaiveState>>([[1, new Map()]]);

  newest(resource: string, key: string): NaiveState | undefined {
    return this.#states.get(this.revision)?.get(`${resource} ${key}`);
  }

  /** @param value Absent: deletes. @returns the revision */
  write(resource: string, key: string, value: string | undefined): number {
    const next = new Map(this.#states.get(this.revision));
    this.revision++;
    if (value === undefined) next.delete(`${resource} ${key}`);
    else next.set(`${resource} ${key}`, { key, value, revision: this.revision });
    this.#states.set(this.revision, next);
    return this.revision;
  }

  /** Leaves out revisions, in which nothing changed. */
  skip(revisions: number): void {
    const present = this.#states.get(this.revision) ?? new Map();
    for (let i = 0; i < revisions; i++) this.#states.set(++this.revision, present);
  }

  list(
    resource: string,
    revision: number,
    { namespace, after, limit }: ListRange,
  ): { items: NaiveState[]; remaining: number } {
    const all = [...(this.#states.get(revision) ?? [])]
      .filter(([name]) => name.startsWith(`${resource} `))
      .map(([, state]) => state)
      .filter(({ key }) => namespace === undefined || key.startsWith(`${namespace}/`))
      .filter(({ key }) => after === undefined || key > after)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const items = all.slice(0, limit || undefined);
    return { items, remaining: all.length - items.length };
  }
}
