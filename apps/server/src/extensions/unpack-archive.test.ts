import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ArchiveEntry, archive } from '../test-support/archive.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { LIMITS } from './limits.ts';
import { unpackArchive } from './unpack-archive.ts';

const sound: ArchiveEntry[] = [
  { name: 'acme/', type: 'directory' },
  { name: 'acme/Chart.yaml', content: 'name: acme' },
  { name: 'acme/templates/x.yaml', content: 'kind: Deployment' },
  { name: 'acme/extension.yaml', content: 'name: acme' },
  { name: 'acme/ui/extension.json', content: '{}' },
  { name: 'acme/ui/assets/a.js', content: 'a' },
];

async function unpack(content: Buffer, target: string) {
  return unpackArchive(Readable.from(chunks(content)), target);
}

/** As a network would bring it. */
function* chunks(content: Buffer) {
  for (let i = 0; i < content.length; i += 700) yield content.subarray(i, i + 700);
}

test('what belongs to an extension is unpacked, the rest is left out', async () => {
  const target = await temporaryFolder();
  const folder = await unpack(await archive(sound), target);
  expect(folder).toBe(join(target, 'acme'));
  expect(await readFile(join(folder, 'ui', 'assets', 'a.js'), 'utf8')).toBe('a');
  expect((await readdir(folder)).sort()).toEqual(['extension.yaml', 'ui']);
});

test.each(['', './'])('files may also stand at the root, written with the prefix %j', async (prefix) => {
  const target = await temporaryFolder();
  const folder = await unpack(await archive([{ name: `${prefix}ui/extension.json`, content: '{}' }]), target);
  expect(folder).toBe(target);
  expect(await readFile(join(folder, 'ui', 'extension.json'), 'utf8')).toBe('{}');
});

const refused: [string, ArchiveEntry[], string][] = [
  ['a path upwards', [...sound, { name: '../evil', content: 'x' }], 'LB5009'],
  ['a path upwards from within', [...sound, { name: 'acme/ui/../../../evil', content: 'x' }], 'LB5009'],
  ['a path upwards outside of ui', [{ name: 'acme/templates/../../evil', content: 'x' }, ...sound], 'LB5009'],
  ['an absolute path', [...sound, { name: '/etc/passwd', content: 'x' }], 'LB5009'],
  ['a path of Windows', [...sound, { name: 'acme/ui/..\\..\\evil', content: 'x' }], 'LB5009'],
  ['a drive', [...sound, { name: 'C:/evil', content: 'x' }], 'LB5009'],
  ['an empty part', [...sound, { name: 'acme//ui/x', content: 'x' }], 'LB5009'],
  ['a name of an alias', [...sound, { name: 'acme/ui/~1/x', content: 'x' }], 'LB5009'],
  ['a control character', [...sound, { name: 'acme/ui/x\ny', content: 'x' }], 'LB5009'],
  ['a symbolic link', [...sound, { name: 'acme/ui/link', type: 'symlink', linkname: '/etc/passwd' }], 'LB5009'],
  ['a symbolic link elsewhere', [{ name: 'acme/link', type: 'symlink', linkname: '..' }, ...sound], 'LB5009'],
  ['a hard link', [...sound, { name: 'acme/ui/link', type: 'link', linkname: 'acme/ui/extension.json' }], 'LB5009'],
  ['a device', [...sound, { name: 'acme/ui/null', type: 'character-device', devmajor: 1, devminor: 3 }], 'LB5009'],
  ['a pipe', [...sound, { name: 'acme/ui/pipe', type: 'fifo' }], 'LB5009'],
  ['a file twice', [...sound, { name: 'acme/ui/assets/a.js', content: 'b' }], 'LB5008'],
  ['a file twice but for case', [...sound, { name: 'acme/ui/assets/A.JS', content: 'b' }], 'LB5008'],
  ['a file twice but for a prefix', [...sound, { name: './acme/ui/assets/a.js', content: 'b' }], 'LB5008'],
  ['two extensions', [...sound, { name: 'other/ui/extension.json', content: '{}' }], 'LB5008'],
  ['no extension', [{ name: 'acme/readme.md', content: 'x' }], 'LB5008'],
  ['an extension too deep', [{ name: 'a/b/ui/extension.json', content: '{}' }], 'LB5008'],
  ['nothing', [], 'LB5008'],
  ['a file below a file', [...sound, { name: 'acme/ui/assets/a.js/b', content: 'b' }], 'LB5008'],
  ['a file that is too large', [...sound, { name: 'acme/ui/big', content: randomish(LIMITS.file + 1) }], 'LB5010'],
];

