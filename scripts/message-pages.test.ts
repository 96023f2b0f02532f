import { glob, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CATALOGUE } from '@luban/manifest/messages';
import { expect, test } from 'vitest';
import { MESSAGE_PAGES_FOLDER, messagePages } from './message-pages.ts';

test('the folder holds a page for each message and nothing else', async () => {
  const names = await readdir(MESSAGE_PAGES_FOLDER);
  expect(names.sort()).toEqual([...messagePages().keys()].sort());
});

test('the pages say what the catalogue says (node scripts/message-pages.ts writes them)', async () => {
  for (const [name, text] of messagePages()) {
    expect(await readFile(join(MESSAGE_PAGES_FOLDER, name), 'utf8'), name).toBe(text);
  }
});

test('every number that the product reports is in the catalogue', async () => {
  const root = join(import.meta.dirname, '..');
  const missing: string[] = [];
  for await (const file of glob('{packages,apps}/*/src/**/*.{ts,tsx}', { cwd: root })) {
    if (/\.test\.tsx?$/.test(file)) continue;
    const source = await readFile(join(root, file), 'utf8');
    for (const [code] of source.matchAll(/\bLB\d{4}\b/g)) {
      if (!Object.hasOwn(CATALOGUE, code)) missing.push(`${code} in ${file}`);
    }
  }
  expect(missing).toEqual([]);
});
