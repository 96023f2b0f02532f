import { cp, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ENTRY, type ExtensionFolderOptions, writeExtension } from '../test-support/extension-folder.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { ContentStore, RETENTION } from './content-store.ts';
import { LIMITS } from './limits.ts';
import { PackageFolders } from './package-folders.ts';

interface Place {
  folder: string;
  builtin: string;
  installed: string;
  now: () => number;
  pass(ms: number): void;
}

async function place(): Promise<Place> {
  const folder = await temporaryFolder();
  let ahead = 0;
  return {
    folder,
    builtin: join(folder, 'builtin'),
    installed: join(folder, 'data', 'extensions'),
    now: () => Date.now() + ahead,
    pass: (ms) => {
      ahead += ms;
    },
  };
}

async function open({ folder, builtin, now }: Place): Promise<PackageFolders> {
  const onError = vi.fn();
  const dataDir = join(folder, 'data');
  const store = await ContentStore.open(join(dataDir, 'store'), now);
  const source = await PackageFolders.open({
    dataDir,
    store,
    alsoListed: () => [],
    roots: [builtin],
    patience: 400,
    now,
    onError,
  });
  onTestFinished(async () => {
    await source[Symbol.asyncDispose]();
    expect(onError).not.toHaveBeenCalled();
  });
  return source;
}

const files = (entry: string) => ({ 'entry.js': entry, 'assets/page.js': '', 'assets/page.css': '' });
const listed = (source: PackageFolders) => source.list().extensions.map((e) => `${e.name} ${e.active.segment}`);
const problems = (source: PackageFolders) =>
  source.list().skipped.map(({ extension, problem }) => `${extension} ${problem.code}`);
const text = async (source: PackageFolders, name: string, segment: string, path = 'entry.js') =>
  (await source.readFile(name, segment, path))?.toString();

test('built-in and installed folders are found in all their shapes', async () => {
  const at = await place();
  await writeExtension(join(at.builtin, 'some-folder'), { name: 'alpha' });
  await writeExtension(join(at.installed, 'beta'), { name: 'beta' });
  await writeExtension(join(at.installed, 'gamma', '1.0.0'), { name: 'gamma' });
  await writeExtension(join(at.installed, 'gamma', '1.1.0'), { name: 'gamma', version: '1.1.0' });
  await mkdir(join(at.builtin, 'unbuilt', 'src'), { recursive: true });
  await mkdir(join(at.builtin, 'node_modules', 'x', 'ui'), { recursive: true });
  await writeFile(join(at.builtin, 'README.md'), '');
  const source = await open(at);
  expect(listed(source)).toEqual(['alpha 1.0.0', 'beta 1.0.0', 'gamma 1.1.0']);
  expect(source.list().extensions.map((e) => e.active.origin)).toEqual(['builtin', 'installed', 'installed']);
  expect(source.list().extensions[2]!.versions.map(({ version }) => version)).toEqual(['1.1.0', '1.0.0']);
  expect(source.list().skipped).toEqual([]);
});

const hostile: [string, (ui: string) => Promise<void>, string][] = [
  ['a manifest of 5 MB', (ui) => writeFile(join(ui, 'extension.json'), ' '.repeat(5 * 2 ** 20)), 'LB1002'],
  ['a manifest that is no JSON', (ui) => writeFile(join(ui, 'extension.json'), '{"name":'), 'LB1001'],
  [
    'a manifest that is no UTF-8',
    (ui) => writeFile(join(ui, 'extension.json'), Buffer.from([0x22, 0xff, 0x22])),
    'LB1001',
  ],
  ['a manifest that is a link', (ui) => symlink('/etc/passwd', join(ui, 'extension.json')), 'LB1001'],
  ['a manifest that is a folder', (ui) => mkdir(join(ui, 'extension.json')).then(() => {}), 'LB1001'],
  ['a manifest without a name', (ui) => writeFile(join(ui, 'extension.json'), '{}'), 'LB1003'],
];