test('a name of megabytes is refused before anybody searches through it', async () => {
  const entry = { name: 'x', pax: { path: `${'/'.repeat(2 ** 21)}x` }, content: 'x' };
  const packed = await archive([...sound, entry]);
  await expect(unpackArchive(Readable.from([packed]), await temporaryFolder())).rejects.toMatchObject({
    code: 'LB5009',
  });
});

test.each(refused)('%s is refused', async (_name, entries, code) => {
  const target = await temporaryFolder();
  await expect(unpack(await archive(entries), target)).rejects.toMatchObject({ code });
  expect(await readdir(join(target, '..'))).not.toContain('evil');
});

test('an archive that swells is stopped long before it is unpacked', async () => {
  const bomb = await archive([...sound, { name: 'acme/docs/zeros', content: Buffer.alloc(LIMITS.unpacked / 2) }]);
  expect(bomb.length).toBeLessThan(LIMITS.archive / 50);
  await expect(unpack(bomb, await temporaryFolder())).rejects.toMatchObject({
    code: 'LB5010',
    params: { limit: expect.stringContaining('×') },
  });
});

test('too many entries are refused', async () => {
  const entries = Array.from({ length: LIMITS.entries + 1 }, (_, i) => ({ name: `acme/x/${i}` }));
  await expect(unpack(await archive([...sound, ...entries]), await temporaryFolder())).rejects.toMatchObject({
    code: 'LB5010',
  });
});

test.each([
  ['no gzip', Buffer.from('PK\u0003\u0004 not a tar')],
  ['gzip of no tar', gzipSync('hello '.repeat(500))],
  ['nothing', Buffer.alloc(0)],
])('%s is unreadable', async (_name, content) => {
  await expect(unpack(content, await temporaryFolder())).rejects.toMatchObject({ code: 'LB5008' });
});

test('an archive that breaks off is unreadable', async () => {
  const whole = await archive([...sound, { name: 'acme/ui/big.js', content: randomish(50_000) }]);
  await expect(unpack(whole.subarray(0, whole.length / 2), await temporaryFolder())).rejects.toMatchObject({
    code: 'LB5008',
  });
});

test('a connection that breaks off is no crash', async () => {
  const whole = await archive(sound);
  const broken = Readable.from(
    (function* () {
      yield whole.subarray(0, 50);
      throw new Error('the connection was lost');
    })(),
  );
  await expect(unpackArchive(broken, await temporaryFolder())).rejects.toMatchObject({ code: 'LB5008' });
});

test('whatever the names are, nothing is written outside of the target', async () => {
  const part = fc.constantFrom('..', '.', '', 'ui', 'acme', 'extension.json', '~1', 'x\\y', '/', 'C:');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(part, { minLength: 1, maxLength: 5 }), { maxLength: 4 }), async (names) => {
      const parent = await temporaryFolder();
      const entries = names.map((parts) => ({ name: parts.join('/') || 'x', content: 'x' }));
      await unpack(await archive(entries), join(parent, 'target')).catch(() => {});
      expect((await readdir(parent)).filter((name) => name !== 'target')).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

function randomish(length: number): Buffer {
  const content = Buffer.alloc(length);
  for (let i = 0, state = 1; i < length; i++) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    content[i] = state >> 16;
  }
  return content;
}
