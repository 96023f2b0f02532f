import fc from 'fast-check';
import { satisfies } from 'semver';
import { describe, expect, test } from 'vitest';
import { inRange } from './in-range.ts';
import { parseRange } from './parse-range.ts';

/** Versions that are in the range, and versions that are not. */
const TABLE: [range: string, inside: string, outside: string][] = [
  ['>=1.19.0-0', '1.19.0 v1.28.3-gke.100 v1.28.3-gke.100+build 1.19.0-0 v1.31.2+k3s1', '1.18.99 1.18.0-rc.1 1.19 x'],
  ['>= 1.0.0-0', '1.0.0 1.0.0-alpha 2.1.3', '0.9.9 0.9.9-1'],
  ['>=1.19.0', '1.19.0 1.30.0+eks', '1.19.0-1 1.28.3-gke.100'],
  ['~1.2', '1.2.0 1.2.9', '1.1.9 1.3.0 1.2.3-rc.1'],
  ['~1.2-0', '1.2.0-beta 1.2.9-beta 1.2.3', '1.3.0 1.3.0-alpha 1.1.9'],
  ['~>1.2.3', '1.2.3 1.2.4', '1.2.2 1.3.0'],
  ['~1', '1.0.0 1.9.9', '0.9.9 2.0.0'],
  ['~1.x.x', '1.0.0 1.9.9', '0.9.9 2.0.0'],
  ['~0.0.0', '0.0.0 7.8.9', '0.0.0-1'],
  ['^1.2.3', '1.2.3 1.9.0', '1.2.2 2.0.0'],
  ['^0.2.3', '0.2.3 0.2.9', '0.2.2 0.3.0 1.2.3'],
  ['^0.0.3', '0.0.3', '0.0.2 0.0.4 0.1.0'],
  ['^0.0', '0.0.0 0.0.9', '0.1.0 1.0.0'],
  ['^0', '0.0.0 0.9.9', '1.0.0'],
  ['^1.2.3-beta.2', '1.2.3-beta.2 1.2.3-beta.10 1.2.3 1.4.0-alpha', '1.2.3-beta.1 2.0.0'],
  ['1.2.3', '1.2.3 v1.2.3 1.2.3+b', '1.2.4 1.2.3-0'],
  ['=1.2', '1.2.0 1.2.7', '1.3.0 1.1.0'],
  ['v1.2.X', '1.2.0 1.2.7', '1.3.0'],
  ['1.x', '1.0.0 1.99.0', '2.0.0 0.9.0'],
  ['*', '0.0.0 99.0.0', '1.0.0-alpha'],
  ['*-0', '0.0.0 1.0.0-alpha', ''],
  ['x || 1.0.0-0', '5.0.0 1.0.0-0', '1.0.0-1'],
  ['!=1.2.3', '1.2.4 0.0.1', '1.2.3 1.2.3-rc'],
  ['!=1.x', '2.0.0 0.9.0', '1.0.0 1.4.4'],
  ['!=1.2.x', '1.3.0 2.2.0', '1.2.0 1.2.9'],
  ['>1', '2.0.0 11.0.0', '1.0.0 1.9.9'],
  ['>1.2', '1.3.0 2.0.0', '1.2.0 1.2.9 1.1.0'],
  ['>1.2.3-0', '1.2.3 1.2.3-1 2.0.0-x', '1.2.3-0 1.2.2'],
  ['<=1', '1.9.9 0.1.0', '2.0.0'],
  ['=<1.2', '1.2.9 1.0.0', '1.3.0 2.0.0'],
  ['<1.2', '1.1.9', '1.2.0'],
  ['<2.0.0-0', '1.9.9 1.0.0-alpha', '2.0.0 2.0.0-0'],
  ['=>1.2', '1.2.0 9.0.0', '1.1.9'],
  ['1.2 - 1.4.5', '1.2.0 1.4.5', '1.1.9 1.4.6'],
  ['1.2.3 - 2', '1.2.3 2.9.9', '1.2.2 3.0.0'],
  ['1.0.0-0 - 2.0.0-0', '1.0.0-rc 1.5.0 2.0.0-0', '2.0.0 2.0.0-1'],
  ['>=1.2, <2', '1.2.0 1.9.9', '2.0.0 1.1.0'],
  ['>=1.2 <2', '1.2.0 1.9.9', '2.0.0 1.1.0'],
  ['>=1.2 ,<2', '1.2.0', '2.0.0'],
  ['>= 1.2   <  2', '1.2.0 1.9.9', '2.0.0'],
  ['>=1.19.0-0 <1.30.0', '1.19.0 1.29.9', '1.30.0 1.28.3-gke.100'],
  ['>=1.19.0-0 <1.30.0-0', '1.19.0 1.29.9 1.28.3-gke.100', '1.30.0-1'],
  ['<1 || >2.1', '0.9.0 2.2.0', '1.0.0 2.1.9'],
  ['1.0.0||2.0.0||3.0.0', '1.0.0 2.0.0 3.0.0', '1.0.1'],
];

