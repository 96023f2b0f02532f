import { Readable } from 'node:stream';
import { createGzip, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PACKAGE_LIMITS, type PackageLimits } from '../limits.ts';
import { PackageError } from '../package-error.ts';
import { type TarEntry, tarOf } from '../testing/tar-of.ts';
import { ArchiveBudget } from './archive-budget.ts';
import { ArchiveReader } from './archive-reader.ts';

const sound: TarEntry[] = [
  { name: 'a/', type: '5' },
  { name: 'a/Chart.yaml', content: 'name: a' },
  { name: 'a/static/', type: '5' },
  { name: 'a/static/icon.svg', content: '<svg/>' },
];

async function read(archive: Uint8Array | AsyncIterable<Uint8Array>, limits: Partial<PackageLimits> = {}) {
  const budget = new ArchiveBudget({ ...PACKAGE_LIMITS, ...limits });
  const reader = new ArchiveReader('package.tgz', archive, budget);
  const files: Record<string, string> = {};
  for await (const file of reader.files()) files[file.path] = Buffer.from(await file.content()).toString();
  return { files, ...reader.identity() };
}

/** What is said of an archive, as number and parameters. */
async function refusalOf(archive: Uint8Array | AsyncIterable<Uint8Array>, limits?: Partial<PackageLimits>) {
  const error = await read(archive, limits).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PackageError)) throw new Error('not refused, or by accident', { cause: error });
  expect(error.problems).toHaveLength(1);
  return error.problems[0]!;
}

const packed = (entries: Iterable<TarEntry>) => gzipSync(tarOf(entries));

test('files are given by their path below the root folder, with digest and size', async () => {
  const archive = packed(sound);
  const { files, digest, size } = await read(archive);
  expect(files).toEqual({ 'Chart.yaml': 'name: a', 'static/icon.svg': '<svg/>' });
  expect(digest).toMatch(/^sha256:[\da-f]{64}$/);
  expect(size).toBe(archive.length);
});

test('it does not matter how the bytes come', async () => {
  const archive = packed(sound);
  const whole = await read(archive);
  for (const length of [1, 7, 100, 100_000]) {
    expect(await read(pieces(archive, length))).toEqual(whole);
  }
});

test('long names are read, whichever way they are written', async () => {
  const long = `a/${'deepest/'.repeat(38)}file.txt`;
  expect(Object.keys((await read(packed([{ name: long, content: 'x' }]))).files)).toEqual([long.slice(2)]);
  const gnu = [
    { name: '././@LongLink', type: 'L', content: `${long}\0` },
    { name: 'cut', content: 'x' },
  ];
  expect(Object.keys((await read(packed(gnu))).files)).toEqual([long.slice(2)]);
});

test('names may begin with ./', async () => {
  const archive = packed([
    { name: './', type: '5' },
    { name: './a/Chart.yaml', content: 'x' },
  ]);
  expect((await read(archive)).files).toEqual({ 'Chart.yaml': 'x' });
});

