import { ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import { openStore, type StoreOptions } from './open-store.ts';
import type { Store, StoreEvent } from './store.ts';
import { contents } from './testing/observe.ts';
import { sampleObject } from './testing/sample-objects.ts';
import { scratchDirectory } from './testing/scratch.ts';
import { SimulatedDisk } from './testing/simulated-disk.ts';

const resource = 'configmaps';
const LOG = 'log-0000000000000001';

function put(store: Store, key: string, value: string, lifetime?: number) {
  return store.write({ resource, key, object: sampleObject(key, value), lifetime });
}

async function storeOnDisk(more: StoreOptions = {}) {
  const directory = await scratchDirectory();
  const files = new SimulatedDisk();
  const clock = new ManualClock();
  const errors: unknown[] = [];
  const notices: string[] = [];
  const options: StoreOptions = {
    directory: directory.path,
    files,
    clock,
    onError: (error) => errors.push(error),
    onNotice: (message) => notices.push(message),
    ...more,
  };
  const store = await openStore(options);
  const release = async () => {
    await store[Symbol.asyncDispose]();
    await directory[Symbol.asyncDispose]();
  };
  return { store, files, clock, errors, notices, options, path: directory.path, [Symbol.asyncDispose]: release };
}

test('on a full disk writes are refused in words and taken back, and go on when there is space', async () => {
  await using context = await storeOnDisk();
  const { store, files, clock, errors, notices } = context;
  const told: StoreEvent[] = [];
  store.subscribe(resource, undefined, (events) => told.push(...events));
  await put(store, 'a/1', 'kept');
  const { length } = files.bytes(LOG);
  // Space for a part of the group.
  files.space = 200;
  const writes = [put(store, 'a/1', 'lost'), put(store, 'a/1', 'lost too'), put(store, 'a/2', 'lost')];
  writes.push(store.write({ resource, key: 'a/1' }));
  const results = await Promise.allSettled(writes);
  const message = `The disk is full: free space in ${context.path}: 0.0 MiB; writing is tried again every second`;
  for (const result of results)
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'disk-full', message } });
  expect(errors).toHaveLength(1);
  expect(files.bytes(LOG)).toHaveLength(length);
  expect(store.newest(resource, 'a/1')).toBe(store.get(resource, 'a/1'));
  expect(store.newest(resource, 'a/2')).toBeUndefined();
  expect([contents(store, resource), store.revision, told.length]).toEqual(['a/1=kept@2', 2, 1]);
  await expect(put(store, 'a/2', '')).rejects.toThrow('The disk is full');
  await clock.advance(3000);
  await expect(put(store, 'a/2', '')).rejects.toThrow('The disk is full');
  files.space = 1 << 20;
  await clock.advance(1000);
  expect(notices).toEqual(['The store takes writes again']);
  // Revisions that were given once are not given again.
  expect((await put(store, 'a/2', 'new')).revision).toBe(7);
  expect(contents(store, resource)).toBe('a/1=kept@2 a/2=new@7');
  await store[Symbol.asyncDispose]();
  await using again = await openStore(context.options);
  expect(contents(again, resource)).toBe('a/1=kept@2 a/2=new@7');
});

test('what the disk fails to sync is taken back as well, and cut off the log before the next write', async () => {
  await using context = await storeOnDisk();
  const { store, files, clock } = context;
  await put(store, 'a/1', 'kept');
  files.failing.set('sync', 'EIO').set('truncate', 'EIO');
  await expect(put(store, 'a/1', 'lost')).rejects.toThrow(
    `Writing to ${context.path}/${LOG} failed (EIO: sync); writing is tried again every second`,
  );
  expect(contents(store, resource)).toBe('a/1=kept@2');
  files.failing.delete('sync');
  await clock.advance(1000);
  await expect(put(store, 'a/1', '')).rejects.toThrow('(EIO: truncate)');
  files.failing.clear();
  await clock.advance(1000);
  await put(store, 'a/1', 'new');
  await store[Symbol.asyncDispose]();
  await using again = await openStore(context.options);
  expect(contents(again, resource)).toBe('a/1=new@4');
  expect(again.list(resource, { revision: 3 }).items).toMatchObject([{ revision: 2 }]);
});

