import { setImmediate } from 'node:timers/promises';
import { ManualClock } from '@luban/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore, type StoreOptions } from './open-store.ts';
import { type LabelRange, type ListRange, RevisionConflict, RevisionUnavailable, type Store } from './store.ts';
import { NaiveStore } from './testing/naive-store.ts';
import { contents, Replica } from './testing/observe.ts';
import { sampleObject, sizeOf } from './testing/sample-objects.ts';
import { scratchDirectory } from './testing/scratch.ts';
import { SimulatedDisk } from './testing/simulated-disk.ts';

const RESOURCES = ['configmaps', 'deployments.apps'];
const resource = fc.constantFrom(...RESOURCES);
const key = fc.constantFrom('a/1', 'a/2', 'a/3', 'a-b/1', 'a-b/2', 'a0/1', 'b/1', 'b/2');
const value = fc.stringMatching(/^[a-z]{0,30}$/);
/** How far back from the newest revision. */
const back = fc.integer({ min: -1, max: 12 });

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: fc.constant('put' as const), resource, key, value }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('delete' as const), resource, key }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('expect' as const), resource, key, value, back }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('settle' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('list' as const),
      resource,
      namespace: fc.option(fc.constantFrom('a', 'a-b', 'b', 'c'), { nil: undefined }),
      after: fc.option(key, { nil: undefined }),
      limit: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
      back: fc.option(back, { nil: undefined }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('labelled' as const),
      resource,
      namespace: fc.option(fc.constantFrom('a', 'a-b', 'b', 'c'), { nil: undefined }),
      values: fc.uniqueArray(fc.constantFrom('0', '1', '2', '3', '4'), { minLength: 1, maxLength: 2 }),
      atMost: fc.constantFrom(2, 20),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('follow' as const), resource, back }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('compact' as const), back }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 400 }) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('fail' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test.each([
  ['in memory', false],
  ['on a disk', true],
])('whatever happens, a store %s is like a naive one', { timeout: 30_000 }, async (_, onDisk) => {
  await using directory = await scratchDirectory();
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 120, size: 'max' }), async (steps) => {
      const disk = new SimulatedDisk();
      disk.wait = setImmediate;
      const clock = new ManualClock();
      const options: StoreOptions = {
        clock,
        keepRevisions: 9,
        keepHistoryFor: 300_000,
        snapshotAfterBytes: 2500,
        parsedBytes: 600,
        onError() {},
        onNotice() {},
        ...(onDisk ? { directory: directory.path, files: disk } : {}),
      };
      const run = new Run(await openStore(options), disk, clock, options, seen);
      try {
        for (const step of steps) await run.step(step);
        await run.step({ does: 'settle' });
      } finally {
        await run.store[Symbol.asyncDispose]();
      }
    }),
    { numRuns: onDisk ? 70 : 80 },
  );
  // Otherwise what was compared would say little.
  const always = ['conflict', 'compacted', 'future', 'old revision', 'followed', 'more pages', 'labelled', 'too many'];
  expect([...seen].sort()).toEqual([...always, ...(onDisk ? ['failed', 'restarted'] : [])].sort());
});

/** Does every step to the store and to the model, and compares. */
class Run {
  store: Store;
  readonly disk: SimulatedDisk;
  readonly clock: ManualClock;
  readonly options: StoreOptions;
  readonly seen: Set<string>;
  readonly model = new NaiveStore();
  replicas: Replica[] = [];
  writing: Promise<unknown>[] = [];

  constructor(store: Store, disk: SimulatedDisk, clock: ManualClock, options: StoreOptions, seen: Set<string>) {
    this.store = store;
    this.disk = disk;
    this.clock = clock;
    this.options = options;
    this.seen = seen;
  }

  async step(step: Step): Promise<void> {
    if (step.does === 'put') this.write(step.resource, step.key, step.value);
    if (step.does === 'delete') this.write(step.resource, step.key, undefined);
    if (step.does === 'expect')
      this.write(step.resource, step.key, step.value, Math.max(0, this.model.revision - step.back));
    if (step.does === 'list') this.list(step.resource, step, step.back);
    if (step.does === 'labelled') this.labelled(step.resource, step);
    if (step.does === 'follow') this.follow(step.resource, step.back);
    if (step.does === 'compact') this.store.compact(this.store.revision - step.back);
    if (step.does === 'wait') await this.clock.advance(step.seconds * 1000);
    if (step.does === 'restart') await this.restart();
    if (step.does === 'fail') await this.fail();
    if (step.does === 'settle' || step.does === 'wait') await this.settle();
  }

  write(resource: string, key: string, value: string | undefined, expected?: number): void {
    const newest = this.model.newest(resource, key);
    const object = value === undefined ? undefined : sampleObject(key, value);
    const conflict =
      expected !== undefined ? expected !== (newest?.revision ?? 0) : object === undefined && newest === undefined;
    if (conflict) {
      expect(() => this.store.write({ resource, key, object, expected })).toThrow(RevisionConflict);
      this.seen.add('conflict');
      return;
    }
    const writing = this.store.write({ resource, key, object, expected });
    const revision = this.model.write(resource, key, value);
    expect(this.store.newest(resource, key)?.revision).toBe(value === undefined ? undefined : revision);
    this.writing.push(writing.then((written) => expect(written.revision).toBe(revision)));
  }

