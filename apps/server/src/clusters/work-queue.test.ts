import { ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import { WorkQueue } from './work-queue.ts';

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

test('a name that is added while it is worked on comes once more, and names do not wait for each other', async () => {
  const done: string[] = [];
  const gates = new Map<string, () => void>();
  await using queue = new WorkQueue(
    async (name) => {
      await new Promise<void>((resolve) => gates.set(name, resolve));
      done.push(name);
    },
    { onError: (error) => expect.unreachable(String(error)) },
  );
  queue.add('a');
  queue.add('b');
  for (let i = 0; i < 5; i++) queue.add('a');
  gates.get('b')!();
  await turn();
  expect(done).toEqual(['b']);
  gates.get('a')!();
  await turn();
  gates.get('a')!();
  await turn();
  expect(done).toEqual(['b', 'a', 'a']);
});

test('what failed is tried again, later each time, and at once when it is added', async () => {
  const clock = new ManualClock();
  const errors: unknown[] = [];
  const times: number[] = [];
  let fails = true;
  const from = clock.now();
  await using queue = new WorkQueue(
    async () => {
      times.push(clock.now() - from);
      if (fails) throw new Error('no');
    },
    { clock, onError: (error) => errors.push(error) },
  );
  queue.add('a');
  await clock.advance(3_600);
  expect(times).toEqual([0, 500, 1_500, 3_500]);
  expect(errors).toHaveLength(4);
  fails = false;
  queue.add('a');
  await clock.advance(60_000);
  expect(times).toEqual([0, 500, 1_500, 3_500, 3_600]);
});

test('the end waits for what is under way, and nothing begins afterwards', async () => {
  let finish = () => {};
  let begun = 0;
  const queue = new WorkQueue(
    () => {
      begun++;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    },
    { onError: () => {} },
  );
  queue.add('a');
  queue.add('a');
  let ended = false;
  const end = queue[Symbol.asyncDispose]().then(() => {
    ended = true;
  });
  await turn();
  expect(ended).toBe(false);
  finish();
  await end;
  queue.add('b');
  expect(begun).toBe(1);
});
