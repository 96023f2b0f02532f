import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatIndexes, parseIndexes } from './completion-indexes.ts';

test('runs of three and more are written as ranges', () => {
  expect(formatIndexes([5, 0, 1, 2, 7, 8])).toBe('0-2,5,7,8');
  expect(formatIndexes([])).toBe('');
});

test('what is written reads as the same', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60)), (indexes) => {
      expect([...parseIndexes(formatIndexes(indexes), 61)].sort((a, b) => a - b)).toEqual(
        [...new Set(indexes)].sort((a, b) => a - b),
      );
    }),
  );
});

test('hostile texts are bounded by the limit', () => {
  expect(parseIndexes('0-999999999,x,3-1', 4).size).toBe(4);
});
