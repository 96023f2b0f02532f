import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { archive, folderEntries } from '../test-support/archive.ts';
import { type ExtensionFolderOptions, PAGE, writeExtension } from '../test-support/extension-folder.ts';
import { ofFile } from '../test-support/of-file.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { reopen, type TestServer, testServer } from '../test-support/test-server.ts';

const ICONS = { up: '../../../../api/session', host: '//evil.example/x.png', dot: 'a/./b.png' };

/** For what changes nothing. */
const alpha = ofFile(() =>
  testServer([{ name: 'alpha' }, ...Object.entries(ICONS).map(([name, icon]) => ({ name, manifest: { icon } }))]),
);
/** For packages that are refused and leave nothing behind. */
const empty = ofFile(() => testServer());

const gzip = { 'content-type': 'application/gzip' };

async function packageFolder(server: TestServer, options: ExtensionFolderOptions): Promise<string> {
  const folder = join(server.folder, 'packages', `${options.name}-${options.version ?? '1.0.0'}`);
  await writeExtension(folder, options);
  return folder;
}

async function install(server: TestServer, options: ExtensionFolderOptions) {
  return server.ask('POST', '/api/extensions', { payload: { folder: await packageFolder(server, options) } });
}

const summaryOf = async (server: TestServer, name: string) =>
  (await server.ask('GET', '/api/extensions')).json().extensions.find((entry: { name: string }) => entry.name === name);

const entryOf = (name: string, version = '1.0.0') => `/ext/${name}/${version}/entry.js`;

test('what is installed is listed with everything that a person wants to know', async () => {
  const server = await testServer([
    {
      name: 'alpha',
      manifest: {
        icon: 'assets/icon.svg',
        provider: { en: { name: 'Acme', url: 'https://acme.example' }, zh: { name: '极致' } },
      },
      remote: { bundler: 'vite 8' },
    },
  ]);
  expect(await summaryOf(server, 'alpha')).toEqual({
    name: 'alpha',
    version: '1.0.0',
    versions: ['1.0.0'],
    displayName: 'The alpha',
    description: 'A small one',
    provider: { name: 'Acme', url: 'https://acme.example' },
    icon: '/ext/alpha/1.0.0/assets/icon.svg',
    origin: 'builtin',
    state: 'Available',
    problems: expect.any(Array),
    bytes: expect.any(Number),
    contributes: { routes: 1, menus: 1 },
    bundler: 'vite 8',
    framework: 'react',
  });
  const chinese = await server.ask('GET', '/api/extensions', { headers: { 'accept-language': 'zh' } });
  expect(chinese.json().extensions[0]).toMatchObject({ displayName: 'alpha 扩展', provider: { name: '极致' } });
});

test.each(Object.entries(ICONS))('the icon of %s, %s, is not passed on', async (name) => {
  const summary = await summaryOf(alpha(), name);
  expect(summary).toMatchObject({ name });
  expect(summary).not.toHaveProperty('icon');
});

test('strangers are told nothing and change nothing', async () => {
  const { askAsStranger } = alpha();
  for (const [method, url] of [
    ['GET', '/api/extensions'],
    ['POST', '/api/extensions'],
    ['POST', '/api/extensions/alpha/disable'],
    ['PUT', '/api/extensions/alpha/version'],
    ['DELETE', '/api/extensions/alpha'],
    ['GET', '/api/index'],
    ['GET', '/api/index/events'],
  ] as const) {
    const response = await askAsStranger(method, url);
    expect([url, response.statusCode, response.json().error.code]).toEqual([url, 401, 'LB5003']);
  }
});

test('a folder is installed, upgraded, rolled back, disabled, enabled and removed', async () => {
  const server = await testServer();
  const first = await install(server, { name: 'acme', version: '1.9.0' });
  expect(first.statusCode).toBe(201);
  expect(first.json()).toMatchObject({ name: 'acme', version: '1.9.0', origin: 'installed', state: 'Available' });

  const second = await install(server, { name: 'acme', version: '1.10.0', manifest: { description: { en: 'New' } } });
  expect(second.json()).toMatchObject({ version: '1.10.0', versions: ['1.10.0', '1.9.0'], description: 'New' });

  const back = await server.ask('PUT', '/api/extensions/acme/version', { payload: { version: '1.9.0' } });
  expect(back.json()).toMatchObject({ version: '1.9.0', versions: ['1.10.0', '1.9.0'], description: 'A small one' });

  expect((await server.ask('POST', '/api/extensions/acme/disable')).json()).toMatchObject({
    state: 'Disabled',
    version: '1.9.0',
  });
  const headers = { 'content-type': 'application/json' };
  expect((await server.ask('POST', '/api/extensions/acme/enable', { headers })).json()).toMatchObject({
    state: 'Available',
  });

  expect((await server.ask('DELETE', '/api/extensions/acme')).statusCode).toBe(204);
  expect(await summaryOf(server, 'acme')).toBeUndefined();
  for (const version of ['1.9.0', '1.10.0'])
    expect((await server.ask('GET', entryOf('acme', version))).statusCode).toBe(200);
});