test('what comes while a group is on its way forms one group, and is taken back with it', async () => {
  await using context = await storeOnDisk();
  const { store, files } = context;
  const groups: number[] = [];
  store.subscribe(resource, undefined, (events) => groups.push(events.length));
  const two = async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    files.wait = () => promise;
    const first = put(store, 'a/1', 'first');
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const settled = Promise.allSettled([first, put(store, 'a/1', 'second'), put(store, 'a/2', 'second')]);
    resolve();
    return (await settled).map((result) => result.status);
  };
  expect(await two()).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  expect(groups).toEqual([1, 2]);
  files.failing.set('write', 'EIO');
  expect(await two()).toEqual(['rejected', 'rejected', 'rejected']);
  expect(contents(store, resource)).toBe('a/1=second@3 a/2=second@4');
});

test('an end of life that cannot be written comes later', async () => {
  await using context = await storeOnDisk();
  const { store, files, clock } = context;
  await put(store, 'a/1', '', 1000);
  await put(store, 'a/2', '', 1500);
  files.failing.set('write', 'EIO');
  // A write that would let it live is taken back.
  await Promise.allSettled([put(store, 'a/2', 'for ever')]);
  await clock.advance(5000);
  expect(store.count(resource)).toBe(2);
  files.failing.clear();
  await clock.advance(5000);
  await clock.advance(0);
  expect(store.count(resource)).toBe(0);
});

test('a life that was prolonged by a write that is taken back ends all the same', async () => {
  await using context = await storeOnDisk();
  const { store, files, clock } = context;
  await put(store, 'a/1', '', 1000);
  const { promise, resolve } = Promise.withResolvers<void>();
  files.wait = () => promise;
  const prolonging = Promise.allSettled([put(store, 'a/1', 'for ever')]);
  await clock.advance(2000);
  expect(store.count(resource)).toBe(1);
  files.failing.set('write', 'EIO');
  resolve();
  await prolonging;
  files.failing.clear();
  await clock.advance(5000);
  await clock.advance(0);
  expect(store.count(resource)).toBe(0);
});

test('ends of lives outlast a restart', async () => {
  await using context = await storeOnDisk({ snapshotAfterBytes: 400 });
  const { store, clock, options } = context;
  await put(store, 'a/1', '', 60_000);
  for (let i = 0; i < 5; i++) await put(store, 'a/2', `${i}`, 120_000);
  await store[Symbol.asyncDispose]();
  await clock.advance(30_000);
  await using again = await openStore(options);
  expect(again.count(resource)).toBe(2);
  await clock.advance(30_001);
  await clock.advance(0);
  expect(contents(again, resource)).toContain('a/2');
  expect(again.count(resource)).toBe(1);
  await clock.advance(60_001);
  await clock.advance(0);
  expect(again.count(resource)).toBe(0);
});

test('a snapshot that cannot be written is told of and tried again, and the log goes on', async () => {
  await using context = await storeOnDisk({ snapshotAfterBytes: 1000 });
  const { store, files, errors } = context;
  files.failing.set('rename', 'EIO');
  for (let i = 0; i < 10; i++) await put(store, 'a/1', `${i}`);
  await expect.poll(() => errors.length).toBeGreaterThan(0);
  expect(String(errors[0])).toContain('No snapshot could be written');
  expect((await files.list()).filter((name) => name.startsWith('snapshot'))).toEqual([]);
  files.failing.set('open', 'EMFILE');
  errors.length = 0;
  for (let i = 0; i < 10; i++) await put(store, 'a/1', `${i}`);
  expect(errors.map(String)).toContainEqual(expect.stringContaining('No new log could be begun'));
  files.failing.clear();
  for (let i = 0; i < 20; i++) await put(store, 'a/1', `${i}`);
  await expect.poll(async () => (await files.list()).some((name) => /^snapshot-\d+$/.test(name))).toBe(true);
  await store[Symbol.asyncDispose]();
  await using again = await openStore(context.options);
  expect(contents(again, resource)).toBe('a/1=19@41');
});