  list(resource: string, range: ListRange, back: number | undefined): void {
    const revision = back === undefined ? undefined : this.store.revision - back;
    const at = revision ?? this.store.revision;
    if (at < this.store.oldestRevision || at > this.store.revision) {
      const refused = this.refused(() => this.store.list(resource, { ...range, revision }));
      // A resource may know more than all of them do.
      if (refused) return;
      expect(at).toBeLessThan(this.store.oldestRevision);
    }
    const { namespace, after, limit } = range;
    const page = this.store.list(resource, { namespace, after, limit, revision });
    const expected = this.model.list(resource, at, { namespace, after, limit });
    const items = page.items.map(({ key, object, json, revision }) => {
      expect(JSON.parse(json.toString())).toEqual(object);
      return { key, value: (object.data as { value: string }).value, revision };
    });
    expect({ items, remaining: page.remaining, revision: page.revision }).toEqual({ ...expected, revision: at });
    if (at < this.store.revision) this.seen.add('old revision');
    if (page.remaining > 0) this.seen.add('more pages');
    if (back === undefined) {
      const { items, remaining } = this.model.list(resource, at, { namespace });
      expect(this.store.count(resource, namespace)).toBe(items.length + remaining);
    }
  }

  labelled(resource: string, { values, namespace, atMost }: Omit<LabelRange, 'key'>): void {
    const has = (range: ListRange) =>
      this.model.list(resource, this.store.revision, range).items.filter(({ value }) => values.includes(sizeOf(value)));
    this.store.indexLabel(resource, 'size');
    const found = this.store.labelled(resource, { key: 'size', values, namespace, atMost });
    if (found === undefined && has({}).length <= atMost) {
      expect(this.model.list(resource, this.store.revision, {}).items).toEqual([]);
    } else if (has({}).length > atMost) {
      expect(found).toBeUndefined();
      this.seen.add('too many');
    } else {
      const expected = has({ namespace }).map(({ key, revision }) => ({ key, revision }));
      expect(found?.map(({ key, revision }) => ({ key, revision }))).toEqual(expected);
      if (expected.length > 0) this.seen.add('labelled');
    }
  }

  follow(resource: string, back: number): void {
    const at = this.store.revision - back;
    const follow = () => this.replicas.push(new Replica(this.store, resource, at));
    if (at > this.store.revision || at < this.store.oldestRevision) this.refused(follow);
    else follow();
  }

  async settle(): Promise<void> {
    await Promise.all(this.writing);
    this.writing = [];
    expect(this.store.revision).toBe(this.model.revision);
    for (const resource of RESOURCES) {
      const { items } = this.model.list(resource, this.model.revision, {});
      const text = items.map(({ key, value, revision }) => `${key}=${value}@${revision}`).join(' ');
      expect(contents(this.store, resource)).toBe(text);
      const objects = this.store.list(resource).items.map(({ key, json }) => [key, json.toString()]);
      for (const replica of this.replicas.filter((one) => one.resource === resource)) {
        expect(replica.complaints).toEqual([]);
        expect(replica.objects).toEqual(objects);
        this.seen.add('followed');
      }
    }
    expect(this.store.resources().sort()).toEqual(RESOURCES.filter((name) => this.store.count(name) > 0).sort());
  }

  async restart(): Promise<void> {
    if (this.options.directory === undefined) return;
    await this.settle();
    const { revision, oldestRevision } = this.store;
    await this.store[Symbol.asyncDispose]();
    this.disk.restart(() => 0.5);
    this.store = await openStore(this.options);
    this.replicas = [];
    expect(this.store.revision).toBe(revision);
    expect(this.store.oldestRevision).toBeLessThanOrEqual(Math.max(revision, oldestRevision));
    await this.settle();
    this.seen.add('restarted');
  }

  /** Writes that don't reach the disk leave no trace. */
  async fail(): Promise<void> {
    if (this.options.directory === undefined) return;
    await this.settle();
    this.disk.space = 150;
    const lost = ['a/1', 'b/1', 'a/1'].map((key) =>
      this.store.write({ resource: 'configmaps', key, object: sampleObject(key, 'lost') }),
    );
    const results = await Promise.allSettled(lost);
    for (const result of results) expect(result).toMatchObject({ reason: { code: 'disk-full' } });
    this.model.skip(lost.length);
    this.disk.space = Number.POSITIVE_INFINITY;
    await this.clock.advance(1000);
    // The revisions of what was lost are not given again, and only the next write shows that.
    this.write('configmaps', 'a/3', 'found');
    await this.settle();
    this.seen.add('failed');
  }

  refused(act: () => void): boolean {
    try {
      act();
      return false;
    } catch (error) {
      if (!(error instanceof RevisionUnavailable)) throw error;
      expect(error.future).toBe(error.asked > this.store.revision);
      this.seen.add(error.future ? 'future' : 'compacted');
      return true;
    }
  }
}
