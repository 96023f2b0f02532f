import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { EncodedFiles } from './encoded-files.ts';

const content = Buffer.from('all work and no play '.repeat(500));

async function encodedFiles(folder: string, memory?: number) {
  const onError = vi.fn();
  return { files: new EncodedFiles({ folder, memory, onError }), onError };
}

test('content is read and packed once, however many ask at once', async () => {
  const { files } = await encodedFiles(await temporaryFolder());
  const load = vi.fn(async () => content);
  const all = await Promise.all(Array.from({ length: 20 }, () => files.get('a', 'br', load)));
  expect(load).toHaveBeenCalledTimes(1);
  for (const { content: packed } of all) expect(brotliDecompressSync(packed)).toEqual(content);
  await files[Symbol.asyncDispose]();
});

test('the best result follows the quick one, and outlives a restart', async () => {
  const folder = await temporaryFolder();
  const { files, onError } = await encodedFiles(folder);
  const load = vi.fn(async () => content);
  await files.get('a', 'br', load);
  await vi.waitFor(async () => expect(await readdir(folder)).toHaveLength(1));
  await files[Symbol.asyncDispose]();
  expect(onError).not.toHaveBeenCalled();

  const { files: next } = await encodedFiles(folder);
  const unread = vi.fn(async () => content);
  expect(brotliDecompressSync((await next.get('a', 'br', unread)).content)).toEqual(content);
  expect(unread).not.toHaveBeenCalled();
});

test('what was used longest ago leaves the memory first', async () => {
  const { files } = await encodedFiles(await temporaryFolder(), 250);
  const load = vi.fn(async () => Buffer.alloc(100));
  const use = (digest: string) => files.get(digest, 'identity', load);
  await use('a');
  await use('b');
  await use('a');
  await use('c');
  expect(load).toHaveBeenCalledTimes(3);
  await use('a');
  await use('c');
  expect(load).toHaveBeenCalledTimes(3);
  await use('b');
  expect(load).toHaveBeenCalledTimes(4);
});

test('a failure is handed on and not remembered', async () => {
  const { files } = await encodedFiles(await temporaryFolder());
  const load = vi.fn(async () => content).mockRejectedValueOnce(new Error('no'));
  await expect(files.get('a', 'gzip', load)).rejects.toThrow('no');
  expect((await files.get('a', 'gzip', load)).encoding).toBe('gzip');
});

test('a folder that cannot be written is reported and costs nothing else', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  const { files, onError } = await encodedFiles(join(file, 'folder'));
  expect((await files.get('a', 'br', async () => content)).encoding).toBe('br');
  await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1));
  await files[Symbol.asyncDispose]();
});
