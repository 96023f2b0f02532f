import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BucketTable } from './bucket-table.ts';
import { TokenBucket } from './token-bucket.ts';

const RATE = { perSecond: 2, burst: 3 };

test('the burst goes through at once, then one for each token that comes back', () => {
  const bucket = new TokenBucket(RATE, 0);
  expect([0, 0, 0, 0].map((now) => bucket.take(RATE, now))).toEqual([0, 0, 0, 500]);
  // A refused request takes nothing: it may come again when it was told to.
  expect(bucket.take(RATE, 250)).toBe(250);
  expect(bucket.take(RATE, 500)).toBe(0);
  expect(bucket.take(RATE, 500)).toBe(500);
});

test('who was away for long has the burst, and no more', () => {
  const bucket = new TokenBucket(RATE, 0);
  for (let i = 0; i < 3; i++) bucket.take(RATE, 0);
  const later = Array.from({ length: 5 }, () => bucket.take(RATE, 1e9));
  expect(later).toEqual([0, 0, 0, 500, 500]);
});

test('a clock that was set back takes nothing away and gives nothing', () => {
  const bucket = new TokenBucket(RATE, 1_000_000);
  for (let i = 0; i < 3; i++) bucket.take(RATE, 1_000_000);
  expect(bucket.take(RATE, 0)).toBe(500);
  expect(bucket.take(RATE, 500)).toBe(0);
});

test('a new rate holds from the next request on', () => {
  const bucket = new TokenBucket(RATE, 0);
  expect(bucket.take({ perSecond: 1, burst: 1 }, 0)).toBe(0);
  expect(bucket.take({ perSecond: 1, burst: 1 }, 0)).toBe(1000);
  expect(bucket.take({ perSecond: 1000, burst: 1 }, 1)).toBe(0);
});

test('over any time nobody gets more than the burst and what came back, and who waits as told is let in', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 });
  const rates = fc.record({
    perSecond: fc.double({ min: 0.01, max: 1000, noNaN: true }),
    burst: fc.integer({ min: 1, max: 50 }),
  });
  fc.assert(
    fc.property(steps, rates, (pauses, rate) => {
      const bucket = new TokenBucket(rate, 0);
      let [now, taken] = [0, 0];
      for (const pause of pauses) {
        now += pause;
        if (bucket.take(rate, now) === 0) taken += 1;
      }
      expect(taken).toBeLessThanOrEqual(rate.burst + (now / 1000) * rate.perSecond + 1e-6);
      const wait = bucket.take(rate, now);
      if (wait > 0) expect(bucket.take(rate, now + wait)).toBe(0);
    }),
  );
});

test('a table keeps as many buckets as it may, and forgets who has not asked for longest', () => {
  const table = new BucketTable(3);
  const rate = { perSecond: 0.001, burst: 1 };
  for (const key of ['a', 'b', 'c', 'a', 'd']) table.take(key, rate, 0);
  expect(table.size).toBe(3);
  // `b` was forgotten and begins anew; `a` was not.
  expect(table.take('a', rate, 0)).toBeGreaterThan(0);
  expect(table.take('b', rate, 0)).toBe(0);
  for (let i = 0; i < 100_000; i++) table.take(`stranger ${i}`, rate, 0);
  expect(table.size).toBe(3);
});
