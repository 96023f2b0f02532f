import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

/** Files and packages that an entry brings along at once; what it imports later is left out. */
function reach(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  if (!/\.tsx?$/.test(entry)) return seen;
  const source = readFileSync(entry, 'utf8').replaceAll(/^(import|export) type .*$/gm, '');
  for (const [, name] of source.matchAll(/(?:from|^import) '([^']+)';$/gm)) {
    if (name?.startsWith('.')) reach(resolve(entry, '..', name), seen);
    else if (name !== undefined) seen.add(name);
  }
  return seen;
}

const packages = (entry: string) =>
  [...reach(resolve(import.meta.dirname, entry))].filter((name) => !name.startsWith('/'));

it('the light subset never brings Base UI along', () => {
  const names = packages('shell.ts').filter((name) => !name.startsWith('lucide/'));
  expect(new Set(names)).toEqual(new Set(['react']));
});

it('the whole library does, so that the check above can fail', () => {
  expect(packages('index.ts').some((name) => name.startsWith('@base-ui/react/'))).toBe(true);
});
