import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { KubeObject } from '@luban/kube';
import { extract, type Pack, pack } from 'tar-stream';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { startContainerServer } from '../terminal/test-support/container-server.ts';
import { processKubelet } from '../terminal/test-support/process-kubelet.ts';

const kubelet = processKubelet();
const server = await startContainerServer(kubelet);
await server.cluster.api.client.create(
  { group: '', version: 'v1', resource: 'configmaps', namespace: 'luban-system' },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'luban-terminal' },
    data: { largestUpload: '1Mi' },
  } as KubeObject,
);
afterEach(() => kubelet.become());

/** A folder of "the container", which is this computer. */
async function containerFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'luban-files-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function upload(path: string, body: Uint8Array, headers = {}, extra = {}): Promise<Response> {
  return fetch(server.files('/upload', path, extra), {
    method: 'PUT',
    headers: { cookie: server.cookie, 'content-type': 'application/octet-stream', ...headers },
    body: body as BodyInit,
  });
}

function download(path: string): Promise<Response> {
  return fetch(server.files('/download', path), { headers: { cookie: server.cookie } });
}

async function list(path: string) {
  const response = await fetch(server.files('', path), { headers: { cookie: server.cookie } });
  return (await response.json()) as { entries: { name: string }[]; error?: { code: string; message: string } };
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: { code: string } }).error.code;
}

const NAMES = [
  'with space',
  'it\'s "quoted"',
  '$(touch hacked)`id`;&|',
  'line\nend\n',
  '-rf',
  '--help',
  '@list',
  '汉字 é 🐚',
  'back\\nslash\\101',
  '*?[a]',
  'a'.repeat(255),
  '汉'.repeat(85),
  ' ',
  '..…',
  '#%25?x=1',
];

test('files with any name come back as they went in, and are listed so', async () => {
  const folder = await containerFolder();
  const roundTrip = async (name: string) => {
    const bytes = randomBytes(1_000);
    expect((await upload(join(folder, name), bytes)).status, name).toBe(201);
    expect(await readFile(join(folder, name))).toEqual(bytes);
    const got = await download(join(folder, name));
    expect(got.headers.get('content-length'), name).toBe('1000');
    expect(Buffer.from(await got.arrayBuffer()), name).toEqual(bytes);
  };
  await Promise.all(NAMES.map(roundTrip));
  const { entries } = await list(folder);
  expect(entries.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  expect(await readdir(folder)).toHaveLength(NAMES.length);
}, 20_000);

test('a file without a byte, and its mode', async () => {
  const folder = await containerFolder();
  expect((await upload(join(folder, 'empty'), Buffer.alloc(0), {}, { mode: '755' })).status).toBe(201);
  expect((await stat(join(folder, 'empty'))).mode & 0o777).toBe(0o755);
  // Programs of other users can read what nobody has said more of.
  expect((await upload(join(folder, 'plain'), Buffer.from('x'))).status).toBe(201);
  expect((await stat(join(folder, 'plain'))).mode & 0o777).toBe(0o644);
  const got = await download(join(folder, 'empty'));
  expect([got.status, (await got.arrayBuffer()).byteLength]).toEqual([200, 0]);
});

test('a folder with a large file comes whole', async () => {
  const folder = await containerFolder();
  const bytes = randomBytes(5_000_000);
  await mkdir(join(folder, 'top'));
  await writeFile(join(folder, 'top/large'), bytes);
  const unpacker = extract();
  unpacker.end(Buffer.from(await (await download(join(folder, 'top'))).arrayBuffer()));
  const found: [string, number][] = [];
  for await (const entry of unpacker) {
    const content = await buffer(entry);
    found.push([entry.header.name, content.length]);
    if (entry.header.name.endsWith('large')) expect(content.equals(bytes)).toBe(true);
  }
  expect(found).toEqual([
    ['./top/', 0],
    ['./top/large', bytes.length],
  ]);
});

test('a folder goes both ways as a tar archive, with its links', async () => {
  const folder = await containerFolder();
  const archive = pack();
  archive.entry({ name: 'top/', type: 'directory' });
  archive.entry({ name: 'top/deep/汉字 file', mode: 0o600 }, 'content');
  archive.entry({ name: `top/${'long/'.repeat(40)}end` }, Buffer.alloc(1_024));
  archive.finalize();
  const put = await upload(folder, await buffer(archive), { 'content-type': 'application/x-tar' });
  expect(put.status).toBe(201);
  expect(await readFile(join(folder, 'top/deep/汉字 file'), 'utf8')).toBe('content');
  expect((await stat(join(folder, 'top/deep/汉字 file'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'top', ...Array(40).fill('long'), 'end'))).size).toBe(1_024);
  await symlink('deep', join(folder, 'top/link'));
  const got = await download(join(folder, 'top'));
  expect(got.headers.get('content-disposition')).toContain("filename*=UTF-8''top.tar");
  const names = new Map<string, string>();
  const reader = extract();
  reader.end(Buffer.from(await got.arrayBuffer()));
  for await (const entry of reader) {
    names.set(entry.header.name, `${entry.header.type}`);
    entry.resume();
  }
  expect(names.get('./top/link')).toBe('symlink');
  expect(names.get('./top/deep/汉字 file')).toBe('file');
  expect(names.get(`./top/${'long/'.repeat(40)}end`)).toBe('file');
  // A link to a folder leads to it.
  const linked = await download(join(folder, 'top/link'));
  expect(Buffer.from(await linked.arrayBuffer()).includes('content')).toBe(true);
  const { entries } = await list(join(folder, 'top'));
  expect(entries).toMatchObject([
    { name: 'deep', type: 'folder' },
    { name: 'link', type: 'link', target: 'folder' },
    { name: 'long', type: 'folder' },
  ]);
});

const HOSTILE: Parameters<Pack['entry']>[0][] = [
  { name: '../out' },
  { name: 'a/../../out' },
  { name: '/etc/out' },
  { name: 'link', type: 'symlink', linkname: '/etc' },
  { name: 'link', type: 'link', linkname: '/etc/passwd' },
  { name: 'null', type: 'character-device' },
];

test('archives with entries that lead elsewhere are refused', async () => {
  const folder = await containerFolder();
  for (const header of HOSTILE) {
    const archive = pack();
    archive.entry(header, '');
    archive.finalize();
    const put = await upload(folder, await buffer(archive), { 'content-type': 'application/x-tar' });
    expect([header.name, put.status, await codeOf(put)]).toEqual([header.name, 422, 'LB5626']);
  }
  expect(await readdir(folder)).toEqual([]);
});

test('what does not work is refused by number', async () => {
  const folder = await containerFolder();
  await mkdir(join(folder, 'taken'));
  const refusals = {
    missing: await download(join(folder, 'none')),
    relative: await download('etc'),
    zero: await download('/a\0b'),
    noFolder: await upload(join(folder, 'none/file'), Buffer.from('x')),
    folder: await upload(join(folder, 'taken'), Buffer.from('x')),
    damaged: await upload(folder, Buffer.from('x'.repeat(2_000)), { 'content-type': 'application/x-tar' }),
    crossSite: await upload(join(folder, 'x'), Buffer.from('x'), { origin: 'https://evil.example' }),
  };
  const codes = Object.fromEntries(
    await Promise.all(Object.entries(refusals).map(async ([name, response]) => [name, await codeOf(response)])),
  );
  expect(codes).toEqual({
    missing: 'LB5622',
    relative: 'LB5620',
    zero: 'LB5620',
    noFolder: 'LB5622',
    folder: 'LB5627',
    damaged: 'LB5628',
    crossSite: 'LB5004',
  });
  expect((await list(join(folder, 'none'))).error?.code).toBe('LB5622');
  expect(await readdir(folder)).toEqual(['taken']);
});

test.each(['status', 'exit-code'] as const)('a container without tar is named (%s)', async (missing) => {
  kubelet.become({ has: () => false, missing });
  for (const response of [await download('/etc/hosts'), await upload('/tmp/luban-x', Buffer.from('x'))]) {
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error).toMatchObject({ code: 'LB5621', message: 'The container side of pod web has no tar.' });
  }
  expect((await list('/')).error?.code).toBe('LB5621');
});

