import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CronError, parseCronSchedule } from './cron-schedule.ts';
import { latestDue } from './missed-times.ts';

const at = (text: string) => Date.parse(text);
const next = (schedule: string, after: string, zone?: string) => {
  const time = parseCronSchedule(schedule, zone).next(at(after));
  return time === undefined ? undefined : new Date(time).toISOString();
};

test.each([
  ['*/15 * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:15:00.000Z'],
  ['0 0 * * *', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00.000Z'],
  ['30 3 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T03:30:00.000Z'],
  ['0 9-17/4 * * mon-fri', '2026-01-02T14:00:00Z', '2026-01-02T17:00:00.000Z'],
  ['0 12 * JAN sun', '2026-01-01T00:00:00Z', '2026-01-04T12:00:00.000Z'],
  // Either of two restricted days will do.
  ['0 0 13 * 5', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00.000Z'],
  ['@hourly', '2026-01-01T00:59:59Z', '2026-01-01T01:00:00.000Z'],
  ['@weekly', '2026-01-01T00:00:00Z', '2026-01-04T00:00:00.000Z'],
  ['@every 1m30s', '2026-01-01T00:00:00Z', '2026-01-01T00:01:30.000Z'],
])('%s after %s is %s', (schedule, after, expected) => {
  expect(next(schedule, after)).toBe(expected);
});

test('times are those on a wall in the time zone, summer time included', () => {
  expect(next('0 8 * * *', '2026-01-01T00:00:00Z', 'Europe/Berlin')).toBe('2026-01-01T07:00:00.000Z');
  expect(next('0 8 * * *', '2026-07-01T00:00:00Z', 'Europe/Berlin')).toBe('2026-07-01T06:00:00.000Z');
  expect(next('0 0 * * *', '2026-03-29T00:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
  expect(next('0 0 1 11 *', '2026-10-20T00:00:00Z', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z');
});

test('a day that never comes is found out', () => {
  expect(next('0 0 31 2 *', '2026-01-01T00:00:00Z')).toBeUndefined();
});

test.each(['', '* * * *', '60 * * * *', '* 24 * * *', '5-1 * * * *', 'a * * * *', '1/2/3 * * * *', '@every 1 day'])(
  'refuses %j',
  (text) => {
    expect(() => parseCronSchedule(text)).toThrow(CronError);
  },
);

test('an unknown time zone is refused', () => {
  expect(() => parseCronSchedule('@daily', 'Moon/Tycho')).toThrow('unknown time zone Moon/Tycho');
});

test('the next time is always later, matches, and nothing between was left out', () => {
  const minute = fc.integer({ min: 0, max: 59 });
  const hour = fc.integer({ min: 0, max: 23 });
  const start = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });
  fc.assert(
    fc.property(minute, hour, fc.integer({ min: 0, max: 6 }), start, (m, h, weekday, after) => {
      const time = parseCronSchedule(`${m} ${h} * * ${weekday}`).next(after)!;
      const date = new Date(time);
      expect([date.getUTCMinutes(), date.getUTCHours(), date.getUTCDay()]).toEqual([m, h, weekday]);
      expect(time).toBeGreaterThan(after);
      expect(time - after).toBeLessThanOrEqual(7 * 86_400_000);
    }),
  );
});

test('of missed times the latest counts, and many are told', () => {
  const schedule = parseCronSchedule('0 * * * *');
  const since = at('2026-01-01T00:00:00Z');
  expect(latestDue(schedule, since, at('2026-01-01T00:30:00Z'))).toEqual({ tooMany: false });
  expect(latestDue(schedule, since, at('2026-01-01T03:30:00Z'))).toEqual({
    time: at('2026-01-01T03:00:00Z'),
    tooMany: false,
  });
  expect(latestDue(schedule, since, at('2029-06-01T03:30:00Z'))).toEqual({
    time: at('2029-06-01T03:00:00Z'),
    tooMany: true,
  });
  expect(latestDue(schedule, since, at('2026-01-01T03:30:00Z'), 60_000)).toEqual({ tooMany: false });
  const often = parseCronSchedule('@every 7s');
  expect(latestDue(often, since, since + 100_000)).toEqual({ time: since + 98_000, tooMany: false });
});