test('decisions outlive a restart', async () => {
  const server = await testServer([{ name: 'alpha' }]);
  await install(server, { name: 'acme', version: '1.0.0' });
  await install(server, { name: 'acme', version: '2.0.0' });
  await server.ask('PUT', '/api/extensions/acme/version', { payload: { version: '1.0.0' } });
  await server.ask('POST', '/api/extensions/alpha/disable');
  await server.server.close();
  const again = await reopen(server.folder, { clusters: server.clusters });
  expect(await summaryOf(again, 'acme')).toMatchObject({
    version: '1.0.0',
    versions: ['2.0.0', '1.0.0'],
    state: 'Available',
  });
  expect(await summaryOf(again, 'alpha')).toMatchObject({ state: 'Disabled' });
});

test('the same package again changes nothing, other content under its version is refused', async () => {
  const server = await testServer();
  await install(server, { name: 'acme' });
  expect((await install(server, { name: 'acme' })).statusCode).toBe(201);
  const other = await install(server, {
    name: 'acme',
    files: { 'entry.js': 'other', 'assets/page.js': PAGE, 'assets/page.css': '' },
  });
  expect(other.statusCode).toBe(409);
  expect(other.json().error).toMatchObject({ code: 'LB5011', params: { extension: 'acme', version: '1.0.0' } });
  expect((await server.ask('GET', entryOf('acme'))).body).not.toBe('other');
});

test('a disabled extension stays disabled when it is upgraded', async () => {
  const server = await testServer();
  await install(server, { name: 'acme', version: '1.0.0' });
  await server.ask('POST', '/api/extensions/acme/disable');
  expect((await install(server, { name: 'acme', version: '2.0.0' })).json()).toMatchObject({
    version: '2.0.0',
    state: 'Disabled',
  });
});

test('a built-in extension can be disabled and upgraded, not removed', async () => {
  const server = await testServer([{ name: 'alpha' }]);
  expect((await server.ask('POST', '/api/extensions/alpha/disable')).json()).toMatchObject({ state: 'Disabled' });
  await server.ask('POST', '/api/extensions/alpha/enable');
  const refused = await server.ask('DELETE', '/api/extensions/alpha');
  expect(refused.statusCode).toBe(409);
  expect(refused.json().error.code).toBe('LB5012');

  await install(server, { name: 'alpha', version: '2.0.0' });
  expect(await summaryOf(server, 'alpha')).toMatchObject({ version: '2.0.0', origin: 'installed' });
  expect((await server.ask('DELETE', '/api/extensions/alpha')).statusCode).toBe(204);
  expect(await summaryOf(server, 'alpha')).toMatchObject({ version: '1.0.0', versions: ['1.0.0'], origin: 'builtin' });
});

test.each([
  ['POST', '/api/extensions/nobody/enable', undefined, 404, 'LB5006'],
  ['POST', '/api/extensions/__proto__/disable', undefined, 404, 'LB5006'],
  ['DELETE', '/api/extensions/nobody', undefined, 404, 'LB5006'],
  ['DELETE', '/api/extensions/..%2f..%2fetc', undefined, 404, 'LB5006'],
  ['PUT', '/api/extensions/nobody/version', { version: '1.0.0' }, 404, 'LB5006'],
  ['PUT', '/api/extensions/alpha/version', { version: '9.9.9' }, 404, 'LB5007'],
  ['PUT', '/api/extensions/alpha/version', {}, 400, 'LB5015'],
  ['PUT', '/api/extensions/alpha/version', undefined, 400, 'LB5015'],
  ['POST', '/api/extensions', undefined, 400, 'LB5015'],
  ['POST', '/api/extensions', { folder: 7 }, 400, 'LB5015'],
  ['POST', '/api/extensions', { folder: 'relative/path' }, 422, 'LB5013'],
  ['POST', '/api/extensions', { folder: '/nowhere/at/all' }, 422, 'LB5013'],
  ['POST', '/api/extensions', { folder: '/tmp/\0' }, 422, 'LB5013'],
] as const)('%s %s with %j is refused', async (method, url, payload, status, code) => {
  const response = await alpha().ask(method, url, payload === undefined ? {} : { payload });
  expect([response.statusCode, response.json().error.code]).toEqual([status, code]);
});