test.each(hostile)('%s is reported and takes nobody else along', async (_name, write, code) => {
  const at = await place();
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha' });
  await mkdir(join(at.builtin, 'evil', 'ui'), { recursive: true });
  await write(join(at.builtin, 'evil', 'ui'));
  const source = await open(at);
  expect(listed(source)).toEqual(['alpha 1.0.0']);
  expect(problems(source)).toEqual([`evil ${code}`]);
});

test('a folder may have any name', async () => {
  const at = await place();
  for (const name of ['..evil', '-rf', 'a b', '<script>', '__proto__', '名']) {
    await writeExtension(join(at.builtin, name), { name: `x-${Buffer.from(name).toString('hex')}` });
  }
  await symlink(at.folder, join(at.builtin, 'loop'));
  const source = await open(at);
  expect(source.list().extensions).toHaveLength(5);
  expect(source.list().skipped).toEqual([]);
});

test('a file that is a link out of the folder is refused', async () => {
  const at = await place();
  await writeFile(join(await temporaryFolder(), 'x'), '');
  const outside = join(at.folder, 'secret');
  await mkdir(at.folder, { recursive: true });
  await writeFile(outside, ENTRY);
  const ui = join(at.builtin, 'alpha', 'ui');
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha' });
  await rm(join(ui, 'entry.js'));
  await symlink(outside, join(ui, 'entry.js'));
  await writeExtension(join(at.builtin, 'beta'), { name: 'beta' });
  await rename(join(at.builtin, 'beta', 'ui', 'assets'), join(at.folder, 'assets'));
  await symlink(join(at.folder, 'assets'), join(at.builtin, 'beta', 'ui', 'assets'));
  const source = await open(at);
  expect(problems(source)).toEqual(['alpha LB5009', 'beta LB5009']);
});

test('a path that leads elsewhere is never read nor served', async () => {
  const at = await place();
  const options: ExtensionFolderOptions = { name: 'alpha', files: { 'entry.js': ENTRY } };
  const manifest = await writeExtension(join(at.builtin, 'alpha'), options);
  manifest.remote!.integrity['../../../secret'] = manifest.remote!.integrity['entry.js']!;
  await writeFile(join(at.folder, 'secret'), ENTRY);
  await writeFile(join(at.builtin, 'alpha', 'ui', 'extension.json'), JSON.stringify(manifest));
  const source = await open(at);
  for (const path of ['../../../secret', '..%2f', '/etc/passwd', 'constructor', '__proto__']) {
    expect(await source.digestOf('alpha', '1.0.0', path)).toBeUndefined();
    expect(await source.readFile('alpha', '1.0.0', path)).toBeUndefined();
  }
  expect(await source.digestOf('..', '1.0.0', 'entry.js')).toBeUndefined();
  expect(await source.digestOf('alpha', '..', 'entry.js')).toBeUndefined();
});

test('too many files are refused', async () => {
  const at = await place();
  const many = Object.fromEntries(Array.from({ length: LIMITS.files + 1 }, (_, i) => [`${i}.js`, '']));
  const manifest = await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha' });
  manifest.remote!.integrity = many;
  await writeFile(join(at.builtin, 'alpha', 'ui', 'extension.json'), JSON.stringify(manifest));
  expect(problems(await open(at))).toEqual(['alpha LB5010']);
});

test('of one version in two folders the built-in one counts', async () => {
  const at = await place();
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha' });
  await writeExtension(join(at.installed, 'alpha'), { name: 'alpha', files: files('other') });
  const source = await open(at);
  expect(source.list().extensions.map((e) => e.active.origin)).toEqual(['builtin']);
  expect(problems(source)).toEqual(['alpha LB2014']);
});

// Live ------------------------------------------------------------------------------------------------------------------

test('a folder that appears, changes and goes is followed', async () => {
  const at = await place();
  await mkdir(at.builtin, { recursive: true });
  const source = await open(at);
  const seen = vi.fn();
  source.watch(seen);
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha' });
  await vi.waitFor(() => expect(listed(source)).toEqual(['alpha 1.0.0']));
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha', version: '1.1.0' });
  await vi.waitFor(() => expect(listed(source)).toEqual(['alpha 1.1.0']));
  await rm(join(at.builtin, 'alpha'), { recursive: true });
  await vi.waitFor(() => expect(listed(source)).toEqual([]));
  expect(seen.mock.calls.length).toBeGreaterThanOrEqual(3);
});

