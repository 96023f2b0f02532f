import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ENTRY, writeExtension } from '../test-support/extension-folder.ts';
import { ofFile } from '../test-support/of-file.ts';
import { reopen, testServer } from '../test-support/test-server.ts';

const LONG = 'export const text = "the same again and again";\n'.repeat(200);
const files = {
  'entry.js': ENTRY,
  'assets/page.js': LONG,
  'assets/page.css': '.a{color:red}',
  'assets/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  'assets/picture.png': Buffer.alloc(2_000, 'x'),
  'locales/en.json': '{"a":"A"}',
  'odd/page.html': '<h1>hello</h1>',
  'odd/data.bin': 'x',
};

/** For what only asks. */
const alpha = ofFile(() => testServer([{ name: 'alpha', files }]));

test('files are served for ever, with their type and without a session', async () => {
  const { askAsStranger } = alpha();
  const get = async (path: string) => {
    const response = await askAsStranger('GET', `/ext/alpha/1.0.0/${path}`);
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    });
    expect(response.headers).not.toHaveProperty('set-cookie');
    return response;
  };
  expect((await get('entry.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect((await get('assets/page.css')).headers['content-type']).toBe('text/css; charset=utf-8');
  expect((await get('locales/en.json')).headers['content-type']).toBe('application/json; charset=utf-8');
  expect((await get('assets/picture.png')).headers['content-type']).toBe('image/png');
  expect((await get('odd/data.bin')).headers['content-type']).toBe('application/octet-stream');
  expect((await get('extension.json')).json()).toMatchObject({ name: 'alpha', version: '1.0.0' });
});

test.each(['assets/icon.svg', 'odd/page.html', 'odd/data.bin'])(
  '%s, opened by itself, can do nothing',
  async (path) => {
    const { ask } = alpha();
    const { headers } = await ask('GET', `/ext/alpha/1.0.0/${path}`);
    expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
  },
);

test('a script that is made a worker may only reach its own origin', async () => {
  const { ask } = alpha();
  const { headers } = await ask('GET', '/ext/alpha/1.0.0/entry.js');
  expect(headers['content-security-policy']).toBe("default-src 'none'; script-src 'self'; connect-src 'self'");
});

test('aliases give the same bytes under other paths', async () => {
  const { ask } = alpha();
  for (const alias of ['~1/', '~2/']) {
    const response = await ask('GET', `/ext/alpha/1.0.0/${alias}assets/page.js`);
    expect([response.statusCode, response.body]).toEqual([200, LONG]);
  }
  expect((await ask('GET', '/ext/alpha/1.0.0/~3/assets/page.js')).statusCode).toBe(404);
  expect((await ask('GET', '/ext/alpha/1.0.0/~1/~1/assets/page.js')).statusCode).toBe(404);
});

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
] as const)('text is sent packed by %s, and is the same unpacked', async (encoding, unpack) => {
  const { ask } = alpha();
  const headers = { 'accept-encoding': `deflate, ${encoding}` };
  for (let i = 0; i < 2; i++) {
    const response = await ask('GET', '/ext/alpha/1.0.0/assets/page.js', { headers });
    expect(response.headers['content-encoding']).toBe(encoding);
    expect(response.rawPayload.length).toBeLessThan(LONG.length / 10);
    expect(response.headers['content-length']).toBe(String(response.rawPayload.length));
    expect(unpack(response.rawPayload).toString()).toBe(LONG);
  }
});

test('what packing does not make smaller is sent as it is', async () => {
  const { ask } = alpha();
  for (const path of ['assets/picture.png', 'entry.js']) {
    const { headers } = await ask('GET', `/ext/alpha/1.0.0/${path}`, { headers: { 'accept-encoding': 'br, gzip' } });
    expect(headers).not.toHaveProperty('content-encoding');
  }
});

test('a browser that has a file is told so', async () => {
  const { ask } = alpha();
  const url = '/ext/alpha/1.0.0/assets/page.js';
  const etag = (await ask('GET', url, { headers: { 'accept-encoding': 'br' } })).headers.etag as string;
  for (const known of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
    const response = await ask('GET', url, { headers: { 'if-none-match': known } });
    expect([response.statusCode, response.body]).toEqual([304, '']);
    expect(response.headers['cache-control']).toContain('immutable');
  }
  expect((await ask('GET', url, { headers: { 'if-none-match': '"other"' } })).statusCode).toBe(200);
});

