import { describe, expect, test } from 'vitest';
import type { SchemaNode } from '../schema/node.ts';
import { manifestSchema } from '../schema.ts';
import { SHELL_KEYS } from '../shell-slots.ts';
import { FORMATS } from './formats.ts';
import { key, normalizeKey } from './key.ts';
import { MANIFEST_RULES } from './manifest-rules.ts';
import type { FormatRule } from './rule.ts';
import { semverVersion } from './semver-version.ts';
import { tokenValue } from './theme-token.ts';

function accepts(rule: FormatRule, value: string): boolean {
  let accepted = true;
  rule.check(value, 'field', () => {
    accepted = false;
  });
  return accepted;
}

test('every rule is a sentence, and no two are the same', () => {
  const sentences = [...Object.values(FORMATS), ...MANIFEST_RULES].map((rule) => rule.description);
  for (const sentence of sentences) expect(sentence).toMatch(/^(?:[A-Z]|`).*\.$/);
  expect(new Set(sentences).size).toBe(sentences.length);
});

test('every format of the schema has its rule, and every rule its place in the schema', () => {
  const used = new Set<string>();
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    const { format } = node as SchemaNode;
    if (typeof format === 'string') used.add(format);
    for (const child of Object.values(node)) visit(child);
  };
  visit(manifestSchema);
  expect([...used].sort()).toEqual(Object.keys(FORMATS).sort());
});

describe('keys', () => {
  test.each(['k', 'mod+k', 'mod+shift+arrowup', 'ctrl+f12', 'alt+.', '?', '/', 'mod+enter'])('%s is one', (text) => {
    expect(accepts(key, text)).toBe(true);
  });

  test.each(['', '+', 'mod+', 'mod', 'k+mod', 'mod++k', 'mod+kk', 'f13', ' k', 'mod+é'])('%j is none', (text) => {
    expect(accepts(key, text)).toBe(false);
  });

  test.each(['tab', 'Shift+Tab', 'enter', 'escape', 'space', 'arrowdown', 'backspace', 'pageup'])(
    '%s belongs to everybody',
    (text) => {
      expect(accepts(key, text)).toBe(false);
    },
  );

  test('are equal in every spelling', () => {
    expect(normalizeKey('Shift+ALT+mod+R')).toBe('mod+alt+shift+r');
    expect(normalizeKey('mod+alt+shift+r')).toBe('mod+alt+shift+r');
  });

  test('of the shell are spelt that way', () => {
    for (const name of Object.keys(SHELL_KEYS)) expect(normalizeKey(name)).toBe(name);
  });
});

describe('theme tokens', () => {
  test.each([
    '#0a7c5e',
    'oklch(62% 0.11 165)',
    'oklch(62% 0.11 165 / 0.5)',
    'light-dark(#fff, #000)',
    'color-mix(in oklch, var(--lb-accent) 20%, transparent)',
    'calc(var(--lb-space) * 2 + 1px)',
    '0.5',
    '-2px',
    'rebeccapurple',
  ])('%s is a value', (text) => {
    expect(accepts(tokenValue, text)).toBe(true);
  });

  test.each([
    'url(https://evil.example)',
    'URL(x)',
    'src(x)',
    'image(x)',
    'image-set(x)',
    'attr(data-x)',
    'expression(alert(1))',
    'red; color: blue',
    'red } body { color: red',
    '"text"',
    'red /* x */',
    'var(--x)/url(x)',
    '\\75rl(x)',
    'a<b',
    '@import x',
    'red\nblue',
    '',
  ])('%j is none', (text) => {
    expect(accepts(tokenValue, text)).toBe(false);
  });
});

describe('versions', () => {
  test.each(['1.0.0', '0.0.0', '2.4.0-rc.1', '1.0.0+build.5', '1.0.0-a.b+c'])('%s is one', (text) => {
    expect(accepts(semverVersion, text)).toBe(true);
  });

  test.each(['v1.0.0', '=1.0.0', ' 1.0.0', '1.0.0 ', '01.0.0', '1.0', '1.0.0-', 'latest', ''])('%j is none', (text) => {
    expect(accepts(semverVersion, text)).toBe(false);
  });
});