test('a package is installed as it is downloaded', async () => {
  const server = await testServer();
  const folder = await packageFolder(server, { name: 'acme' });
  await writeFile(join(folder, 'extension.yaml'), 'name: acme\nversion: 1.0.0\n');
  const payload = await archive(await folderEntries(folder, 'acme/'));
  const response = await server.ask('POST', '/api/extensions', { payload, headers: gzip });
  expect(response.statusCode).toBe(201);
  expect(response.json()).toMatchObject({ name: 'acme', version: '1.0.0' });
  expect((await server.ask('GET', entryOf('acme'))).statusCode).toBe(200);
  expect(await readdir(join(server.folder, 'data', 'tmp'))).toEqual([]);
});

const badPackages: [string, ExtensionFolderOptions, Record<string, string>, string, object][] = [
  [
    'a file that was changed',
    { name: 'acme' },
    { 'ui/assets/page.js': 'evil()' },
    'LB5016',
    { file: 'assets/page.js' },
  ],
  ['a manifest that is no JSON', { name: 'acme' }, { 'ui/extension.json': '{' }, 'LB1001', {}],
  ['a manifest that is a list', { name: 'acme' }, { 'ui/extension.json': '[]' }, 'LB1001', {}],
  ['a manifest with a bad name', { name: '../evil' }, {}, 'LB1006', {}],
  ['a manifest with a bad version', { name: 'acme', version: '../1' }, {}, 'LB1007', {}],
  ['a manifest with a fault', { name: 'acme', manifest: { contributes: { routes: [{}] as never } } }, {}, 'LB1003', {}],
  ['metadata of another version', { name: 'acme' }, { 'extension.yaml': 'name: acme\nversion: 2.0.0' }, 'LB5008', {}],
  ['metadata that is no YAML', { name: 'acme' }, { 'extension.yaml': 'name: [' }, 'LB5008', {}],
];

test.each(badPackages)('%s is refused and leaves nothing behind', async (_name, options, files, code, params) => {
  const server = empty();
  const folder = join(await temporaryFolder(), 'package');
  await writeExtension(folder, options);
  for (const [path, content] of Object.entries(files)) await writeFile(join(folder, path), content);
  const packed = await archive(await folderEntries(folder, 'acme/'));
  for (const request of [{ payload: { folder } }, { payload: packed, headers: gzip }]) {
    const response = await server.ask('POST', '/api/extensions', request);
    expect([response.statusCode, response.json().error.code]).toEqual([422, code]);
    expect(response.json().error.params).toMatchObject(params);
  }
  const data = join(server.folder, 'data');
  expect(await readdir(join(data, 'extensions'))).toEqual([]);
  expect(await readdir(join(data, 'store'))).toEqual([]);
  expect(await readdir(join(data, 'tmp'))).toEqual([]);
  await expect(readFile(join(data, 'extensions.json'))).rejects.toThrow();
});

test('who sends a large package that is refused early still reads why', async () => {
  const server = empty();
  const body = await archive([
    { name: '../evil', content: 'x' },
    { name: 'acme/ui/big.js', content: randomBytes(2 ** 20) },
  ]);
  const headers = { ...gzip, cookie: server.cookie, 'content-length': body.length };
  const sending = request(`${await server.listen()}/api/extensions`, { method: 'POST', headers });
  const answered = once(sending, 'response');
  sending.write(body.subarray(0, body.length / 2));
  const [response] = (await answered) as [IncomingMessage];
  sending.end(body.subarray(body.length / 2));
  expect(response.statusCode).toBe(422);
  expect(await json(response)).toMatchObject({ error: { code: 'LB5009' } });
});

test('a file that the manifest lists and the package lacks is named', async () => {
  const server = empty();
  const folder = await packageFolder(server, { name: 'acme' });
  const entries = (await folderEntries(folder)).filter(({ name }) => name !== 'ui/assets/page.js');
  const response = await server.ask('POST', '/api/extensions', { payload: await archive(entries), headers: gzip });
  expect(response.json().error).toMatchObject({ code: 'LB5016', params: { file: 'assets/page.js' } });
});

test('files that the manifest does not list are not taken over', async () => {
  const server = await testServer();
  const folder = await packageFolder(server, { name: 'acme' });
  await writeFile(join(folder, 'ui', 'stray.js'), 'stray');
  await server.ask('POST', '/api/extensions', { payload: { folder } });
  expect((await server.ask('GET', '/ext/acme/1.0.0/stray.js')).statusCode).toBe(404);
  expect(await readdir(join(server.folder, 'data', 'extensions', 'acme', '1.0.0', 'ui'))).not.toContain('stray.js');
});

test('changes made at once come out as if made one after the other', async () => {
  const server = await testServer();
  const versions = ['1.0.0', '1.1.0', '1.2.0', '1.3.0'];
  const results = await Promise.all(versions.map((version) => install(server, { name: 'acme', version })));
  expect(results.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201]);
  expect((await summaryOf(server, 'acme')).versions).toEqual(versions.toReversed());
});