test('a version that is copied into the data folder comes into force', async () => {
  const at = await place();
  await writeExtension(join(at.installed, 'alpha', '1.0.0'), { name: 'alpha' });
  const source = await open(at);
  await writeExtension(join(at.folder, 'work'), { name: 'alpha', version: '2.0.0' });
  await cp(join(at.folder, 'work'), join(at.installed, 'alpha', '2.0.0'), { recursive: true });
  await vi.waitFor(() => expect(listed(source)).toEqual(['alpha 2.0.0']));
});

test('changed content of one version gets a URL of its own, and the old one keeps its content', async () => {
  const at = await place();
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha', files: files('one') });
  const source = await open(at);
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha', files: files('two') });
  await vi.waitFor(() => expect(listed(source)).not.toEqual(['alpha 1.0.0']));
  const segment = source.list().extensions[0]!.active.segment;
  expect(segment).toMatch(/^1\.0\.0~[\da-f]{8}$/);
  expect(await text(source, 'alpha', '1.0.0')).toBe('one');
  expect(await text(source, 'alpha', segment)).toBe('two');

  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha', files: files('one') });
  await vi.waitFor(() => expect(listed(source)).toEqual(['alpha 1.0.0']));
});

test('a build that empties its output and fills it again is not seen as a removal', async () => {
  const at = await place();
  const ui = join(at.builtin, 'alpha', 'ui');
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha' });
  const source = await open(at);
  const states: string[][] = [];
  source.watch(() => states.push(listed(source)));
  await rm(ui, { recursive: true });
  await mkdir(ui);
  const finished = await temporaryFolder();
  const manifest = await writeExtension(finished, { name: 'alpha', version: '1.1.0' });
  await writeFile(join(ui, 'extension.json'), JSON.stringify(manifest));
  await new Promise((resolve) => setTimeout(resolve, 120));
  await cp(join(finished, 'ui'), ui, { recursive: true });
  await vi.waitFor(() => expect(listed(source)).toEqual(['alpha 1.1.0']));
  expect(states).toEqual([['alpha 1.1.0']]);
});

test('trouble that lasts is reported while the last good content stays', async () => {
  const at = await place();
  const ui = join(at.builtin, 'alpha', 'ui');
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha' });
  const source = await open(at);
  await writeFile(join(ui, 'extension.json'), '{');
  await vi.waitFor(() => expect(problems(source)).toEqual(['alpha LB1001']));
  expect(listed(source)).toEqual(['alpha 1.0.0']);
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha', version: '1.1.0' });
  await vi.waitFor(() => expect(listed(source)).toEqual(['alpha 1.1.0']));
  expect(problems(source)).toEqual([]);
});

test('an output that stays empty is a removal after a while', async () => {
  const at = await place();
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha' });
  const source = await open(at);
  await rm(join(at.builtin, 'alpha', 'ui'), { recursive: true });
  await vi.waitFor(() => expect(listed(source)).toEqual([]));
  expect(problems(source)).toEqual([]);
});

// Retention -------------------------------------------------------------------------------------------------------------

test('files outlive their folder, restarts too, for as long as a tab may live', async () => {
  const at = await place();
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha', files: files('one') });
  const first = await open(at);
  expect(listed(first)).toEqual(['alpha 1.0.0']);
  await first[Symbol.asyncDispose]();
  await rm(join(at.builtin, 'alpha'), { recursive: true });

  const second = await open(at);
  expect(listed(second)).toEqual([]);
  expect(await text(second, 'alpha', '1.0.0')).toBe('one');
  await second[Symbol.asyncDispose]();

  at.pass(RETENTION - 60_000);
  const third = await open(at);
  expect(await text(third, 'alpha', '1.0.0')).toBe('one');
  await third[Symbol.asyncDispose]();

  at.pass(120_000);
  const fourth = await open(at);
  expect(await text(fourth, 'alpha', '1.0.0')).toBeUndefined();
  expect(await readdir(join(at.folder, 'data', 'store', 'alpha'))).toEqual(['@1.0.0.json']);
});

