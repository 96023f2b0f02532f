import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { extract } from 'tar-stream';
import { afterAll, expect, test } from 'vitest';
import { startContainerServer } from '../terminal/test-support/container-server.ts';
import { processKubelet } from '../terminal/test-support/process-kubelet.ts';
import { TAR_END, tarHeader, tarPadding } from './gnu-tar.ts';
import { readEntries } from './list-folder.ts';

/** What file systems take as a name. */
const character = fc.oneof(
  fc.constantFrom(...' \\\'"$`*?[]{}()&;|<>!#~%@-.\n\t\r'),
  fc.string({ unit: 'binary', maxLength: 1 }),
);
const fileName = fc
  .array(character, { minLength: 1, maxLength: 40 })
  .map((characters) => characters.join(''))
  .filter(
    (name) => !/[/\0]/.test(name) && name.isWellFormed() && !/^\.{0,2}$/.test(name) && Buffer.byteLength(name) < 200,
  );

const server = await startContainerServer(processKubelet());
const folder = await realpath(await mkdtemp(join(tmpdir(), 'luban-names-')));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('no name is read as anything but a name', async () => {
  await fc.assert(
    fc.asyncProperty(fileName, fc.uint8Array({ maxLength: 100 }), async (name, bytes) => {
      const path = join(folder, name);
      const headers = { cookie: server.cookie };
      const put = await fetch(server.files('/upload', path), { method: 'PUT', headers, body: bytes as BodyInit });
      expect(put.status).toBe(201);
      expect(await readFile(path)).toEqual(Buffer.from(bytes));
      const got = await fetch(server.files('/download', path), { headers });
      expect(Buffer.from(await got.arrayBuffer())).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 12 },
  );
}, 30_000);

test('an archive holds names of any length and letters as they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fileName, { minLength: 1, maxLength: 20 }), fc.nat(2_000), async (parts, size) => {
      const name = parts.join('/');
      const reader = extract();
      const header = tarHeader({ name, type: 'file', size, mode: 0o640 });
      reader.end(Buffer.concat([header, Buffer.alloc(size, 7), tarPadding(size), TAR_END]));
      for await (const entry of reader) {
        expect(entry.header).toMatchObject({ name, size, mode: 0o640, type: 'file' });
        expect((await buffer(entry as never)).equals(Buffer.alloc(size, 7))).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});

test('a listing is read whole, whatever the names in it are', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fileName, { maxLength: 20 }), (names) => {
      const mark = 'a1b2c3d4e5f6a1b2c3d4e5f6';
      const output = names.map((name) => `${mark} 81a4 3 1700000000 644 regular file|/some/folder/${name}\n`).join('');
      const read = readEntries(Buffer.from(output), mark, '/some/folder/');
      expect(read.map(({ name }) => name).sort()).toEqual([...names].sort());
    }),
  );
});

test('a stat that knows fewer letters is read too', () => {
  const output = Buffer.from('m0 %f 5 %Y 600 regular file|/a/b c\nm0 %f 0 %Y 755 directory|/a/d\nm0 nonsense\n');
  expect(readEntries(output, 'm0', '/a/')).toEqual([
    { name: 'd', type: 'folder', size: 0, mode: 0o755, modified: null },
    { name: 'b c', type: 'file', size: 5, mode: 0o600, modified: null },
  ]);
  const links = Buffer.from('m0 a1ff 3 1700000000 777 symbolic link|/a/l\n');
  expect(readEntries(links, 'm0', '/a/')).toMatchObject([{ name: 'l', type: 'link', target: null }]);
  const bytes = Buffer.concat([Buffer.from('m0 81a4 3 1 644 regular file|/a/'), Buffer.of(0xff), Buffer.from('\n')]);
  expect(readEntries(bytes, 'm0', '/a/')).toMatchObject([{ unreadable: true }]);
});
