import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuantity, parseQuantity } from './quantity.ts';

const milliOf = (text: string) => {
  const result = parseQuantity(text);
  return result.ok ? result.milli : result.reason;
};

describe('quantities', () => {
  it.each([
    ['1', 1000n],
    ['250m', 250n],
    ['0.5', 500n],
    ['1.5Gi', 1610612736000n],
    ['2k', 2000000n],
    ['-3', -3000n],
    ['0.0001', 1n],
  ])('%s is read exactly', (text, milli) => expect(milliOf(text)).toBe(milli));

  it.each([
    ['', 'empty'],
    ['1..2', 'number'],
    ['1Xi', 'suffix'],
    ['Gi', 'number'],
    ['1 Gi', 'number'],
  ])('%j is refused because of its %s', (text, reason) => expect(milliOf(text)).toBe(reason));

  it('writes what it can read back', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 18n }),
        fc.constantFrom('cpu' as const, 'memory' as const),
        (milli, unit) => {
          expect(milliOf(formatQuantity(milli, unit))).toBe(milli);
        },
      ),
    );
  });
});
