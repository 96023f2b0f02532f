import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { decodeIndex } from '@luban/manifest';
import { expect, test } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { digest, ENTRY, writeExtension } from '../test-support/extension-folder.ts';
import { ofFile } from '../test-support/of-file.ts';
import { type TestServer, testServer } from '../test-support/test-server.ts';

/** For what only asks. */
const shared = ofFile(() => testServer([{ name: 'alpha' }, { name: 'beta' }]));

const html = { headers: { accept: 'text/html,application/xhtml+xml' } };

async function page(server: TestServer, url: string, headers = {}) {
  const response = await server.ask('GET', url, { headers: { ...html.headers, ...headers } });
  expect(response.statusCode).toBe(200);
  const block = (id: string) =>
    JSON.parse(new RegExp(`<script type="application/json" id="${id}">([^<]*)</script>`).exec(response.body)![1]!);
  const importMap = JSON.parse(/<script type="importmap"[^>]*>([^<]*)<\/script>/.exec(response.body)![1]!);
  return { response, body: response.body, block, importMap };
}

test('the page carries everything that the first paint needs', async () => {
  const server = shared();
  const { body, block, importMap } = await page(server, '/');
  expect(block('luban-boot')).toMatchObject({
    user: { name: 'admin' },
    locale: 'en',
    theme: 'system',
    version: '0.1.0',
    build: 'build-1',
    clusters: [{ name: 'host', displayName: 'Host' }],
    safe: false,
  });
  expect(decodeIndex(block('luban-index')).extensions.map(({ name }) => name)).toEqual(['alpha', 'beta']);
  expect(Object.keys(block('luban-remotes'))).toEqual(['alpha@1.0.0', 'beta@1.0.0']);
  expect(importMap).toEqual({ integrity: {} });
  expect(body).toContain('<link rel="stylesheet" href="/assets/entry-1.css">');
  expect(body).toContain('<script type="module" src="/assets/entry-1.js"></script>');
  expect(body).not.toContain('/ext/');
});

test('a strict policy is enforced, with a nonce that is new each time and for the import map alone', async () => {
  const server = shared();
  const first = await page(server, '/');
  const second = await page(server, '/');
  const { nonce } = first.block('luban-boot');
  expect(first.response.headers['content-security-policy']).toBe(
    `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; ` +
      "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; " +
      "form-action 'self'; object-src 'none'",
  );
  expect(nonce).toMatch(/^[\w-]{22}$/);
  expect(second.block('luban-boot').nonce).not.toBe(nonce);
  expect(first.body.match(/<[^>]* nonce="[^"]*">/g)).toEqual([`<script type="importmap" nonce="${nonce}">`]);
  expect(first.response.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
    vary: 'accept-encoding, accept-language, cookie',
  });
});

test.each(['//evil.example/x?safe', '///evil.example', '/\\evil.example'])(
  '%s, which its own links would take for another host, is no page',
  async (path) => {
    const { listen, cookie } = shared();
    // A client that sends the path as it is.
    const asking = get(await listen(), { path, headers: { cookie, accept: 'text/html' } });
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(302);
    expect(response.headers.location).toBe('/');
  },
);

test('the import map comes before everything that loads a module', async () => {
  const { body } = await page(shared(), '/clusters/c/alpha');
  const map = body.indexOf('<script type="importmap"');
  expect(map).toBeGreaterThan(0);
  expect(map).toBeLessThan(body.indexOf('modulepreload'));
  expect(map).toBeLessThan(body.indexOf('type="module"'));
});

test('a script is covered whatever the case of its ending, as it is served as one', async () => {
  const files = { 'entry.js': ENTRY, 'assets/page.js': '', 'assets/page.css': '', 'Late.JS': ENTRY };
  const server = await testServer([{ name: 'alpha', files }]);
  const { importMap } = await page(server, '/clusters/c/alpha');
  expect(importMap.integrity['/ext/alpha/1.0.0/Late.JS']).toBe(digest(ENTRY));
});

test("the files of the URL's owner are announced, each with its digest", async () => {
  const server = shared();
  const { body, importMap } = await page(server, '/clusters/c/beta/deeper?x=1');
  const integrity = digest(ENTRY);
  expect(importMap.integrity['/ext/beta/1.0.0/entry.js']).toBe(integrity);
  expect(importMap.integrity['/ext/beta/1.0.0/~1/entry.js']).toBe(integrity);
  expect(importMap.integrity['/ext/beta/1.0.0/~2/assets/page.js']).toBeDefined();
  expect(Object.keys(importMap.integrity)).toHaveLength(6);
  expect(body).toContain(`<link rel="modulepreload" href="/ext/beta/1.0.0/entry.js" integrity="${integrity}">`);
  expect(body).toMatch(
    /<link rel="modulepreload" href="\/ext\/beta\/1.0.0\/assets\/page.js" integrity="sha384-[^"]+">/,
  );
  expect(body).toMatch(
    /<link rel="preload" as="style" crossorigin="anonymous" href="\/ext\/beta\/1.0.0\/assets\/page.css" integrity="sha384-[^"]+">/,
  );
  expect(body).toContain('<link rel="modulepreload" href="/assets/react-1.js">');
  expect(body).toContain('<link rel="modulepreload" href="/assets/engine-1.js">');
  expect(body).not.toContain('href="/assets/sdk-1.js"');
  expect(body).not.toContain('/ext/alpha/');
});

