import { expect, test } from 'vitest';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import { StoreCorrupted } from '../store-error.ts';
import { contents as contentsOf } from '../testing/observe.ts';
import { sampleObject } from '../testing/sample-objects.ts';
import { scratchDirectory } from '../testing/scratch.ts';
import { SimulatedDisk } from '../testing/simulated-disk.ts';

const resource = 'configmaps';
const LOG = 'log-0000000000000001';

const contents = (store: Store) => contentsOf(store, resource);

function put(store: Store, key: string, value: string) {
  return store.write({ resource, key, object: sampleObject(key, value) });
}

/** A disk on which three groups were written, with the state after each and the length of the log then. */
async function threeGroups(directory: string) {
  const disk = new SimulatedDisk();
  const states = [{ length: 0, contents: '' }];
  await using store = await openStore({ directory, files: disk });
  const group = async (...writes: Promise<unknown>[]) => {
    await Promise.all(writes);
    states.push({ length: disk.bytes(LOG).length, contents: contents(store) });
  };
  await group(put(store, 'a/1', 'one'), put(store, 'a/2', 'ä→🦆'));
  await group(put(store, 'a/1', 'two'), store.write({ resource, key: 'a/2' }));
  await group(put(store, 'a/3', 'three'), put(store, 'b/1', ''));
  return { disk, states };
}

test('what is read again is what was written, with its history', async () => {
  await using directory = await scratchDirectory();
  const options = { directory: directory.path };
  let before: unknown;
  {
    await using store = await openStore(options);
    await put(store, 'a/1', 'one');
    await put(store, 'a/1', 'two');
    await store.write({ resource, key: 'a/1' });
    await put(store, 'b/1', 'three');
    before = await all(store);
  }
  await using store = await openStore(options);
  expect(await all(store)).toEqual(before);
  expect((await put(store, 'c/1', '')).revision).toBe(6);

  async function all(store: Store) {
    const events: unknown[] = [];
    store
      .subscribe(resource, 1, (told) => {
        for (const { type, revision, current, previous } of told) {
          events.push([type, revision, current.json.toString(), previous?.json.toString()]);
        }
      })
      [Symbol.dispose]();
    return { events, contents: contents(store), earlier: store.list(resource, { revision: 3 }).items[0]?.object };
  }
});

test('a tail that is torn at any byte is cut off, and with it only the last group', { timeout: 20_000 }, async () => {
  await using directory = await scratchDirectory();
  const { disk, states } = await threeGroups(directory.path);
  const whole = disk.bytes(LOG);
  const torn: [number, Buffer][] = [];
  for (let length = 0; length <= whole.length; length++) {
    torn.push([length, whole.subarray(0, length)]);
    // As after a power failure, when the file's length came to the disk and its content did not.
    if (length > (states[2]?.length ?? 0) && length < whole.length - 1 && length % 3 === 0) {
      torn.push([length, Buffer.concat([whole.subarray(0, length), Buffer.alloc(whole.length - length)])]);
    }
  }
  for (const [length, bytes] of torn) {
    disk.put(LOG, bytes);
    const notices: string[] = [];
    const expected = states.findLast((state) => state.length <= length)!;
    {
      await using store = await openStore({
        directory: directory.path,
        files: disk,
        onNotice: (text) => notices.push(text),
      });
      expect(contents(store)).toBe(expected.contents);
      await put(store, 'z/1', 'after');
    }
    const kept = [0, ...frameEnds(whole)].includes(bytes.length) && whole.indexOf(bytes) === 0;
    expect(notices.length, `${length}`).toBe(kept ? 0 : 1);
    if (!kept) expect(notices[0]).toContain(`/${LOG}: cut off `);
    if (length % 4 !== 0) continue;
    await using again = await openStore({ directory: directory.path, files: disk });
    expect(contents(again)).toContain(`${expected.contents} z/1=after`.trim());
  }
});

