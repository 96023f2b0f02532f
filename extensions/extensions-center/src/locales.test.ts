import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import en from '../locales/en.json' with { type: 'json' };
import zh from '../locales/zh.json' with { type: 'json' };

const SOURCE = import.meta.dirname;
/** `t('key'`, and `t(condition ? 'one' : 'other'`. */
const CALL = /\bt\(\s*(?:[^'`()]*\?\s*)?'([^']+)'(?:\s*:\s*'([^']+)')?/g;

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !name.includes('.test.'),
);

it('both languages have the same texts, with the same values in them', () => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  const values = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
  for (const [key, text] of Object.entries(en)) {
    expect([key, values((zh as Record<string, string>)[key] ?? '')]).toEqual([key, values(text)]);
  }
});

it('every text that the code asks for by name is there', () => {
  const asked = files.flatMap((name) =>
    [...readFileSync(join(SOURCE, name), 'utf8').matchAll(CALL)].flatMap(([, one, other]) => [one, other]),
  );
  const missing = asked.filter((key) => key !== undefined && !Object.hasOwn(en, key));
  expect(asked.length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});

it('every text is asked for by something', () => {
  const sources = [...files.map((name) => join(SOURCE, name)), join(SOURCE, '../extension.ts')];
  const code = sources.map((file) => readFileSync(file, 'utf8')).join('\n');
  const named = new Set([...code.matchAll(/['"`%]([a-z\d]\w*(?:\.[\w-]+)+)['"`%]/gi)].map(([, key]) => key));
  // `upload.problem.${problem}`
  const patterns = [...code.matchAll(/`([a-z]\w*\.[^`\s]*\$\{[^`]*)`/gi)].map(
    ([, text = '']) => new RegExp(`^${text.replaceAll('.', '\\.').replace(/\$\{[^}]*(?:\}[^}]*)?\}/g, '.*')}$`),
  );
  const unused = Object.keys(en).filter((key) => !named.has(key) && !patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
  const empty = patterns.filter((pattern) => !Object.keys(en).some((key) => pattern.test(key)));
  expect(empty).toEqual([]);
});
