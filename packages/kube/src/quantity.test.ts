import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  milliValue,
  parseQuantity,
  QuantityError,
  quantityOf,
  quantityToNumber,
  subtractQuantities,
} from './quantity.ts';

test.each([
  ['0', '0'],
  ['0Mi', '0'],
  ['1500m', '1500m'],
  ['1000m', '1'],
  ['0.5', '500m'],
  ['.5', '500m'],
  ['1.', '1'],
  ['1024Mi', '1Gi'],
  ['1025Mi', '1025Mi'],
  ['1024', '1024'],
  ['1024Ki', '1Mi'],
  ['0.5Gi', '512Mi'],
  ['0.5Ki', '512'],
  ['1.5Gi', '1536Mi'],
  ['1000Ki', '1000Ki'],
  ['0.1Mi', '104857600m'],
  ['100000', '100k'],
  ['1000k', '1M'],
  ['1e3', '1e3'],
  ['1E3', '1e3'],
  ['1E', '1E'],
  ['12e6', '12e6'],
  ['1e-3', '1e-3'],
  ['0.1n', '1n'],
  ['-1000m', '-1'],
  ['-0.1n', '-1n'],
  ['+5', '5'],
  ['1e2', '100'],
  ['9223372036854775807', '9223372036854775807'],
  ['16Ei', '9223372036854775807'],
])('%s is written %s', (text, canonical) => {
  expect(formatQuantity(parseQuantity(text))).toBe(canonical);
});

test('numbers are quantities too', () => {
  expect(canonicalQuantity(2)).toBe('2');
  expect(canonicalQuantity(0.1)).toBe('100m');
  expect(canonicalQuantity(1e21)).toBe('1e21');
});

test.each([
  ['', /regular expression/],
  ['abc', /regular expression/],
  ['1 Gi', /regular expression/],
  ['1..2', /regular expression/],
  ['1Gx', /regular expression/],
  ['1K', /suffix/],
  ['1ei', /suffix/],
  ['1i', /suffix/],
  ['1'.repeat(10_000), /regular expression/],
])('%s is refused', (text, message) => {
  expect(() => parseQuantity(text)).toThrow(QuantityError);
  expect(() => parseQuantity(text)).toThrow(message);
  expect(quantityOf(text)).toBeUndefined();
});

test('absurd exponents end quickly', () => {
  expect(quantityOf('1e999999999999')).toBeDefined();
  expect(formatQuantity(parseQuantity('1e-999999999999'))).toBe('1e-9');
});

test('what is no quantity keeps its value', () => {
  expect(canonicalQuantity('many')).toBe('many');
  expect(canonicalQuantity({})).toEqual({});
  expect(canonicalQuantity(undefined)).toBeUndefined();
});

test('milli values round up', () => {
  expect(milliValue(parseQuantity('1.5'))).toBe(1500n);
  expect(milliValue(parseQuantity('1n'))).toBe(1n);
  expect(milliValue(parseQuantity('-1n'))).toBe(-1n);
  expect(quantityToNumber(parseQuantity('1500m'))).toBe(1.5);
});

const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'e-3');
const quantity = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 999 }), suffix)
  .map(([whole, fraction, unit]) => `${whole}.${fraction}${unit}`);

test('the canonical form means the same and is stable', () => {
  fc.assert(
    fc.property(quantity, (text) => {
      const parsed = parseQuantity(text);
      const written = formatQuantity(parsed);
      expect(compareQuantities(parseQuantity(written), parsed)).toBe(0);
      expect(formatQuantity(parseQuantity(written))).toBe(written);
    }),
  );
});

test('sums are exact and undone by the difference', () => {
  fc.assert(
    fc.property(quantity, quantity, (first, second) => {
      const [a, b] = [parseQuantity(first), parseQuantity(second)];
      expect(addQuantities(a, b).nano).toBe(addQuantities(b, a).nano);
      expect(subtractQuantities(addQuantities(a, b), b).nano).toBe(a.nano);
      expect(Math.sign(compareQuantities(a, b))).toBe(-Math.sign(compareQuantities(b, a)) + 0);
    }),
  );
});

test('no text makes it do anything but parse or refuse', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+-]?[0-9.]*[eEinumkKMGTP]*[-+]?[0-9]*$/)), (text) => {
      const parsed = quantityOf(text);
      if (parsed !== undefined) expect(quantityOf(formatQuantity(parsed))?.nano).toBe(parsed.nano);
    }),
  );
});