describe.each(TABLE)('%s', (range, inside, outside) => {
  test('takes what it should, and nothing else', () => {
    const words = (text: string) => text.split(' ').filter((word) => word !== '');
    expect(words(inside).filter((version) => !inRange(version, range))).toEqual([]);
    expect(words(outside).filter((version) => inRange(version, range))).toEqual([]);
  });
});

test.each([
  '',
  ' ',
  'latest',
  '>=',
  '>= 1.2,',
  ',1.2',
  '1.2.3.4',
  '>=1.2.3 ||',
  '|| 1',
  '1 || || 2',
  '>=1.a',
  '><1',
  '==1.2',
  '1.2.3-',
  '1.2.3-01',
  '1.2.3+',
  '-1',
  '>1.2 - 2',
  '1.2 - >2',
  '1 -2',
  '99999999999999999999.0.0',
  '１.2',
  `>=1.0.0${' '.repeat(600)}<2`,
])('%j is no range, and nothing is in it', (range) => {
  expect(parseRange(range)).toBeUndefined();
  expect(inRange('1.2.3', range)).toBe(false);
});

test.each(['', 'unknown', '1', '1.2', '1.2.x', '1.2.3.4', `1.2.3-${'a'.repeat(300)}`, '__proto__'])(
  '%j is no version, and is in no range',
  (version) => {
    expect(inRange(version, '*-0')).toBe(false);
    expect(inRange(version, '*')).toBe(false);
  },
);

const number = fc.integer({ min: 0, max: 4 });
const release = fc.tuple(number, number, number).map((parts) => parts.join('.'));
const partial = fc.oneof(
  release,
  fc.tuple(number, number).map((parts) => parts.join('.')),
  number.map(String),
  fc.tuple(number, number).map((parts) => `${parts.join('.')}.x`),
);
/** `~0.0.0` means anything to Helm, and one version line to npm. */
const operator = fc.constantFrom('', '=', '>', '<', '>=', '<=', '^');
const condition = fc.oneof(
  fc.tuple(operator, partial).map((parts) => parts.join('')),
  partial.filter((version) => version !== '0.0.0').map((version) => `~${version}`),
  fc.tuple(partial, partial).map(([from, to]) => `${from} - ${to}`),
);

test('of releases, it says what npm says', () => {
  const range = fc
    .array(fc.array(condition, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
    // npm reads a hyphen range only when it stands alone.
    .filter((or) => or.every((and) => and.length === 1 || and.every((one) => !one.includes(' - '))))
    .map((or) => or.map((and) => and.join(' ')).join(' || '));
  fc.assert(
    fc.property(release, range, (version, text) => {
      expect(inRange(version, text)).toBe(satisfies(version, text));
    }),
    { numRuns: 2_000 },
  );
});

test('of prereleases, comparisons say what the order of versions says', () => {
  const identifier = fc.constantFrom('0', '1', '10', 'alpha', 'rc', 'gke');
  const prerelease = fc
    .tuple(release, fc.array(identifier, { minLength: 1, maxLength: 3 }))
    .map(([core, identifiers]) => `${core}-${identifiers.join('.')}`);
  const sign = fc.constantFrom('>', '<', '>=', '<=', '=');
  fc.assert(
    fc.property(fc.oneof(release, prerelease), sign, prerelease, (version, operator, bound) => {
      const expected = satisfies(version, `${operator}${bound}`, { includePrerelease: true });
      expect(inRange(version, `${operator}${bound}`)).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
});

test('hostile ranges cost no more than their length', () => {
  const texts = [
    '>='.repeat(250),
    '1.2.3-'.repeat(85),
    `1${'.x'.repeat(250)}`,
    `${'1 '.repeat(255)}!`,
    `1.0.0-${'a-'.repeat(250)}`,
    `${'1 - '.repeat(127)}x!`,
    '1||'.repeat(170),
  ];
  // Exponential or cubic time would keep this test from ending.
  for (const text of texts) for (let again = 0; again < 200; again += 1) expect(inRange('1.0.0', text)).toBe(false);
  fc.assert(fc.property(fc.string({ maxLength: 600 }), (text) => typeof inRange('1.0.0', text) === 'boolean'));
});
