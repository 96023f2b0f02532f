import { expect, it } from 'vitest';
import en from './en.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

const base = (key: string) => key.replace(/_(?:one|other)$/, '');
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

it('both languages have the same texts with the same placeholders', () => {
  const chinese: Record<string, string> = zh;
  const keys = (catalogue: object) => [...new Set(Object.keys(catalogue).map(base))].sort();
  expect(keys(zh)).toEqual(keys(en));
  for (const [key, text] of Object.entries(en)) {
    if (!key.endsWith('_one')) expect(placeholders(chinese[key]!), key).toEqual(placeholders(text));
  }
});
