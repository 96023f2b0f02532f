import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyIndex } from './key-index.ts';

interface Value {
  key: string;
  counts: boolean;
}

/** Few enough that they meet, many enough for several leaves. */
const key = fc.integer({ min: 0, max: 3000 }).map((number) => `${number % 7}/${number}`);
const change = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('insert' as const), key, counts: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('delete' as const), key }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('recount' as const), key }) },
);

test('the index does as a sorted array would', () => {
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 10, maxLength: 4000, size: 'max' }),
      fc.array(key, { minLength: 6, maxLength: 6 }),
      (changes, keys) => {
        const index = new KeyIndex<Value>((value) => value.counts);
        const model = new Map<string, Value>();
        for (const change of changes) {
          const known = model.get(change.key);
          if (change.does === 'insert' && known === undefined) {
            const value = { key: change.key, counts: change.counts };
            model.set(change.key, value);
            index.insert(change.key, value);
          } else if (change.does === 'delete') {
            model.delete(change.key);
            index.delete(change.key);
          } else if (change.does === 'recount' && known !== undefined) {
            known.counts = !known.counts;
            index.recount(change.key, known.counts ? 1 : -1);
          }
        }
        const sorted = [...model.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
        for (const [at, from] of ['', ...keys].entries()) {
          const before = keys[at];
          const expected = sorted.filter((value) => value.key >= from && (before === undefined || value.key < before));
          const found: Value[] = [];
          index.scan(from, before, (value) => found.push(value) > 0);
          expect(found).toEqual(expected);
          expect(index.count(from, before)).toBe(expected.filter((value) => value.counts).length);
          expect(index.get(from)).toBe(model.get(from));
          const few: Value[] = [];
          index.scan(from, before, (value) => few.push(value) < 3);
          expect(few).toEqual(expected.slice(0, 3));
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('a hundred thousand keys go in, in order or not, and out again', { timeout: 20_000 }, () => {
  const sorted = Array.from({ length: 100_000 }, (_, i) => `namespace-${i % 100}/${String(i).padStart(6, '0')}`).sort();
  // A walk by steps that have no common divisor with the length visits all.
  const shuffled = sorted.map((_, i) => sorted[(i * 38_371) % sorted.length]!);
  for (const keys of [sorted, shuffled]) {
    const index = new KeyIndex<number>(() => true);
    for (const [i, key] of keys.entries()) index.insert(key, i);
    expect(index.count('', undefined)).toBe(100_000);
    expect(index.count('namespace-7/', 'namespace-70')).toBe(1000);
    for (const key of keys) index.delete(key);
    expect(index.count('', undefined)).toBe(0);
  }
});
