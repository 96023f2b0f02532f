import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { administrator } from './administrator.ts';

const KEY = 'k'.repeat(64);

test('a password is made once and kept as a hash that only the owner may read', async () => {
  const folder = await temporaryFolder();
  const first = await administrator(folder, KEY);
  const password = first.generated!;
  const second = await administrator(folder, KEY);
  expect(second.generated).toBeUndefined();
  expect(await second.verify('admin', password)).toBe(true);
  expect(await second.verify('admin', 'wrong')).toBe(false);
  expect(await second.verify('root', password)).toBe(false);
  expect(second.credential).toBe(first.credential);

  const path = join(folder, 'administrator.json');
  expect(await readFile(path, 'utf8')).not.toContain(password);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a chosen password holds without being written down, and a new one has another credential', async () => {
  const folder = await temporaryFolder();
  const one = await administrator(folder, KEY, 'one');
  expect(one.generated).toBeUndefined();
  expect(await one.verify('admin', 'one')).toBe(true);
  expect(await one.verify('admin', 'two')).toBe(false);
  await expect(stat(join(folder, 'administrator.json'))).rejects.toThrow();
  expect((await administrator(folder, KEY, 'one')).credential).toBe(one.credential);
  expect((await administrator(folder, KEY, 'two')).credential).not.toBe(one.credential);
});
