import { ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import { openStore } from './open-store.ts';
import { RevisionConflict, RevisionUnavailable, type StoreEvent } from './store.ts';
import { sampleObject, sampleValue } from './testing/sample-objects.ts';

const resource = 'configmaps';

test('a write is the newest at once, and seen by readers when it is durable', async () => {
  await using store = await openStore();
  const writing = store.write({ resource, key: 'a/x', object: sampleObject('a/x', '1') });
  expect(store.newest(resource, 'a/x')).toMatchObject({ key: 'a/x', namespace: 'a', name: 'x', revision: 2 });
  expect(store.get(resource, 'a/x')).toBeUndefined();
  expect(store.list(resource)).toEqual({ items: [], remaining: 0, revision: 1 });
  const newest = store.list(resource, { newest: true });
  expect(newest).toEqual({ items: [store.newest(resource, 'a/x')], remaining: 0, revision: 2 });
  expect(store.count(resource)).toBe(0);
  expect(store.resources()).toEqual([]);
  const written = await writing;
  expect(store.get(resource, 'a/x')).toBe(written);
  expect(JSON.parse(written.json.toString())).toEqual(written.object);
  expect(written.object.metadata.resourceVersion).toBe('2');
  expect([store.revision, store.count(resource), store.resources()]).toEqual([2, 1, [resource]]);
});

test('a write with an outdated expectation throws at once and changes nothing', async () => {
  await using store = await openStore();
  expect(() => store.write({ resource, key: 'x' })).toThrow(new RevisionConflict(undefined));
  expect(() => store.write({ resource, key: 'x', object: sampleObject('a/x', '1'), expected: 7 })).toThrow(
    RevisionConflict,
  );
  const first = store.write({ resource, key: 'x', object: sampleObject('a/x', '1'), expected: 0 });
  const newest = store.newest(resource, 'x');
  expect(() => store.write({ resource, key: 'x', object: sampleObject('a/x', '2'), expected: 0 })).toThrow(
    new RevisionConflict(newest),
  );
  const second = store.write({ resource, key: 'x', object: sampleObject('a/x', '3'), expected: newest?.revision });
  expect([(await first).revision, (await second).revision]).toEqual([2, 3]);
  expect(sampleValue((await first).object)).toBe('1');
});

test('a deletion shows the last state with a resource version of its own', async () => {
  await using store = await openStore();
  await store.write({ resource, key: 'a/x', object: sampleObject('a/x', '1') });
  const events: StoreEvent[] = [];
  using _ = store.subscribe(resource, undefined, (told) => events.push(...told));
  const deleted = await store.write({ resource, key: 'a/x', expected: 2 });
  expect(deleted.object).toMatchObject({ metadata: { name: 'x', resourceVersion: '3' }, data: { value: '1' } });
  expect(JSON.parse(deleted.json.toString())).toEqual(deleted.object);
  expect(events).toMatchObject([{ type: 'DELETED', revision: 3, previous: { revision: 2 } }]);
  expect(events[0]?.current).toBe(deleted);
  expect(store.get(resource, 'a/x')).toBeUndefined();
  expect(store.newest(resource, 'a/x')).toBeUndefined();
});

test('pages go by key, within a namespace, and know how many follow, also at an earlier revision', async () => {
  await using store = await openStore();
  const keys = ['a-b/1', 'a/1', 'a/2', 'a/3', 'a0/1', 'b/1'];
  await Promise.all(keys.toReversed().map((key) => store.write({ resource, key, object: sampleObject(key, '') })));
  const { revision } = store;
  await store.write({ resource, key: 'a/2' });
  await store.write({ resource, key: 'a/4', object: sampleObject('a/4', '') });
  const page = (range: Parameters<typeof store.list>[1]) => {
    const { items, remaining } = store.list(resource, range);
    return [...items.map((item) => item.key), remaining];
  };
  expect(page({})).toEqual(['a-b/1', 'a/1', 'a/3', 'a/4', 'a0/1', 'b/1', 0]);
  expect(page({ namespace: 'a' })).toEqual(['a/1', 'a/3', 'a/4', 0]);
  expect(page({ namespace: 'a', limit: 1 })).toEqual(['a/1', 2]);
  expect(page({ namespace: 'a', limit: 1, after: 'a/1' })).toEqual(['a/3', 1]);
  expect(page({ namespace: 'a', limit: 1, after: 'a/1', revision })).toEqual(['a/2', 1]);
  expect(page({ limit: 3, revision })).toEqual(['a-b/1', 'a/1', 'a/2', 3]);
  expect(page({ namespace: 'nowhere' })).toEqual([0]);
  expect([store.count(resource), store.count(resource, 'a'), store.count(resource, 'z')]).toEqual([6, 3, 0]);
});

test('revisions that are not kept or not made yet are refused', async () => {
  await using store = await openStore({ keepRevisions: 2 });
  for (const value of ['1', '2', '3', '4'])
    await store.write({ resource, key: 'x', object: sampleObject('a/x', value) });
  await store.write({ resource: 'secrets', key: 'x', object: sampleObject('a/x', '') });
  expect(store.oldestRevision).toBe(3);
  expect(() => store.list(resource, { revision: 2 })).toThrow(new RevisionUnavailable(2, 3));
  expect(sampleValue(store.list(resource, { revision: 3 }).items[0]!.object)).toBe('2');
  expect(store.list('secrets', { revision: 1 }).items).toEqual([]);
  expect(() => store.subscribe(resource, 2, () => {})).toThrow(RevisionUnavailable);
  expect(() => store.subscribe(resource, 7, () => {})).toThrow(expect.objectContaining({ future: true }));
  store.compact(5);
  expect(() => store.list('secrets', { revision: 4 })).toThrow(new RevisionUnavailable(4, 5));
  store.compact(1000);
  expect(store.oldestRevision).toBe(store.revision);
});

test('history is forgotten when it is old', async () => {
  const clock = new ManualClock();
  await using store = await openStore({ clock, keepHistoryFor: 60_000 });
  await store.write({ resource, key: 'x', object: sampleObject('a/x', '1') });
  await clock.advance(30_000);
  await store.write({ resource, key: 'x', object: sampleObject('a/x', '2') });
  expect(store.oldestRevision).toBe(1);
  await clock.advance(32_000);
  expect(store.oldestRevision).toBe(2);
  await clock.advance(30_000);
  expect(store.oldestRevision).toBe(3);
  expect(sampleValue(store.list(resource, { revision: 3 }).items[0]!.object)).toBe('2');
});

test('subscribers hear in groups, from where they asked, and don’t hurt each other', async () => {
  const errors: unknown[] = [];
  await using store = await openStore({ onError: (error) => errors.push(error) });
  const put = (key: string) => store.write({ resource, key, object: sampleObject('a/x', '') });
  await put('1');
  const calls: (string | number)[][] = [];
  const hear = (name: string) => (events: readonly StoreEvent[]) => {
    calls.push([name, ...events.map((event) => event.revision)]);
  };
  store.subscribe(resource, undefined, () => {
    throw new Error('broken');
  });
  const first = store.subscribe(resource, 1, hear('first'));
  expect(calls).toEqual([['first', 2]]);
  const during: Disposable[] = [];
  store.subscribe(resource, undefined, () => {
    if (during.length === 0) during.push(store.subscribe(resource, undefined, hear('late')));
  });
  await Promise.all([put('2'), put('3')]);
  first[Symbol.dispose]();
  await put('4');
  expect(calls).toEqual([
    ['first', 2],
    ['first', 3, 4],
    ['late', 5],
  ]);
  expect(errors).toHaveLength(2);
});

test('objects with a lifetime delete themselves, unless they are written again', async () => {
  const clock = new ManualClock();
  await using store = await openStore({ clock });
  const events: string[] = [];
  store.subscribe(resource, undefined, (told) =>
    events.push(...told.map(({ type, current }) => `${type} ${current.key}`)),
  );
  const put = (key: string, lifetime?: number) =>
    store.write({ resource, key, object: sampleObject('a/x', ''), lifetime });
  await Promise.all([put('short', 1000), put('long', 5000), put('longer', 1000), put('forever', 1000)]);
  await Promise.all([put('longer', 9000), put('forever')]);
  events.length = 0;
  await clock.advance(1001);
  expect(events).toEqual(['DELETED short']);
  await clock.advance(10_000);
  await clock.advance(0);
  expect(events).toEqual(['DELETED short', 'DELETED long', 'DELETED longer']);
  expect(store.list(resource).items.map((item) => item.key)).toEqual(['forever']);
});

test('a closed store refuses writes and can still be read', async () => {
  const store = await openStore();
  const writing = store.write({ resource, key: 'x', object: sampleObject('a/x', '') });
  await store[Symbol.asyncDispose]();
  expect(store.get(resource, 'x')).toBe(await writing);
  await expect(store.write({ resource, key: 'x' })).rejects.toMatchObject({ code: 'closed' });
  await store[Symbol.asyncDispose]();
});

test('keys and fields that are called like parts of every object are like others', async () => {
  await using store = await openStore();
  const object = JSON.parse('{"metadata":{"__proto__":{"a":1}},"__proto__":{"b":2},"constructor":3}');
  await store.write({ resource: '__proto__', key: '__proto__', object });
  const { json } = await store.write({ resource: '__proto__', key: '__proto__' });
  expect(json.toString()).toBe(
    '{"metadata":{"__proto__":{"a":1},"resourceVersion":"3"},"__proto__":{"b":2},"constructor":3}',
  );
  expect(() => store.write({ resource, key: '\ud800', object })).toThrow(TypeError);
});
