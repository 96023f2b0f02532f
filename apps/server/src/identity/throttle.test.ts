import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Throttle } from './throttle.ts';

function clock() {
  let time = 1_000_000;
  return { now: () => time, pass: (ms: number) => (time += ms) };
}

test('after the free attempts each failure doubles the wait, up to the longest', () => {
  const time = clock();
  const throttle = new Throttle({ now: time.now });
  const waits: number[] = [];
  for (let i = 0; i < 12; i++) {
    expect(throttle.attempt('k')).toBe(0);
    const wait = throttle.attempt('k');
    if (wait > 0) waits.push(wait);
    time.pass(wait);
  }
  expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(waits.at(-1)).toBe(60_000);
});

test('asking while one must wait does not lengthen the wait', () => {
  const time = clock();
  const throttle = new Throttle({ now: time.now });
  for (let i = 0; i < 3; i++) throttle.attempt('k');
  for (let i = 0; i < 50; i++) expect(throttle.attempt('k')).toBe(1_000);
  time.pass(1_000);
  expect(throttle.attempt('k')).toBe(0);
});

test('a success clears the key, and keys do not touch each other', () => {
  const throttle = new Throttle(clock());
  for (let i = 0; i < 3; i++) throttle.attempt('k');
  expect(throttle.attempt('other')).toBe(0);
  throttle.succeed('k');
  expect(throttle.attempt('k')).toBe(0);
});

test('a quiet key is forgotten', () => {
  const time = clock();
  const throttle = new Throttle({ now: time.now });
  for (let i = 0; i < 3; i++) throttle.attempt('k');
  time.pass(15 * 60_000);
  for (let i = 0; i < 3; i++) expect(throttle.attempt('k')).toBe(0);
});

test('whatever is tried, no more than the free attempts plus one per wait get through', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }), (pauses) => {
      const time = clock();
      const throttle = new Throttle({ now: time.now });
      let passed = 0;
      for (const pause of pauses) {
        time.pass(pause);
        if (throttle.attempt('k') === 0) passed += 1;
      }
      const total = pauses.reduce((sum, pause) => sum + pause, 0);
      // 3 free ones, then waits of 1, 2, 4 … s must fit into the whole time.
      expect(passed).toBeLessThanOrEqual(3 + Math.floor(Math.log2(total / 1_000 + 1)) + Math.floor(total / 60_000));
    }),
  );
});