test('a bit that changed among writes that were durable keeps the store from starting', {
  timeout: 20_000,
}, async () => {
  await using directory = await scratchDirectory();
  const { disk, states } = await threeGroups(directory.path);
  const whole = disk.bytes(LOG);
  const ends = [0, ...frameEnds(whole)];
  for (let at = 0; at < whole.length; at++) {
    const bytes = Buffer.from(whole);
    bytes[at] = bytes[at]! ^ 0x10;
    disk.put(LOG, bytes);
    const opening = openStore({ directory: directory.path, files: disk, onNotice: () => {} });
    if (at >= states[2]!.length) {
      // Not to be told from a torn write.
      await using store = await opening;
      expect(contents(store)).toBe(states[2]!.contents);
      continue;
    }
    const error: unknown = await opening.catch((reason: unknown) => reason);
    if (!(error instanceof StoreCorrupted)) throw new Error(`A changed byte ${at} was not noticed`);
    expect(error.offset).toBe(ends.findLast((end) => end <= at));
    expect(error.message).toContain(`${directory.path}/${LOG} is damaged at byte ${error.offset}: `);
    expect(error.message).toContain(`truncate -s ${error.offset} ${directory.path}/${LOG}`);
    expect(disk.bytes(LOG)).toEqual(bytes);
  }
});

test('a snapshot replaces the log, and damage to it or a missing log keeps the store from starting', async () => {
  await using directory = await scratchDirectory();
  const disk = new SimulatedDisk();
  const options = { directory: directory.path, files: disk, snapshotAfterBytes: 1500 };
  let expected: string;
  {
    await using store = await openStore(options);
    for (let i = 0; i < 30; i++) await put(store, `a/${i % 7}`, `value ${i}`);
    await store.write({ resource, key: 'a/3' });
    await untilQuiet(disk);
    expected = contents(store);
  }
  const names = (await disk.list()).sort();
  const snapshot = names.find((name) => name.startsWith('snapshot-'))!;
  expect(names).toEqual([snapshot.replace('snapshot', 'log'), snapshot]);
  {
    await using store = await openStore({ ...options, files: disk.copy() });
    expect(contents(store)).toBe(expected);
    expect(store.oldestRevision).toBe(Number(snapshot.slice(9)));
  }
  const whole = disk.bytes(snapshot);
  for (let at = 0; at < whole.length; at += 3) {
    const bytes = Buffer.from(whole);
    bytes[at] = bytes[at]! ^ 0x10;
    const damaged = disk.copy();
    damaged.put(snapshot, at % 2 === 0 ? bytes : whole.subarray(0, at));
    await expect(openStore({ ...options, files: damaged })).rejects.toThrow(
      new RegExp(`${snapshot} is damaged at byte \\d+: .*backup`),
    );
  }
  disk.put(snapshot, undefined);
  await expect(openStore(options)).rejects.toThrow(/a log or snapshot is missing/);
});

test('a file of another format is not taken for damage', async () => {
  await using directory = await scratchDirectory();
  const { disk } = await threeGroups(directory.path);
  const { FrameEncoder } = await import('./record.ts');
  const { sealFrame } = await import('./frame.ts');
  const frame = Buffer.from(new FrameEncoder().encode({ kind: 'log', base: 1 }));
  frame[13] = 9;
  sealFrame(frame, 0, frame.length);
  disk.put(LOG, frame);
  await expect(openStore({ directory: directory.path, files: disk })).rejects.toThrow(/format 9\).*later one/);
});

/** Where the frames of a file end. */
function frameEnds(bytes: Buffer): number[] {
  const ends: number[] = [];
  for (let at = 0; at < bytes.length; ends.push(at)) at += 12 + bytes.readUInt32LE(at + 4);
  return ends;
}

async function untilQuiet(disk: SimulatedDisk): Promise<void> {
  for (
    let names = await disk.list();
    names.length > 2 || names.some((name) => name.includes('unfinished'));
    names = await disk.list()
  ) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