test('in safe mode nothing is announced of what was installed', async () => {
  const server = await testServer([{ name: 'alpha' }]);
  const folder = join(server.folder, 'package');
  await writeExtension(folder, { name: 'gamma' });
  await server.ask('POST', '/api/extensions', { payload: { folder } });
  expect((await page(server, '/clusters/c/gamma')).body).toContain('href="/ext/gamma/');
  const safe = await page(server, '/clusters/c/gamma?safe');
  expect(safe.block('luban-boot').safe).toBe(true);
  expect(safe.body).not.toContain('href="/ext/');
  expect(safe.importMap).toEqual({ integrity: {} });
  expect((await page(server, '/clusters/c/alpha?safe')).body).toContain('href="/ext/alpha/');
});

test('a disabled extension is neither in the index nor announced', async () => {
  const server = await testServer([{ name: 'alpha' }]);
  await server.ask('POST', '/api/extensions/alpha/disable');
  const { body, block } = await page(server, '/clusters/c/alpha');
  expect(body).not.toContain('/ext/');
  expect(block('luban-remotes')).toEqual({});
});

test('nothing that an extension says can end the script it stands in', async () => {
  const evil = '</script><script>alert(1)</script><!--';
  const server = await testServer([{ name: 'alpha', manifest: { displayName: { en: evil } } }]);
  const { body, block } = await page(server, '/');
  expect(body).not.toContain(evil);
  expect(body.match(/<script/g)).toHaveLength(6);
  expect(decodeIndex(block('luban-index')).extensions[0]!.displayName).toBe(evil);
});

test('language and theme come from cookies, and the language else from the browser', async () => {
  const server = shared();
  const chinese = await page(server, '/', { 'accept-language': 'zh-CN,zh;q=0.9' });
  expect(chinese.body).toContain('<html lang="zh" data-theme="system">');
  expect(decodeIndex(chinese.block('luban-index')).extensions[0]!.displayName).toBe('alpha 扩展');
  const cookie = `${server.cookie}; luban_locale=en; luban_theme=dark`;
  const chosen = await page(server, '/', { cookie, 'accept-language': 'zh' });
  expect(chosen.body).toContain('<html lang="en" data-theme="dark">');
  const odd = await page(server, '/', { cookie: `${server.cookie}; luban_locale="><script>; luban_theme=purple` });
  expect(odd.body).toContain('<html lang="en" data-theme="system">');
});

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
])('the page is sent packed by %s', async (encoding, unpack) => {
  const server = shared();
  const response = await server.ask('GET', '/', { headers: { ...html.headers, 'accept-encoding': encoding } });
  expect(response.headers['content-encoding']).toBe(encoding);
  expect(unpack(response.rawPayload).toString()).toContain('<div id="root"></div>');
});

test('without a session every page leads to signing in and back', async () => {
  const { askAsStranger } = shared();
  const location = async (url: string) => {
    const response = await askAsStranger('GET', url, html);
    expect(response.statusCode).toBe(302);
    return response.headers.location;
  };
  expect(await location('/')).toBe('/login');
  expect(await location('/clusters/c/alpha?x=1')).toBe('/login?next=%2Fclusters%2Fc%2Falpha%3Fx%3D1');
  expect(await location('//evil.example/x')).toBe('/login');
});

test('the sign-in page tells nothing about what is installed', async () => {
  const { askAsStranger } = shared();
  const { body, statusCode } = await askAsStranger('GET', '/login?next=%2Fclusters%2Fc%2Falpha', html);
  expect(statusCode).toBe(200);
  expect(body).toContain('"user":null');
  expect(body).toContain('id="luban-index">null<');
  expect(body).not.toContain('alpha');
});

test('who is signed in is sent on from the sign-in page, but never to another site', async () => {
  const { ask } = shared();
  const location = async (url: string) => (await ask('GET', url, html)).headers.location;
  expect(await location('/login')).toBe('/');
  expect(await location('/login?next=%2Fsettings')).toBe('/settings');
  expect(await location('/login?next=https%3A%2F%2Fevil.example')).toBe('/');
  expect(await location('/login?next=%2F%2Fevil.example')).toBe('/');
});

test.each(['/api/unknown', '/ext/unknown', '/assets/unknown.js', '/schema/x'])('%s is no page', async (url) => {
  const { ask } = shared();
  const response = await ask('GET', url, html);
  expect(response.statusCode).toBe(404);
  expect(response.json().error.code).toBe('LB5005');
});

test('what a browser does not want as a document is not answered by one', async () => {
  const { ask } = shared();
  expect((await ask('GET', '/x.png', { headers: { accept: 'image/png' } })).statusCode).toBe(404);
  expect((await ask('POST', '/', html)).statusCode).toBe(404);
});

test('of a thousand extensions the page carries few records and the digests of the others', async () => {
  const many = Array.from({ length: 300 }, (_, i) => ({ name: `x-${String(i).padStart(3, '0')}` }));
  const server = await testServer(many);
  const remotes = await eventually(async () => {
    const { block } = await page(server, '/clusters/c/x-299');
    const remotes = block('luban-remotes');
    expect(Object.keys(remotes)).toHaveLength(300);
    return remotes;
  });
  const records = Object.entries(remotes).filter(([, value]) => typeof value === 'object');
  expect(records[0]![0]).toBe('x-299@1.0.0');
  expect(records.length).toBeLessThan(200);
  expect(remotes['x-298@1.0.0']).toMatch(/^sha384-/);
  expect(JSON.stringify(records).length).toBeLessThan(110_000);
}, 60_000);

test('health and schema need no session', async () => {
  const { askAsStranger } = shared();
  expect((await askAsStranger('GET', '/healthz')).json()).toEqual({ status: 'ok' });
  const schema = await askAsStranger('GET', '/schema/extension-1.json');
  expect(schema.json()).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
  expect(schema.headers['content-type']).toContain('application/schema+json');
});