describe('one bad entry makes the archive untrustworthy', () => {
  test.each<[string, TarEntry, string]>([
    ['a part that leads up', { name: 'a/../../etc/passwd' }, 'LB7105'],
    ['a part that leads up inside', { name: 'a/b/../c' }, 'LB7105'],
    ['an absolute path', { name: '/etc/passwd' }, 'LB7105'],
    ['a path with two slashes', { name: 'a//b' }, 'LB7105'],
    ['a part that is a dot', { name: 'a/./b' }, 'LB7105'],
    ['a backslash', { name: 'a\\..\\b' }, 'LB7105'],
    ['a drive', { name: 'C:/a' }, 'LB7105'],
    ['a line break', { name: 'a/b\nc' }, 'LB7105'],
    ['a NUL in a long name', { name: `a/${'x'.repeat(120)}\0../../y` }, 'LB7105'],
    ['an empty name', { name: '' }, 'LB7105'],
    ['a folder that leads up', { name: '../', type: '5' }, 'LB7105'],
    ['a symbolic link', { name: 'a/link', type: '2', linkname: '/etc' }, 'LB7106'],
    ['a hard link', { name: 'a/link', type: '1', linkname: 'a/Chart.yaml' }, 'LB7106'],
    ['a link with a long target', { name: 'a/link', type: '2', linkname: '../'.repeat(30) }, 'LB7106'],
    ['a character device', { name: 'a/tty', type: '3' }, 'LB7106'],
    ['a block device', { name: 'a/sda', type: '4' }, 'LB7106'],
    ['a pipe', { name: 'a/pipe', type: '6' }, 'LB7106'],
    ['a contiguous file', { name: 'a/file', type: '7' }, 'LB7106'],
    ['a file of an unknown kind', { name: 'a/file', type: 'Z' }, 'LB7106'],
    ['a sparse file', { name: 'a/file', type: 'S' }, 'LB7106'],
    ['a sparse file of today', { name: 'a/file', pax: { 'GNU.sparse.name': 'a/templates/x.yaml' } }, 'LB7106'],
    ['a file that is there twice', { name: 'a/Chart.yaml' }, 'LB7107'],
    ['a file that differs in case alone', { name: 'a/CHART.yaml' }, 'LB7107'],
    ['a file in place of a folder', { name: 'a/static' }, 'LB7107'],
    ['a folder in place of a file', { name: 'a/Chart.yaml/', type: '5' }, 'LB7107'],
    ['a file below a file', { name: 'a/Chart.yaml/x' }, 'LB7107'],
    ['a second root folder', { name: 'b/Chart.yaml' }, 'LB7108'],
    ['a file beside the root folder', { name: 'README.md' }, 'LB7108'],
    ['a file that is too deep', { name: `a/${'b/'.repeat(41)}c` }, 'LB7109'],
    ['a name that is too long', { name: `a/${'x'.repeat(1_200)}` }, 'LB7109'],
  ])('%s', async (_, entry, code) => {
    const last = await refusalOf(packed([...sound, entry]));
    expect(last.code).toBe(code);
    expect(String(last.params.file).length).toBeLessThan(301);
    expect((await refusalOf(packed([...sound, entry, { name: 'a/after' }]))).code).toBe(code);
  });
});

describe('damage is said', () => {
  const archive = packed([...sound, { name: 'a/large', content: 'x'.repeat(100_000) }]);
  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['something else', Buffer.from('<!doctype html><title>Sign in</title>')],
    ['a tar that is not compressed', gunzipSync(archive)],
    ['a cut header', archive.subarray(0, 8)],
    ['a cut end', archive.subarray(0, archive.length - 9)],
    ['a cut checksum', archive.subarray(0, archive.length - 3)],
    ['a tar that ends in a file', gzipSync(gunzipSync(archive).subarray(0, 4_000))],
    ['a header with another sum', gzipSync(Buffer.from(tarOf(sound)).fill('9', 148, 154))],
    ['zeros behind the end', Buffer.concat([archive, Buffer.alloc(100)])],
    ['many zeros behind the end', Buffer.concat([archive, Buffer.alloc(1_000_000)])],
    ['something behind the end', Buffer.concat([archive, Buffer.from('more')])],
    ['another compression', Buffer.from('KLUv/SQA', 'base64')],
  ])('%s', async (_, bytes) => {
    const { code, params } = await refusalOf(bytes);
    expect(code).toBe('LB7101');
    expect(params.reason).not.toBe('');
  });

  test('bytes that changed are refused or read to the end, and never make it fail otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Buffer.from(archive);
        bytes[at]! ^= change;
        await read(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(PackageError));
      }),
      { numRuns: 150 },
    );
  });

  test.each([0, 100, 4_000])('a line that breaks after %i bytes says nothing about the archive', async (at) => {
    const failure = new Error('the line is dead');
    const noise = crypto.getRandomValues(new Uint8Array(60_000));
    const whole = packed([...sound, { name: 'a/noise', content: noise }]);
    const broken = async function* () {
      yield whole.subarray(0, at);
      throw failure;
    };
    await expect(read(broken())).rejects.toBe(failure);
  });
});

