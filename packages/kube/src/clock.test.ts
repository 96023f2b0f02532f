import { expect, test } from 'vitest';
import { ManualClock, systemClock } from './clock.ts';

test('a manual clock calls what is due in its order, also what was set meanwhile', async () => {
  const clock = new ManualClock(1_000);
  const calls: string[] = [];
  clock.after(20, () => calls.push(`b@${clock.now()}`));
  clock.after(10, () => {
    calls.push(`a@${clock.now()}`);
    clock.after(5, () => calls.push(`c@${clock.now()}`));
  });
  const dropped = clock.after(15, () => calls.push('never'));
  dropped[Symbol.dispose]();
  await clock.advance(19);
  expect(calls).toEqual(['a@1010', 'c@1015']);
  await clock.advance(1);
  expect(calls).toEqual(['a@1010', 'c@1015', 'b@1020']);
  expect(clock.now()).toBe(1_020);
});

test('a delay that a timer could not hold does not fire at once', async () => {
  let fired = false;
  using _timer = systemClock.after(2 ** 40, () => {
    fired = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(fired).toBe(false);
});
