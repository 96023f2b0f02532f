import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryWhen } from '../testing.ts';
import { evaluateWhen, type WhenScope } from './evaluate.ts';
import { parseWhen } from './parse.ts';
import { printWhen } from './print.ts';
import { reduceWhen } from './reduce.ts';

const ADA: WhenScope = {
  cluster: 'host',
  workspace: '',
  project: '',
  locale: 'en',
  user: 'ada',
  can: (verb, resource) => verb === 'list' && resource === 'pods',
  hasResource: (type) => type === 'core/v1/Pod',
  feature: () => false,
  installed: (name) => name === 'acme',
};

describe('with everything known', () => {
  test.each([
    ["can('list', 'pods')", true],
    ["can('delete', 'pods')", false],
    ["!can('delete', 'pods') && cluster == 'host'", true],
    ['workspace', false],
    ['cluster', true],
    ["workspace || installed('acme')", true],
    ["cluster != 'host'", false],
    ['1 < 2', true],
    ["'a' < 'b'", true],
    ["'2' < 3", false],
    ["'1' == 1", false],
    ['true >= false', false],
    ["hasResource('core/v1/Pod') == true", true],
    ['0', false],
    ["''", false],
  ])('%s is %s', (text, expected) => {
    expect(evaluateWhen(text, ADA)).toBe(expected);
  });

  test('what cannot be read is false', () => {
    expect(evaluateWhen('alert(1)', ADA)).toBe(false);
  });
});

describe('with some things unknown', () => {
  test.each([
    ['cluster', undefined],
    ['!cluster', undefined],
    ["cluster == 'a'", undefined],
    ["cluster && 'x' == 'y'", false],
    ['cluster && true', undefined],
    ['cluster || true', true],
    ['cluster || false', undefined],
    ["can('list', cluster)", undefined],
  ])('%s is %s', (text, expected) => {
    expect(evaluateWhen(text, { can: () => true })).toBe(expected);
  });
});

describe('partial evaluation', () => {
  test.each([
    ["can('list', 'pods') && cluster == 'a'", "cluster == 'a'"],
    ["cluster && (feature('x') || project)", 'cluster && project'],
    ["user == 'ada' && locale == 'en'", true],
    ['cluster && user == locale', false],
    ['!(cluster == user)', "!(cluster == 'ada')"],
    ["can('get', cluster) || feature('x')", "can('get', cluster)"],
    ["(cluster || workspace) && (user == 'ada')", 'cluster || workspace'],
  ])('%s leaves %s', (text, expected) => {
    const parsed = parseWhen(text);
    if (!parsed.ok) throw new Error(parsed.message);
    const scope: WhenScope = {
      user: 'ada',
      locale: 'en',
      can: (verb) => verb === 'list',
      feature: () => false,
    };
    const left = reduceWhen(parsed.expression, scope);
    expect(typeof left === 'boolean' ? left : printWhen(left)).toBe(expected);
  });

  test('what is left has the truth of the whole, whatever becomes known', () => {
    const names = ['cluster', 'workspace', 'project', 'locale', 'user'] as const;
    const functions = ['can', 'hasResource', 'feature', 'installed'] as const;
    const full = fc.record({
      values: fc.tuple(...names.map(() => fc.constantFrom('', 'a', 'b'))),
      answers: fc.tuple(...functions.map(() => fc.boolean())),
    });
    const known = fc.subarray<string>([...names, ...functions]);
    fc.assert(
      fc.property(arbitraryWhen(), full, known, (expression, { values, answers }, first) => {
        const pick = (only: readonly string[]): WhenScope => {
          const scope: Record<string, unknown> = {};
          names.forEach((name, index) => {
            if (only.includes(name)) scope[name] = values[index];
          });
          functions.forEach((name, index) => {
            if (only.includes(name)) scope[name] = () => answers[index];
          });
          return scope;
        };
        const whole = evaluateWhen(expression, pick([...names, ...functions]));
        const left = reduceWhen(expression, pick(first));
        expect(whole).toBeTypeOf('boolean');
        expect(typeof left === 'boolean' ? left : evaluateWhen(left, pick([...names, ...functions]))).toBe(whole);
        if (typeof left !== 'boolean') expect(evaluateWhen(expression, pick(first))).toBeUndefined();
      }),
    );
  });
});
