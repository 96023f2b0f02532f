import { ManualClock } from '@luban/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WorkQueue } from './work-queue.ts';

test('a key that waits or is worked on is not handed out twice at once, and none is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), wait: fc.nat(3) }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 3 }),
      async (adds, workers) => {
        const clock = new ManualClock();
        const added = new Map<string, number>();
        const seen = new Map<string, number>();
        const active = new Set<string>();
        let time = 0;
        using queue = new WorkQueue(clock, workers, async (key) => {
          expect(active.has(key)).toBe(false);
          active.add(key);
          expect(active.size).toBeLessThanOrEqual(workers);
          seen.set(key, time);
          await new Promise<void>((resolve) => clock.after(2, resolve));
          active.delete(key);
        });
        for (const { key, wait } of adds) {
          added.set(key, time++);
          queue.add(key);
          await clock.advance(wait);
        }
        time++;
        await clock.advance(1000);
        for (const [key, at] of added) expect(seen.get(key)).toBeGreaterThanOrEqual(at);
      },
    ),
    { numRuns: 25 },
  );
});

test('failures are repeated later and later, until one succeeds', async () => {
  const clock = new ManualClock();
  const times: number[] = [];
  const start = clock.now();
  using queue: WorkQueue = new WorkQueue(clock, 1, async (key) => {
    times.push(clock.now() - start);
    if (times.length < 4) queue.retry(key);
    else queue.succeeded(key);
  });
  queue.add('a');
  await clock.advance(1000);
  expect(times).toEqual([0, 20, 60, 140]);
  queue.retry('a');
  await clock.advance(20);
  expect(times).toHaveLength(5);
});

test('of several delays the shortest counts', async () => {
  const clock = new ManualClock();
  let runs = 0;
  using queue = new WorkQueue(clock, 1, async () => void runs++);
  queue.addAfter('a', 100);
  queue.addAfter('a', 10);
  queue.addAfter('a', 50);
  await clock.advance(10);
  expect(runs).toBe(1);
  await clock.advance(200);
  expect(runs).toBe(1);
});
