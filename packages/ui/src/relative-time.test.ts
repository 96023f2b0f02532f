import fc from 'fast-check';
import { expect, it } from 'vitest';
import { briefDistance, relativeTime } from './relative-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

it.each([
  [-59_999, undefined],
  [30_000, undefined],
  [-minute, '1 minute ago'],
  [-59 * minute, '59 minutes ago'],
  [-hour, '1 hour ago'],
  [-day, 'yesterday'],
  [-6 * day, '6 days ago'],
  [2 * day, 'in 2 days'],
  [-40 * day, 'last month'],
  [-800 * day, '2 years ago'],
])('calls %d ms %s', (distance, text) => {
  expect(relativeTime(distance, 0, 'en')).toBe(text);
});

it('speaks other languages', () => {
  expect(relativeTime(-3 * minute, 0, 'zh')).toBe('3分钟前');
});

it('never names a unit of zero', () => {
  fc.assert(
    fc.property(fc.integer({ min: -4e12, max: 4e12 }), (distance) => {
      expect(relativeTime(distance, 0, 'en') ?? 'now').not.toMatch(/\b0 /);
    }),
  );
});

it.each([
  [-59_999, undefined],
  [-3 * minute, '3m'],
  [5 * hour, '5h'],
  [-40 * day, '40d'],
  [-800 * day, '2y'],
])('calls %d ms %s in brief', (distance, text) => {
  expect(briefDistance(distance, 0, 'en')).toBe(text);
});
