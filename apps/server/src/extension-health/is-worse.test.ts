import { expect, test } from 'vitest';
import { isWorse } from './is-worse.ts';

const version = (failed: number, sessions: number) => ({ version: '1.0.0', failed, sessions });

test.each([
  // Too little is known.
  [2, 2, 0, 0, false],
  [1, 3, 0, 10, false],
  // Three sessions in a row, as nothing before did.
  [3, 3, 0, 3, true],
  [3, 3, 0, 0, true],
  // As bad as the one before.
  [5, 10, 5, 10, false],
  [3, 3, 3, 3, false],
  // A few of very many.
  [20, 1_000, 0, 1_000, false],
  [400, 1_000, 10, 1_000, true],
  [9, 10, 2, 10, true],
])('%i of %i against %i of %i: %s', (failed, sessions, failedBefore, sessionsBefore, expected) => {
  expect(isWorse(version(failed, sessions), version(failedBefore, sessionsBefore))).toBe(expected);
});

test('nothing known of the version before is as if it had never failed', () => {
  expect(isWorse(version(3, 3), undefined)).toBe(true);
});
