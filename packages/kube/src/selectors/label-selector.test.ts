import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatLabelSelector,
  type LabelRequirement,
  labelSelectorFromObject,
  matchesLabels,
  parseLabelSelector,
  SelectorError,
} from './label-selector.ts';

const requirement = (key: string, operator: LabelRequirement['operator'], ...values: string[]) => ({
  key,
  operator,
  values,
});

test.each([
  ['', []],
  ['app=web', [requirement('app', 'in', 'web')]],
  ['app==web', [requirement('app', 'in', 'web')]],
  ['app!=web', [requirement('app', 'notin', 'web')]],
  ['app=', [requirement('app', 'in', '')]],
  ['app=,tier=db', [requirement('app', 'in', ''), requirement('tier', 'in', 'db')]],
  [' app in (b, a) ', [requirement('app', 'in', 'a', 'b')]],
  ['app notin (a,)', [requirement('app', 'notin', '', 'a')]],
  ['app', [requirement('app', 'exists')]],
  ['!app', [requirement('app', '!')]],
  ['! example.com/app , size>3', [requirement('example.com/app', '!'), requirement('size', 'gt', '3')]],
  ['in in (in)', [requirement('in', 'in', 'in')]],
])('%j is parsed', (text, expected) => {
  expect(parseLabelSelector(text)).toEqual(expected);
});

test.each([
  '=a',
  'app in',
  'app in (a',
  'app in a',
  'app in (a b)',
  'a b',
  'app=a,',
  ',',
  'size>x',
  '-app',
  'app=-',
  'a/b/c',
  '!',
  '()',
])('%j is refused', (text) => {
  expect(() => parseLabelSelector(text)).toThrow(SelectorError);
});

const key = fc.constantFrom('app', 'tier', 'size', 'example.com/app', '__proto__', 'constructor', 'in');
const validKey = key.filter((name) => !name.startsWith('_'));
const value = fc.constantFrom('', 'a', 'b', '3', '7', 'toString');
const anyRequirement: fc.Arbitrary<LabelRequirement> = fc.oneof(
  fc.record({
    key: validKey,
    operator: fc.constantFrom('in' as const, 'notin' as const),
    values: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }).map((list) => list.sort()),
  }),
  fc.record({ key: validKey, operator: fc.constantFrom('exists' as const, '!' as const), values: fc.constant([]) }),
  fc.record({
    key: validKey,
    operator: fc.constantFrom('gt' as const, 'lt' as const),
    values: fc.constantFrom(['3'], ['-1'], ['99999999999999999999']),
  }),
);

test('what is formatted is parsed to the same', () => {
  fc.assert(
    fc.property(fc.array(anyRequirement, { maxLength: 4 }), (selector) => {
      expect(parseLabelSelector(formatLabelSelector(selector))).toEqual(selector);
    }),
  );
});

test('labels match as a naive reading of the requirements has it', () => {
  fc.assert(
    fc.property(fc.array(anyRequirement, { maxLength: 4 }), fc.dictionary(key, value), (selector, labels) => {
      const has = (name: string) => Object.keys(labels).includes(name);
      const holds = ({ key, operator, values }: LabelRequirement): boolean => {
        const number = has(key) && /^-?\d+$/.test(labels[key]!) ? BigInt(labels[key]!) : undefined;
        if (operator === 'exists') return has(key);
        if (operator === '!') return !has(key);
        if (operator === 'in') return has(key) && values.some((one) => one === labels[key]);
        if (operator === 'notin') return !has(key) || values.every((one) => one !== labels[key]);
        if (number === undefined) return false;
        return operator === 'gt' ? number > BigInt(values[0]!) : number < BigInt(values[0]!);
      };
      expect(matchesLabels(selector, labels)).toBe(selector.every(holds));
    }),
  );
});

test('any text is parsed or refused, and quickly', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      try {
        parseLabelSelector(text);
      } catch (error) {
        expect(error).toBeInstanceOf(SelectorError);
      }
    }),
  );
});

describe('the selector of an object', () => {
  test('has all of its parts', () => {
    const selector = labelSelectorFromObject({
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'NotIn', values: ['db'] },
        { key: 'canary', operator: 'DoesNotExist' },
      ],
    });
    expect(matchesLabels(selector, { app: 'web', tier: 'front' })).toBe(true);
    expect(matchesLabels(selector, { app: 'web', tier: 'db' })).toBe(false);
    expect(matchesLabels(selector, { app: 'web', canary: 'yes' })).toBe(false);
  });

  test('matches everything when it is empty, and names an operator that it does not know', () => {
    expect(matchesLabels(labelSelectorFromObject({}), undefined)).toBe(true);
    const odd = { matchExpressions: [{ key: 'a', operator: 'constructor' }] };
    expect(() => labelSelectorFromObject(odd)).toThrow('"constructor" is not a valid label selector operator');
  });
});
