import { ManualClock } from '@luban/kube';
import { expect, onTestFinished, test } from 'vitest';
import { NameQueue } from './name-queue.ts';

function queueOf(work: (name: string) => Promise<void>) {
  const clock = new ManualClock();
  const errors: unknown[] = [];
  const queue = new NameQueue(work, { clock, delay: 100, parallel: 2, onError: (error) => errors.push(error) });
  onTestFinished(() => queue[Symbol.asyncDispose]());
  return { clock, errors, queue };
}

test('a burst of changes is one piece of work', async () => {
  const worked: string[] = [];
  const { clock, queue } = queueOf(async (name) => void worked.push(name));
  for (let i = 0; i < 10; i++) {
    queue.add('a');
    await clock.advance(9);
  }
  queue.add('b');
  await clock.advance(100);
  expect(worked).toEqual(['a', 'b']);
});

test('no name is worked on twice at once, and no more at a time than it may be; what comes meanwhile comes afterwards', async () => {
  let [running, most] = [0, 0];
  const worked: string[] = [];
  const gates: (() => void)[] = [];
  const { clock, queue } = queueOf(async (name) => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => gates.push(resolve));
    running--;
    worked.push(name);
  });
  for (const name of ['a', 'b', 'c']) queue.add(name);
  await clock.advance(100);
  queue.add('a');
  await clock.advance(100);
  expect([worked, running]).toEqual([[], 2]);
  for (let i = 0; i < 4; i++) {
    gates.shift()!();
    await clock.advance(100);
  }
  expect([worked.toSorted(), most]).toEqual([['a', 'a', 'b', 'c'], 2]);
});

test('what failed is tried again, later each time, and at once when something happens to it', async () => {
  let tries = 0;
  const { clock, queue, errors } = queueOf(async () => {
    tries++;
    if (tries < 4) throw new Error(`${tries}`);
  });
  queue.add('a');
  await clock.advance(100);
  await clock.advance(999);
  expect(tries).toBe(1);
  await clock.advance(1);
  expect(tries).toBe(2);
  await clock.advance(1_999);
  expect(tries).toBe(2);
  queue.add('a');
  await clock.advance(100);
  expect([tries, errors.length]).toEqual([3, 3]);
  await clock.advance(60_000);
  expect([tries, errors.length]).toEqual([4, 3]);
});