describe('bounds', () => {
  test('300 MB are refused as soon as they are too many, and the rest is never asked for', async () => {
    const noise = crypto.getRandomValues(new Uint8Array(65_536));
    let written = 0;
    const megabytes = function* () {
      for (; written < 300; written += 1) {
        yield tarOf([{ name: `a/${written}`, content: Buffer.alloc(2 ** 20, noise) }]).subarray(0, 512 + 2 ** 20);
      }
    };
    // Stored, not deflated: an archive that is as large as what it holds.
    const archive = Readable.from(megabytes(), { objectMode: false }).pipe(createGzip({ level: 0 }));
    expect(await refusalOf(archive)).toMatchObject({ code: 'LB7102', params: { file: 'package.tgz', limit: '48 MB' } });
    expect(written).toBeLessThan(60);
  });

  test('an archive that is too large', async () => {
    const noise = crypto.getRandomValues(new Uint8Array(60_000));
    const archive = packed([{ name: 'a/x', content: noise }]);
    expect(await refusalOf(archive, { archive: 50_000 })).toMatchObject({
      code: 'LB7102',
      params: { file: 'package.tgz', limit: '49 kB' },
    });
  });

  test('a bomb stops at the ratio, long before its size', async () => {
    const bomb = gzipSync(
      tarOf(Array.from({ length: 4 }, (_, i) => ({ name: `a/${i}`, content: Buffer.alloc(2 ** 22) }))),
    );
    expect(bomb.length).toBeLessThan(100_000);
    const { code, params } = await refusalOf(bomb);
    expect(code).toBe('LB7103');
    expect(params.limit).toMatch(/^150 × /);
  });

  test('what is unpacked has a bound of its own', async () => {
    const noise = crypto.getRandomValues(new Uint8Array(30_000));
    const entries = ['1', '2', '3', '4'].map((name) => ({ name: `a/${name}`, content: noise }));
    expect((await refusalOf(packed(entries), { unpacked: 100_000 })).code).toBe('LB7103');
  });

  test('100,000 files are refused at the first too many', async () => {
    let written = 0;
    const entries = function* () {
      for (; written < 100_000; written += 1) yield tarOf([{ name: `a/${written}` }]).subarray(0, 512);
    };
    const many = Readable.from(entries(), { objectMode: false }).pipe(createGzip({ level: 1 }));
    expect(await refusalOf(many)).toMatchObject({ code: 'LB7104', params: { file: 'package.tgz', limit: 8_000 } });
    expect(written).toBeLessThan(50_000);
    const folders = Array.from({ length: 20 }, (_, i) => ({ name: `a/${i}/`, type: '5' }));
    expect((await refusalOf(packed(folders), { entries: 19 })).code).toBe('LB7104');
    expect((await read(packed(folders), { entries: 20 })).files).toEqual({});
  });

  test('a file that is announced too large is not read', async () => {
    const archive = packed([{ name: 'a/x', content: Buffer.alloc(2_000) }]);
    expect(await refusalOf(archive, { file: 1_999 })).toMatchObject({ code: 'LB7110', params: { file: 'x' } });
    expect((await read(archive, { file: 2_000 })).files.x).toHaveLength(2_000);
  });

  test('whoever stops early leaves nothing behind', async () => {
    const source = pieces(packed(sound), 10);
    const reader = new ArchiveReader('package.tgz', source, new ArchiveBudget(PACKAGE_LIMITS));
    for await (const file of reader.files()) {
      expect(file.path).toBe('Chart.yaml');
      break;
    }
    expect((await source.next()).done).toBe(true);
  });
});

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}
