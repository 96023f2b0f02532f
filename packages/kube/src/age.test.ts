import { expect, test } from 'vitest';
import { age, humanDuration } from './age.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, '0s'],
  [-1_500, '0s'],
  [-2 * SECOND, '<invalid>'],
  [5 * SECOND + 999, '5s'],
  [119 * SECOND, '119s'],
  [2 * MINUTE, '2m'],
  [2 * MINUTE + 30 * SECOND, '2m30s'],
  [10 * MINUTE + 30 * SECOND, '10m'],
  [179 * MINUTE, '179m'],
  [3 * HOUR, '3h'],
  [3 * HOUR + 12 * MINUTE, '3h12m'],
  [8 * HOUR + 12 * MINUTE, '8h'],
  [47 * HOUR, '47h'],
  [2 * DAY, '2d'],
  [2 * DAY + 3 * HOUR, '2d3h'],
  [8 * DAY + 3 * HOUR, '8d'],
  [45 * DAY, '45d'],
  [729 * DAY, '729d'],
  [740 * DAY, '2y10d'],
  [730 * DAY, '2y'],
  [365 * 8 * DAY + 40 * DAY, '8y'],
])('%d ms is %s', (milliseconds, text) => {
  expect(humanDuration(milliseconds)).toBe(text);
});

test('an age counts from a time in RFC 3339 or milliseconds', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  expect(age('2025-12-31T20:48:00Z', now)).toBe('3h12m');
  expect(age(now - 1_000, now)).toBe('1s');
  expect(age(undefined, now)).toBe('<unknown>');
  expect(age('yesterday', now)).toBe('<unknown>');
});
