import { isStatusError } from '@luban/kube';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseYaml } from './parse-yaml.ts';

test('JSON is YAML', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const text = JSON.stringify(value);
      expect(parseYaml(text)).toEqual(JSON.parse(text));
    }),
  );
});

describe("scalars mean what they mean to Go's parser", () => {
  test.each([
    ['mode: 0644', { mode: 420 }],
    ['mode: 0o644', { mode: '0o644' }],
    ['on: yes', { true: true }],
    ['value: "yes"', { value: 'yes' }],
    ['port: 22:22', { port: '22:22' }],
    ['day: 2026-01-31', { day: '2026-01-31' }],
    ['empty:', { empty: null }],
    ['number: 1_000', { number: 1000 }],
    ['1: one', { '1': 'one' }],
    ['a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['{a: 1}', { a: 1 }],
    ['a: 1\na: 2', { a: 2 }],
    ['', null],
  ])('%s', (text, value) => {
    expect(parseYaml(text)).toEqual(value);
  });
});

test('what an alias stands for is a copy', () => {
  const { a, c } = parseYaml('a: &x {b: 1}\nc: *x') as { a: object; c: object };
  expect(a).not.toBe(c);
});

test('errors name the line', () => {
  expect(() => parseYaml('a: *nobody')).toThrow('nobody');
  expect(() => parseYaml('a: 1\nb: [')).toThrow('yaml: line 2: ');
});

test('a key named after the prototype is an ordinary member', () => {
  const value = parseYaml('__proto__:\n  admin: true\n') as object;
  expect(Object.keys(value)).toEqual(['__proto__']);
  expect('admin' in value).toBe(false);
});

describe('refused with 400', () => {
  const bomb = `${Array.from(
    { length: 12 },
    (_, level) =>
      `a${level}: &a${level} [${
        level === 0
          ? 'x'
          : Array(9)
              .fill(`*a${level - 1}`)
              .join(', ')
      }]`,
  ).join('\n')}\n`;
  test.each([
    ['bad indentation', 'a: 1\n b: 2'],
    ['an unknown alias', 'a: *nobody'],
    ['aliases of aliases of aliases', bomb],
    ['endless nesting', '['.repeat(100_000)],
    ['endless lists', '- '.repeat(10_000)],
    ['endless anchors', '&a '.repeat(10_000)],
    ['more than the parser gets through', `a: ${' '.repeat(600_000)}`],
  ])('%s', (_name, text) => {
    expect(() => parseYaml(text)).toThrow(expect.toSatisfy((error) => isStatusError(error, 'BadRequest')));
  });
});
