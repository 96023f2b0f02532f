import { setImmediate } from 'node:timers/promises';
import { ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import { openStore, type StoreOptions } from '../open-store.ts';
import { contents } from '../testing/observe.ts';
import { sampleObject } from '../testing/sample-objects.ts';
import { scratchDirectory } from '../testing/scratch.ts';
import { SimulatedDisk } from '../testing/simulated-disk.ts';

const resource = 'configmaps';

test('a snapshot shows its revision, whatever is written and compacted meanwhile', { timeout: 20_000 }, async () => {
  await using directory = await scratchDirectory();
  const files = new SimulatedDisk();
  files.wait = setImmediate;
  const options = { directory: directory.path, files, snapshotAfterBytes: 2_000_000, keepRevisions: 5000 };
  await using store = await openStore(options);
  const put = (i: number, value: string) => {
    const key = `a/${String(i).padStart(5, '0')}`;
    return store.write({ resource, key, object: sampleObject(key, value, 1000) });
  };
  await Promise.all(Array.from({ length: 3000 }, (_, i) => put(i, 'old')));
  let revision: number | undefined;
  while (revision === undefined) {
    await setImmediate();
    revision = revisionOf(await files.list(), /^snapshot-(\d+)\.unfinished$/);
  }
  const expected = contents(store, resource, { revision });
  // All of it is done in the first moments of the snapshot.
  for (let i = 0; i < 3000; i += 2) void put(i, 'new');
  for (let i = 1; i < 3000; i += 2) void store.write({ resource, key: `a/${String(i).padStart(5, '0')}` });
  await put(9999, 'new');
  store.compact(store.revision);
  expect(() => store.list(resource, { revision })).toThrow('is not kept');
  expect(revisionOf(await files.list(), /^snapshot-(\d+)$/)).toBeUndefined();
  await expect.poll(async () => revisionOf(await files.list(), /^snapshot-(\d+)$/), { timeout: 15_000 }).toBe(revision);
  const alone = new SimulatedDisk();
  const name = `snapshot-${String(revision).padStart(16, '0')}`;
  alone.put(name, files.bytes(name));
  await using other = await scratchDirectory();
  await using read = await openStore({ directory: other.path, files: alone });
  expect(contents(read, resource)).toBe(expected);
  expect(contents(store, resource)).not.toContain('old');
});

test.each([
  ['interval', 0, ''],
  ['interval', 100, 'a/1=x@2'],
  ['never', 10_000, ''],
  ['always', 0, 'a/1=x@2'],
] as const)(
  'with durability "%s" a write is on the disk after %i ms or not: %s',
  async (durability, milliseconds, expected) => {
    await using directory = await scratchDirectory();
    const files = new SimulatedDisk();
    const clock = new ManualClock();
    const options: StoreOptions = { directory: directory.path, files, clock, durability, onNotice() {} };
    {
      await using store = await openStore(options);
      await store.write({ resource, key: 'a/1', object: sampleObject('a/1', 'x') });
      await clock.advance(milliseconds);
      // Its end comes after that of the power.
      files.restart(() => 0.99);
      files.power = 0;
      await Promise.allSettled([store[Symbol.asyncDispose]()]);
    }
    files.power = Number.POSITIVE_INFINITY;
    await using store = await openStore(options);
    expect(contents(store, resource)).toBe(expected);
  },
);

test('what a killed process wrote is on the disk when the next one shows it', async () => {
  await using directory = await scratchDirectory();
  const files = new SimulatedDisk();
  const options: StoreOptions = { directory: directory.path, files };
  const killed = await openStore({ ...options, durability: 'never' });
  await killed.write({ resource, key: 'a/1', object: sampleObject('a/1', 'x') });
  files.kill();
  await Promise.allSettled([killed[Symbol.asyncDispose]()]);
  const next = await openStore(options);
  expect(contents(next, resource)).toBe('a/1=x@2');
  files.restart(() => 0.99);
  await next[Symbol.asyncDispose]();
  await using last = await openStore(options);
  expect(contents(last, resource)).toBe('a/1=x@2');
});

test('a snapshot that was not finished is cleared away', async () => {
  await using directory = await scratchDirectory();
  const files = new SimulatedDisk();
  files.put('snapshot-0000000000000007.unfinished', Buffer.from('x'));
  files.put('notes-of-the-operator', Buffer.from('x'));
  await using store = await openStore({ directory: directory.path, files });
  expect(store.revision).toBe(1);
  expect((await files.list()).sort()).toEqual(['log-0000000000000001', 'notes-of-the-operator']);
});

function revisionOf(names: string[], pattern: RegExp): number | undefined {
  const found = names.flatMap((name) => pattern.exec(name)?.[1] ?? [])[0];
  return found === undefined ? undefined : Number(found);
}
