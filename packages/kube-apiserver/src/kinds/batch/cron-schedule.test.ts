import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scheduleProblem } from './cron-schedule.ts';

test.each(['* * * * *', '*/5 1-3,7 1 JAN-mar mon', '0 0 ? * 0', '@daily', '@every 1h30m', '0/15 * * * *'])(
  '%s is a schedule',
  (schedule) => {
    expect(scheduleProblem(schedule)).toBeUndefined();
  },
);

test.each([
  ['', 'empty spec string'],
  ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
  ['60 * * * *', 'end of range (60) above maximum (59): 60'],
  ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ['* 5-3 * * *', 'beginning of range (5) beyond end of range (3): 5-3'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
  ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
  ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ['* * * * 7', 'end of range (7) above maximum (6): 7'],
  ['@sometimes', 'unrecognized descriptor: @sometimes'],
  ['@every day', 'failed to parse duration @every day: time: invalid duration "day"'],
])('%s is none', (schedule, problem) => {
  expect(scheduleProblem(schedule)).toBe(problem);
});

test('any text has an answer', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9*,/ -]*$/)), (schedule) => {
      const problem = scheduleProblem(schedule);
      expect(problem === undefined || problem.length > 0).toBe(true);
    }),
  );
});
