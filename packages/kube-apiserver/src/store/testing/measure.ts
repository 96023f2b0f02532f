import type { Store } from '../store.ts';
import { sampleObject } from './sample-objects.ts';

export interface WriteRate {
  writes: number;
  /** Milliseconds. */
  took: number;
  perSecond: number;
}

/** How many writes a second a store takes from so many writers who each wait for one write before the next. */
export async function measureWrites(store: Store, writers: number, writes: number, bytes = 0): Promise<WriteRate> {
  let next = 0;
  const began = performance.now();
  const writer = async () => {
    while (next < writes) {
      const key = `namespace-${next % 10}/object-${String(next++).padStart(8, '0')}`;
      await store.write({ resource: 'configmaps', key, object: sampleObject(key, 'x', bytes) });
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  const took = performance.now() - began;
  return { writes, took, perSecond: (writes / took) * 1000 };
}

/** Fills a store with objects of so many bytes of JSON. */
export async function fill(store: Store, objects: number, bytes: number): Promise<void> {
  await measureWrites(store, 512, objects, bytes);
}
