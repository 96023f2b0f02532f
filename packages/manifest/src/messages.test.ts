import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CATALOGUE, explain } from './messages.ts';

const PARTS = ['title', 'sentence', 'cause', 'cure'] as const;

describe('the catalogue', () => {
  test.each(Object.entries(CATALOGUE))('%s says the same in both languages', (code, message) => {
    expect(code).toMatch(/^LB[1-7]\d{3}$/);
    for (const part of PARTS) {
      const { en, zh } = message[part];
      expect(en, part).not.toBe('');
      expect(zh, part).toMatch(part === 'cure' ? /[\u4e00-\u9fff]|^\{/ : /[\u4e00-\u9fff]/);
      expect(placeholders(zh).sort(), part).toEqual(placeholders(en).sort());
    }
    expect(placeholders(message.title.en)).toEqual([]);
  });

  test.each(Object.entries(CATALOGUE))(
    '%s keeps to the house’s way of writing',
    (_, { title, sentence, cause, cure }) => {
      for (const text of [title.en, sentence.en, cause.en, cure.en])
        expect(text).not.toMatch(/[!！]|please|sorry|oops/i);
      expect(title.en).toMatch(/^\S.{2,60}[^.]$/);
      for (const text of [cause.en, cure.en]) expect(text).toMatch(/[.}]$/);
    },
  );

  test('has every number that this package reports', () => {
    const reported = new Set<string>();
    for (const file of ['rules', 'compose']) {
      for (const source of sourcesBelow(file)) {
        for (const [code] of source.matchAll(/LB\d{4}/g)) reported.add(code);
      }
    }
    expect(reported.size).toBeGreaterThan(30);
    expect([...reported].filter((code) => !Object.hasOwn(CATALOGUE, code))).toEqual([]);
  });
});

describe('an explanation', () => {
  const params = { winner: 'core', loser: 'acme', subject: '/clusters/:/metrics/*' };

  test('puts the case into the sentence, in the person’s language', () => {
    expect(explain({ code: 'LB2010', params }, 'en').sentence).toBe(
      'core and acme both have a route for /clusters/:/metrics/*. The one of core is used.',
    );
    expect(explain({ code: 'LB2010', params }, 'zh-CN').sentence).toContain('core 和 acme');
    expect(explain({ code: 'LB2010', params }, 'fr').sentence).toContain('both have a route');
  });

  test('knows the owner without being told twice', () => {
    const problem = { code: 'LB4019', params: {}, extension: 'acme' };
    expect(explain(problem, 'en').sentence).toMatch(/^acme was disabled/);
  });

  test('stays readable when a parameter is missing', () => {
    expect(explain({ code: 'LB2001', params: {}, extension: 'acme' }, 'en').sentence).toBe(
      'acme needs …, which is not installed or not enabled.',
    );
  });

  test('cuts long parameters and takes out what would change the text around them', () => {
    const field = `${'\u202e'}a\u0000\u001b[31mb\nc${'x'.repeat(1000)}`;
    const { sentence } = explain({ code: 'LB1003', params: { field } }, 'en');
    expect(sentence.length).toBeLessThan(350);
    expect(sentence).toMatch(/^a \[31mb cx+… is missing/);
  });

  test('leaves markup as text and does not fill in twice', () => {
    const { sentence } = explain({ code: 'LB1003', params: { field: '<b>{extension}</b>' }, extension: 'acme' }, 'en');
    expect(sentence).toBe('<b>{extension}</b> is missing in the manifest.');
  });

  test('of an unknown number says so', () => {
    for (const code of ['LB9999', '__proto__', 'toString']) {
      expect(explain({ code, params: {} }, 'en').sentence).toContain(code);
    }
  });
});

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))];
}

function sourcesBelow(folder: string): string[] {
  const modules = import.meta.glob(['./rules/*.ts', './compose/*.ts', '!./**/*.test.ts']);
  return Object.keys(modules)
    .filter((path) => path.startsWith(`./${folder}/`))
    .map((path) => readFileSync(join(import.meta.dirname, path), 'utf8'));
}
