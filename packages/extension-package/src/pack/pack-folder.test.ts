import { chmod, cp, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PackageError } from '../package-error.ts';
import { readPackage } from '../read-package.ts';
import { type TestPackage, testPackageFiles } from '../testing.ts';
import { packFolder } from './pack-folder.ts';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** An author's folder, with what is in a package but for Chart.yaml, and more. */
async function authorsFolder(options: TestPackage = {}, more: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'luban-pack-'));
  folders.push(folder);
  const files = testPackageFiles({ ...options, files: { 'Chart.yaml': undefined, ...options.files } });
  for (const [path, content] of [...files, ...Object.entries(more)]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

test('a folder becomes a package that reads as its author wrote it', async () => {
  const metadata = { keywords: ['clock'], kubeVersion: '>=1.21.0-0', annotations: { 'a.example/b': 'c' } };
  const charts = { collector: { tags: ['agent'], condition: 'collector.enabled' } };
  const options = { ui: true, metadata, charts, values: 'a: 1 # one\n' } as const;
  const folder = await authorsFolder(options, { NOTICE: 'n', 'templates/a.yaml': 'kind: A', 'files/b.json': '{}' });
  const { archive, package: read } = await packFolder(folder, { keep: () => true });
  expect(read).toEqual(await readPackage(archive, { keep: () => true }));
  expect([...read.files.keys()]).toEqual([
    'Chart.yaml',
    'NOTICE',
    'README.md',
    'README_zh.md',
    'charts/collector/Chart.yaml',
    'charts/collector/templates/config.yaml',
    'charts/collector/values.yaml',
    'extension.yaml',
    'files/b.json',
    'static/icon.svg',
    'templates/a.yaml',
    'ui/extension.json',
    'values.yaml',
  ]);
  expect(parse(Buffer.from(read.files.get('Chart.yaml')!).toString())).toEqual({
    apiVersion: 'v2',
    name: 'tide-clock',
    version: '1.0.0',
    kubeVersion: '>=1.21.0-0',
    description: 'What tide-clock does.',
    type: 'application',
    keywords: ['clock'],
    dependencies: [{ name: 'collector', repository: '', condition: 'collector.enabled', tags: ['agent'] }],
    icon: read.icon,
    annotations: { 'a.example/b': 'c' },
  });
});

test('sources, secrets and what tools leave behind stay where they are', async () => {
  const more = {
    'src/Page.tsx': '',
    'vite.config.ts': '',
    'package.json': '{}',
    'pnpm-lock.yaml': '',
    'node_modules/a/index.js': '',
    '.env': 'PASSWORD=1',
    '.git/config': '',
    'static/.DS_Store': '',
    'static/node_modules/a.png': '',
    'static/old.svg~': '',
    'charts/a/Chart.yaml': 'name: a',
    'charts/a/.helmignore': 'ci',
    'charts/a/src/rules.yaml': '',
  };
  const { package: read, leftOut } = await packFolder(await authorsFolder({}, more));
  expect(leftOut).toEqual(['package.json', 'pnpm-lock.yaml', 'src', 'vite.config.ts']);
  expect([...read.files.keys()]).toEqual([
    'Chart.yaml',
    'README.md',
    'README_zh.md',
    'charts/a/.helmignore',
    'charts/a/Chart.yaml',
    'charts/a/src/rules.yaml',
    'extension.yaml',
    'static/icon.svg',
  ]);
});

test('images are taken from wherever they are', async () => {
  const metadata = { icon: './art/icon.svg', screenshots: ['shots/1.png'], staticFileDirectory: './pictures' };
  const more = { 'art/icon.svg': '<svg/>', 'art/draft.svg': '', 'shots/1.png': '', 'pictures/a.png': '' };
  const { package: read, leftOut } = await packFolder(await authorsFolder({ metadata }, more));
  expect(read.screenshots).toEqual(['shots/1.png']);
  expect([...read.files.keys()].filter((path) => /svg|png/.test(path))).toEqual([
    'art/icon.svg',
    'pictures/a.png',
    'shots/1.png',
  ]);
  expect(leftOut).toEqual(['art', 'shots', 'static']);
});

test('the same files make the same bytes, whenever and by whomever they were written', async () => {
  const folder = await authorsFolder({ ui: true }, { 'static/b.svg': '<svg/>', 'static/a.svg': '<svg/>' });
  const { archive } = await packFolder(folder);
  const copy = await authorsFolder();
  await rm(copy, { recursive: true });
  await cp(folder, copy, { recursive: true });
  await utimes(join(copy, 'extension.yaml'), 1, 2);
  await chmod(join(copy, 'README.md'), 0o600);
  expect(Buffer.compare((await packFolder(copy)).archive, archive)).toBe(0);
  await writeFile(join(copy, 'README.md'), '# other');
  expect(Buffer.compare((await packFolder(copy)).archive, archive)).not.toBe(0);
});

test('an old Chart.yaml is replaced', async () => {
  const folder = await authorsFolder({}, { 'Chart.yaml': 'name: old\nversion: 0.0.1\n' });
  const { package: read, leftOut } = await packFolder(folder);
  expect(read.warnings).toEqual([]);
  expect(leftOut).toEqual([]);
});

test('an icon on the web is named in Chart.yaml, and not fetched', async () => {
  const icon = 'https://harbour.example/icon.png';
  const { package: read } = await packFolder(await authorsFolder({ metadata: { icon } }), { keep: () => true });
  expect(Buffer.from(read.files.get('Chart.yaml')!).toString()).toContain(`icon: ${icon}\n`);
});

test('links inside the folder are followed', async () => {
  const folder = await authorsFolder({}, { 'shared/a.svg': '<svg/>', 'shared/more/b.svg': '<svg id="b"/>' });
  await symlink('../shared/a.svg', join(folder, 'static/a.svg'));
  await symlink('../shared/more', join(folder, 'static/more'));
  const { package: read } = await packFolder(folder, { keep: (path) => path.endsWith('.svg') });
  expect(String(Buffer.from(read.files.get('static/more/b.svg')!))).toBe('<svg id="b"/>');
  expect(read.files.get('static/a.svg')).toHaveLength(6);
});

test.each([
  ['to a file outside', '/etc/passwd', 'LB7136'],
  ['to a folder outside', '../..', 'LB7136'],
  ['to the folder itself', '.', 'LB7136'],
  ['to nothing', './none', 'LB7137'],
])('a link %s is refused', async (_, target, code) => {
  const folder = await authorsFolder();
  await symlink(target, join(folder, 'static/link'));
  await expect(packFolder(folder)).rejects.toMatchObject({
    code,
    problems: [{ code, params: { file: expect.stringContaining('static/link') } }],
  });
});

test('an extension.yaml that links to another folder is refused, too', async () => {
  const folder = await authorsFolder();
  const other = await authorsFolder();
  await rm(join(folder, 'extension.yaml'));
  await symlink(join(other, 'extension.yaml'), join(folder, 'extension.yaml'));
  await expect(packFolder(folder)).rejects.toMatchObject({ code: 'LB7136' });
});

test('all that is wrong is said at once', async () => {
  const folder = await authorsFolder({
    metadata: { name: 'Tide', version: '1', dependencies: [{ name: 'agent' }] },
    values: 'a: [',
    files: { 'templates/a.yaml': 'kind: A' },
  });
  const error = await packFolder(folder).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PackageError);
  const { problems } = error as PackageError;
  expect(problems.map(({ code, params }) => [code, params.file, params.field])).toEqual([
    ['LB7118', 'extension.yaml', 'name'],
    ['LB7119', 'extension.yaml', 'version'],
    ['LB7111', 'values.yaml', undefined],
  ]);
});

