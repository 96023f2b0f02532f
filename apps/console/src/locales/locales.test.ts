import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from './en.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

const base = (key: string) => key.replace(/_(?:zero|one|two|few|many|other)$/, '');
const keysOf = (catalogue: object) => [...new Set(Object.keys(catalogue).map(base))].sort();
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the catalogues', () => {
  it('have the same keys', () => expect(keysOf(zh)).toEqual(keysOf(en)));

  it('have the same placeholders in the same text', () => {
    const chinese: Record<string, string> = zh;
    for (const [key, text] of Object.entries(en)) {
      const other = chinese[key] ?? chinese[`${base(key)}_other`];
      if (other === undefined || key.endsWith('_one')) continue;
      expect(placeholders(other), key).toEqual(placeholders(text));
    }
  });

  it('have no text that is not used', () => {
    const code = sources(join(import.meta.dirname, '..')).join('\n');
    const literals = new Set([...code.matchAll(/'([a-zA-Z.]+)'/g)].map(([, literal]) => literal!));
    const patterns = [...code.matchAll(/`([a-zA-Z]+\.[^`]*\$\{[^`]*)`/g)].map(
      ([, template]) => new RegExp(`^${template!.replace(/\./g, '\\.').replace(/\$\{[^}]*\}/g, '[a-zA-Z]+')}$`),
    );
    const unused = keysOf(en).filter((key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });

  it('follow the house: sentence case, no exclamation marks, no "please"', () => {
    for (const [key, text] of Object.entries(en)) expect(text, key).not.toMatch(/!|\bplease\b/i);
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}
