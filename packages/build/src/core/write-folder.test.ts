import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { extensionFolder } from '../testing/extension-folder.ts';
import { writeFolder } from './write-folder.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('writeFolder', () => {
  test('replaces the folder as a whole and leaves nothing aside', async () => {
    await using folder = await extensionFolder({ 'ui/old.js': 'old', 'ui/a/deep.js': 'old' });
    const target = path.join(folder.root, 'ui');
    const scratch = path.join(folder.root, '.luban');
    await writeFolder(target, new Map([['a/new.js', bytes('new')]]), scratch);
    expect((await readdir(target, { recursive: true })).sort()).toEqual(['a', 'a/new.js']);
    expect(await readFile(path.join(target, 'a/new.js'), 'utf8')).toBe('new');
    expect(existsSync(scratch)).toBe(false);
  });

  test('keeps the former folder when it cannot write', async () => {
    await using folder = await extensionFolder({ 'ui/old.js': 'old' });
    const target = path.join(folder.root, 'ui');
    const files = new Map([
      ['a', bytes('a file')],
      ['a/b', bytes('below a file')],
    ]);
    await expect(writeFolder(target, files, path.join(folder.root, '.luban'))).rejects.toThrow();
    expect(await readdir(target)).toEqual(['old.js']);
  });
});