test.each([
  ['no extension.yaml', 'extension.yaml', 'LB7115'],
  ['no icon', 'static', 'LB7127'],
])('%s', async (_, path, code) => {
  const folder = await authorsFolder();
  await rm(join(folder, path), { recursive: true });
  await expect(packFolder(folder)).rejects.toMatchObject({ code });
});

test('an interface that was not built is missed', async () => {
  await expect(packFolder(await authorsFolder({}, { 'extension.ts': '' }))).rejects.toMatchObject({ code: 'LB7146' });
  const built = await packFolder(await authorsFolder({ ui: true }, { 'extension.ts': '' }));
  expect(built.package.ui?.manifest.name).toBe('tide-clock');
});

test('a dependency without its chart', async () => {
  const folder = await authorsFolder({ metadata: { dependencies: [{ name: 'agent', tags: ['agent'] }] } });
  await expect(packFolder(folder)).rejects.toMatchObject({ code: 'LB7133' });
});

test('a folder that is not there', async () => {
  await expect(packFolder(join(tmpdir(), 'luban-none'))).rejects.toMatchObject({ code: 'LB7137' });
});

test('a file that is too large is not read', async () => {
  const folder = await authorsFolder({}, { 'static/film.mp4': '' });
  await writeFile(join(folder, 'static/film.mp4'), Buffer.alloc(16 * 2 ** 20 + 1));
  await expect(packFolder(folder)).rejects.toMatchObject({ code: 'LB7110' });
});
