import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryWhen } from '../testing.ts';
import { parseWhen } from './parse.ts';
import { printWhen } from './print.ts';
import { WHEN_MAX_DEPTH, WHEN_MAX_LENGTH } from './syntax.ts';

function printed(text: string): string {
  const parsed = parseWhen(text);
  return parsed.ok ? printWhen(parsed.expression) : `error at ${parsed.position}: ${parsed.message}`;
}

describe('expressions', () => {
  test.each([
    ["can('list', 'pods')", "can('list', 'pods')"],
    ['cluster=="a"&&!feature("x")', "cluster == 'a' && !feature('x')"],
    ['a || b'.replace('a', 'cluster').replace('b', 'user'), 'cluster || user'],
    ['cluster && (workspace || project) && user', 'cluster && (workspace || project) && user'],
    ['(cluster && workspace) || project', 'cluster && workspace || project'],
    ['!(cluster == locale)', '!(cluster == locale)'],
    ['((cluster))', 'cluster'],
    ['1 <= -2.5', '1 <= -2.5'],
    ["user == 'O\\'Hara'", "user == 'O\\'Hara'"],
    ["installed('acme') == true", "installed('acme') == true"],
  ])('%s is read and printed as %s', (text, expected) => {
    expect(printed(text)).toBe(expected);
  });

  test('and binds closer than or', () => {
    expect(parseWhen('cluster || workspace && project')).toEqual({
      ok: true,
      expression: {
        kind: 'or',
        operands: [
          { kind: 'name', name: 'cluster' },
          {
            kind: 'and',
            operands: [
              { kind: 'name', name: 'workspace' },
              { kind: 'name', name: 'project' },
            ],
          },
        ],
      },
    });
  });
});

describe('errors', () => {
  test.each([
    ['', 0, /expected/],
    ['cluster &&', 10, /expected/],
    ['clusters', 0, /unknown name clusters/],
    ['__proto__', 0, /unknown name/],
    ["constructor('x')", 0, /unknown function constructor/],
    ["can('list')", 10, /takes 2 arguments/],
    ["can('a', 'b', 'c')", 12, /2 argument/],
    ["feature(can('a', 'b'))", 8, /unknown name can/],
    ["user == 'open", 8, /without an end/],
    ['cluster @ user', 8, /unexpected "@"/],
    ['!cluster == user', 9, /negation/],
    ['(cluster) == user', 10, /compared/],
    ['cluster == user == locale', 16, /operator or the end/],
    ['cluster user', 8, /operator or the end/],
    ["user == 'a\\n'", 10, /backslash/],
    ['user.name', 4, /unexpected/],
    ['12abc', 0, /unexpected/],
    ['window', 0, /unknown name/],
  ])('%s is refused at %i', (text, position, message) => {
    const parsed = parseWhen(text);
    expect(parsed).toMatchObject({ ok: false, position, message: expect.stringMatching(message) });
  });

  test('length and depth are bounded', () => {
    expect(parseWhen(`cluster${' '.repeat(WHEN_MAX_LENGTH)}`).ok).toBe(false);
    expect(parseWhen(`${'('.repeat(WHEN_MAX_DEPTH)}user${')'.repeat(WHEN_MAX_DEPTH)}`).ok).toBe(true);
    expect(parseWhen(`${'!'.repeat(WHEN_MAX_DEPTH + 1)}user`).ok).toBe(false);
    expect(parseWhen('('.repeat(WHEN_MAX_LENGTH)).ok).toBe(false);
  });
});

test('reading what was printed gives the same tree', () => {
  fc.assert(
    fc.property(arbitraryWhen(), (expression) => {
      const text = printWhen(expression);
      fc.pre(text.length <= WHEN_MAX_LENGTH);
      expect(parseWhen(text)).toEqual({ ok: true, expression });
    }),
  );
});

test('any text is read or refused, never thrown over', () => {
  const fragment = fc.constantFrom(
    'cluster',
    'can',
    '(',
    ')',
    "'",
    '"',
    '\\',
    '&&',
    '||',
    '!',
    '==',
    '<',
    ',',
    '1',
    ' ',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(fragment).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (given) => {
      const parsed = parseWhen(given);
      if (parsed.ok) return;
      expect(parsed.position).toBeGreaterThanOrEqual(0);
      expect(parsed.position).toBeLessThanOrEqual(given.length);
    }),
  );
});