test('a cluster that cannot end the input of a command takes no uploads, and gives files', async () => {
  kubelet.become({ protocol: 'v4.channel.k8s.io' });
  const folder = await containerFolder();
  await writeFile(join(folder, 'there'), 'content');
  const put = await upload(join(folder, 'file'), Buffer.from('x'));
  expect([put.status, await codeOf(put)]).toEqual([501, 'LB5629']);
  expect(await (await download(join(folder, 'there'))).text()).toBe('content');
  expect(await readdir(folder)).toEqual(['there']);
});

test('folders are listed without find too', async () => {
  kubelet.become({ has: (program) => program !== 'find' });
  const folder = await containerFolder();
  await writeFile(join(folder, 'a b'), 'four');
  await mkdir(join(folder, 'sub'));
  expect((await list(folder)).entries).toMatchObject([
    { name: 'sub', type: 'folder' },
    { name: 'a b', type: 'file', size: 4 },
  ]);
});

test('an upload above the limit is refused before a byte of it is sent', async () => {
  const { pathname, search, port } = new URL(server.files('/upload', '/tmp/x'));
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `PUT ${pathname}${search} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncookie: ${server.cookie}\r\ncontent-length: 1048577\r\n\r\n`,
  );
  expect((await buffer(socket)).toString()).toMatch(/^HTTP\/1.1 413 .*LB5624.*1 MiB/s);
  const chunked = connect(Number(port), '127.0.0.1');
  chunked.write(
    `PUT ${pathname}${search} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncookie: ${server.cookie}\r\ntransfer-encoding: chunked\r\n\r\n`,
  );
  expect((await buffer(chunked)).toString()).toMatch(/^HTTP\/1.1 411 .*LB5625/s);
});

test('an upload that breaks off leaves what was there', async () => {
  kubelet.become();
  const folder = await containerFolder();
  await writeFile(join(folder, 'kept'), 'before');
  const { pathname, search, port } = new URL(server.files('/upload', join(folder, 'kept')));
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `PUT ${pathname}${search} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncookie: ${server.cookie}\r\ncontent-length: 90000\r\n\r\n${'x'.repeat(50_000)}`,
  );
  await expect.poll(() => kubelet.commands.map(([program]) => program)).toContain('tar');
  await expect.poll(async () => (await readdir(folder)).length).toBe(2);
  socket.destroy();
  await expect.poll(async () => (await readdir(folder)).length).toBe(1);
  expect(await readFile(join(folder, 'kept'), 'utf8')).toBe('before');
});

test('what in a folder could not be read is told in the archive', async () => {
  const folder = await containerFolder();
  await writeFile(join(folder, 'zeros'), Buffer.alloc(5_000));
  await writeFile(join(folder, 'secret'), 'x');
  await chmod(join(folder, 'secret'), 0);
  const bytes = Buffer.from(await (await download(folder)).arrayBuffer());
  expect(bytes.length % 512).toBe(0);
  const names: string[] = [];
  const reader = extract();
  reader.end(bytes);
  for await (const entry of reader) {
    names.push(entry.header.name);
    entry.resume();
  }
  // Root may read everything.
  expect(names.includes('luban-incomplete.txt')).toBe(process.getuid?.() !== 0);
});
