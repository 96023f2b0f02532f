import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