test('HEAD tells the size and sends nothing', async () => {
  const { ask } = alpha();
  const response = await ask('HEAD', '/ext/alpha/1.0.0/assets/page.js');
  expect([response.statusCode, response.headers['content-length'], response.body]).toEqual([
    200,
    String(LONG.length),
    '',
  ]);
});

test.each([
  '/ext/alpha/1.0.0/missing.js',
  '/ext/alpha/9.9.9/entry.js',
  '/ext/nobody/1.0.0/entry.js',
  '/ext/alpha/1.0.0/',
  '/ext/alpha/1.0.0',
  '/ext/alpha/1.0.0/..%2f1.0.0.json',
  '/ext/alpha/1.0.0/%2e%2e/1.0.0.json',
  '/ext/..%2f..%2f/x/y',
  '/ext/alpha/1.0.0.json/x',
  '/ext/alpha/1.0.0/__proto__',
  '/ext/alpha/1.0.0/%00',
  `/ext/alpha/1.0.0/${'a'.repeat(5_000)}`,
])('%s is not found, by number', async (url) => {
  const { ask } = alpha();
  const response = await ask('GET', url);
  expect([response.statusCode, response.json().error.code]).toEqual([404, 'LB5005']);
  expect(response.headers['cache-control']).toBe('no-store');
});

test('a URL that cannot be decoded is invalid, by number', async () => {
  const { ask } = alpha();
  const response = await ask('GET', '/ext/alpha/1.0.0/%');
  expect([response.statusCode, response.json().error.code]).toEqual([400, 'LB5015']);
});

test('a tab of yesterday finds its files after an upgrade, a removal and a restart', async () => {
  const server = await testServer();
  const install = async (version: string) => {
    const folder = join(server.folder, version);
    await writeExtension(folder, { name: 'acme', version, files: { ...files, 'entry.js': `// ${version}` } });
    await server.ask('POST', '/api/extensions', { payload: { folder } });
  };
  await install('1.0.0');
  await install('2.0.0');
  expect((await server.ask('GET', '/ext/acme/1.0.0/entry.js')).body).toBe('// 1.0.0');
  await server.ask('DELETE', '/api/extensions/acme');
  expect((await server.ask('GET', '/ext/acme/2.0.0/entry.js')).body).toBe('// 2.0.0');
  await server.server.close();
  const again = await reopen(server.folder, { clusters: server.clusters });
  for (const version of ['1.0.0', '2.0.0']) {
    expect((await again.ask('GET', `/ext/acme/${version}/assets/page.js`)).body).toBe(LONG);
  }
});

test('a file that was changed in the store is not served, and the extension shows why', async () => {
  const server = await testServer([{ name: 'alpha', files }]);
  await writeFile(join(server.folder, 'data', 'store', 'alpha', '1.0.0', 'assets', 'page.js'), 'evil()');
  const response = await server.ask('GET', '/ext/alpha/1.0.0/assets/page.js');
  expect(response.statusCode).toBe(500);
  expect(response.json().error).toMatchObject({ code: 'LB5016', params: { file: 'assets/page.js' } });
  expect(response.body).not.toContain('evil');
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.headers).not.toHaveProperty('etag');
  const { extensions } = (await server.ask('GET', '/api/extensions')).json();
  expect(extensions[0].problems).toContainEqual(expect.objectContaining({ code: 'LB5016' }));
});

test('the files of the console are served for ever too, and those of former builds', async () => {
  const server = await testServer();
  const response = await server.ask('GET', '/assets/entry-1.js', { headers: { 'accept-encoding': 'br' } });
  expect(response.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'br',
    'content-type': 'text/javascript; charset=utf-8',
  });
  expect((await server.ask('GET', '/assets/..%2fhost.json')).statusCode).toBe(404);
  expect((await server.ask('GET', '/host.json', { headers: { accept: 'application/json' } })).statusCode).toBe(404);
  expect((await server.ask('GET', '/favicon.svg')).headers).toMatchObject({
    'cache-control': 'no-cache',
    'content-type': 'image/svg+xml; charset=utf-8',
  });

  await server.server.close();
  await rename(
    join(server.folder, 'console', 'assets', 'entry-1.css'),
    join(server.folder, 'console', 'assets', 'entry-2.css'),
  );
  const again = await reopen(server.folder, { clusters: server.clusters });
  expect((await again.ask('GET', '/assets/entry-1.css')).body).toBe('body{margin:0}\n');
  expect((await again.ask('GET', '/assets/entry-2.css')).body).toBe('body{margin:0}\n');
});