test('a URL never gets other content, even after its files were dropped', async () => {
  const at = await place();
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha', files: files('one') });
  await (await open(at))[Symbol.asyncDispose]();
  await rm(join(at.builtin, 'alpha'), { recursive: true });
  await (await open(at))[Symbol.asyncDispose]();
  at.pass(RETENTION + 1);
  await (await open(at))[Symbol.asyncDispose]();

  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha', files: files('two') });
  const source = await open(at);
  expect(listed(source)[0]).toMatch(/^alpha 1\.0\.0~/);
  expect(await text(source, 'alpha', '1.0.0')).toBeUndefined();
  await source[Symbol.asyncDispose]();
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha', files: files('one') });
  const again = await open(at);
  expect(listed(again)).toEqual(['alpha 1.0.0']);
  expect(await text(again, 'alpha', '1.0.0')).toBe('one');
});

test('a kept file that was changed on disk is not handed out, and the extension shows it', async () => {
  const at = await place();
  await writeExtension(join(at.builtin, 'alpha'), { name: 'alpha' });
  const source = await open(at);
  await writeFile(join(at.folder, 'data', 'store', 'alpha', '1.0.0', 'entry.js'), 'evil()');
  await expect(source.readFile('alpha', '1.0.0', 'entry.js')).rejects.toMatchObject({ code: 'LB5016', status: 500 });
  expect(source.list().extensions[0]!.problems).toEqual([
    { code: 'LB5016', params: { file: 'entry.js' }, extension: 'alpha', version: '1.0.0' },
  ]);
});

test('versions that are named like files of the server get on with each other', async () => {
  const at = await place();
  const versions = ['1.0.0-a', '1.0.0-a.json', '1.0.0-a.json.json'];
  for (const version of versions) {
    await writeExtension(join(at.installed, 'alpha', version), { name: 'alpha', version, files: files(version) });
  }
  await (await open(at))[Symbol.asyncDispose]();
  const source = await open(at);
  for (const version of versions) expect(await text(source, 'alpha', version)).toBe(version);
});

// Folders that nobody can use -------------------------------------------------------------------------------------------

test('versions that cannot be compared are refused and hold nobody up', async () => {
  const at = await place();
  await writeExtension(join(at.builtin, 'sound'), { name: 'sound' });
  await writeExtension(join(at.installed, 'alpha', 'one'), { name: 'alpha', version: '01.0.0' });
  await writeExtension(join(at.installed, 'alpha', 'two'), { name: 'alpha', version: '1.0.0-..' });
  await writeExtension(join(at.installed, 'alpha', 'three'), { name: 'alpha', version: '99999999999999999999.0.0' });
  const source = await open(at);
  expect(listed(source)).toEqual(['sound 1.0.0']);
  expect(problems(source)).toEqual(['alpha LB1007', 'alpha LB1007', 'alpha LB1007']);
});

test('a folder that cannot be read costs nobody else', async () => {
  const at = await place();
  await writeExtension(join(at.builtin, 'sound'), { name: 'sound' });
  await mkdir(at.installed, { recursive: true });
  await symlink('circle', join(at.installed, 'circle'));
  const long = `${'x'.repeat(290)}.js`;
  const { remote } = await writeExtension(join(at.installed, 'long'), { name: 'long' });
  const integrity = { ...remote!.integrity, [long]: remote!.integrity['entry.js']! };
  await writeExtension(join(at.installed, 'long'), { name: 'long', remote: { integrity } });
  const source = await open(at);
  expect(listed(source)).toEqual(['sound 1.0.0']);
  expect(problems(source)).toEqual(['circle LB1001', 'long LB5016']);
});

test('what a killed server left half done is cleared away', async () => {
  const at = await place();
  await mkdir(join(at.folder, 'data', 'store', '.new-abc', 'ui'), { recursive: true });
  await mkdir(join(at.installed, '.new-abc', 'ui'), { recursive: true });
  await mkdir(join(at.installed, '.gone-abc', 'ui'), { recursive: true });
  const source = await open(at);
  expect(listed(source)).toEqual([]);
  expect(await readdir(join(at.folder, 'data', 'store'))).toEqual([]);
  expect(await readdir(at.installed)).toEqual([]);
});
