import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore, type StoreOptions } from '../open-store.ts';
import type { Store } from '../store.ts';
import { contents } from '../testing/observe.ts';
import { sampleObject } from '../testing/sample-objects.ts';
import { scratchDirectory } from '../testing/scratch.ts';
import { SimulatedDisk } from '../testing/simulated-disk.ts';

const resource = 'configmaps';

/** What `contents` has to say at each revision that was ever written. */
class History {
  readonly #at = new Map([[1, '']]);
  #present = new Map<string, string>();

  note(revision: number, key: string, value: string | undefined): void {
    if (value === undefined) this.#present.delete(key);
    else this.#present.set(key, `${key}=${value}@${revision}`);
    const sorted = [...this.#present].sort(([a], [b]) => (a < b ? -1 : 1));
    this.#at.set(revision, sorted.map(([, text]) => text).join(' '));
  }

  at(revision: number): string | undefined {
    return this.#at.get(revision);
  }

  /** Forgets what came after, as a power failure does. */
  backTo(revision: number): void {
    for (const later of this.#at.keys()) if (later > revision) this.#at.delete(later);
    const entries = (this.#at.get(revision) ?? '').split(' ').filter((text) => text !== '');
    this.#present = new Map(entries.map((text) => [text.slice(0, text.indexOf('=')), text]));
  }
}

test.each(['always', 'interval', 'never'] as const)(
  'after a power failure at any time the store starts (%s) and has all it acknowledged as durable, in order',
  { timeout: 30_000 },
  async (durability) => {
    await using directory = await scratchDirectory();
    let cuts = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 60 }), fc.integer(), async (power, seed) => {
        const chance = dice(seed);
        const files = new SimulatedDisk();
        files.wait = setImmediate;
        const history = new History();
        const options: StoreOptions = {
          directory: directory.path,
          files,
          durability,
          snapshotAfterBytes: 3000,
          onError() {},
          onNotice: (message) => {
            expect(message).toContain('cut off');
            cuts++;
          },
        };
        for (let life = 1; life <= 3; life++) {
          files.power = power * life;
          const acknowledged = await live(options, files, history, chance);
          files.restart(chance);
          await using again = await openStore(options);
          if (durability === 'always') expect(again.revision).toBeGreaterThanOrEqual(acknowledged);
          expect(contents(again, resource)).toBe(history.at(again.revision));
          history.backTo(again.revision);
        }
      }),
      { numRuns: 40 },
    );
    expect(cuts).toBeGreaterThan(0);
  },
);

/** Evenly distributed numbers from 0 to below 1: xorshift. */
function dice(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Writes at random until the power fails. @returns the newest revision that was acknowledged */
async function live(
  options: StoreOptions,
  files: SimulatedDisk,
  history: History,
  chance: () => number,
): Promise<number> {
  let acknowledged = 0;
  let store: Store;
  try {
    store = await openStore(options);
  } catch (error) {
    expect(String(error)).toContain('the power is off');
    return 0;
  }
  const writing: Promise<unknown>[] = [];
  let revision = store.revision;
  for (let i = 0; files.power > 0 && i < 1000; i++) {
    const key = `a/${Math.floor(chance() * 9)}`;
    const deletes = chance() < 0.3 && store.newest(resource, key) !== undefined;
    const value = deletes ? undefined : 'v'.repeat(Math.floor(chance() * 700));
    const object = value === undefined ? undefined : sampleObject(key, value);
    const write = store.write({ resource, key, object });
    history.note(++revision, key, value);
    writing.push(
      write.then((written) => {
        acknowledged = Math.max(acknowledged, written.revision);
      }),
    );
    if (chance() < 0.3) await Promise.allSettled(writing);
  }
  await Promise.allSettled(writing);
  try {
    await store[Symbol.asyncDispose]();
  } catch (error) {
    expect(String(error)).toContain('the power is off');
  }
  return acknowledged;
}
