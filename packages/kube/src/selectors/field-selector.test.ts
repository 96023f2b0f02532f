import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatFieldSelector, matchesFields, parseFieldSelector } from './field-selector.ts';
import { SelectorError } from './label-selector.ts';

test.each([
  ['', []],
  ['metadata.name=a', [{ field: 'metadata.name', equal: true, value: 'a' }]],
  ['status.phase!=Running,', [{ field: 'status.phase', equal: false, value: 'Running' }]],
  ['a==b', [{ field: 'a', equal: true, value: 'b' }]],
  ['a=b\\,c\\=d', [{ field: 'a', equal: true, value: 'b,c=d' }]],
])('%j is parsed', (text, expected) => {
  expect(parseFieldSelector(text)).toEqual(expected);
});

test.each(['a', 'a=b=c', 'metadata.name'])('%j is refused', (text) => {
  expect(() => parseFieldSelector(text)).toThrow(SelectorError);
});

const term = fc.record({
  field: fc.constantFrom('metadata.name', 'spec.nodeName', 'status.phase'),
  equal: fc.boolean(),
  value: fc.string({ maxLength: 8 }),
});

test('what is formatted is parsed to the same', () => {
  fc.assert(
    fc.property(fc.array(term, { maxLength: 4 }), (selector) => {
      expect(parseFieldSelector(formatFieldSelector(selector))).toEqual(selector);
    }),
  );
});

test('an absent field counts as empty', () => {
  expect(matchesFields(parseFieldSelector('spec.nodeName='), {})).toBe(true);
  expect(matchesFields(parseFieldSelector('spec.nodeName!=a'), {})).toBe(true);
  expect(matchesFields(parseFieldSelector('constructor=a'), {})).toBe(false);
});
