/** Package files that must be refused, sent to the running product: what it says, and that it writes nothing. */
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import { type TarEntry, type TestPackage, tarOf, testPackage } from '@luban/extension-package/testing';
import { explain } from '@luban/manifest/messages';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { type Api, signedInApi } from '../support/api.ts';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { ADMIN, type Product, startProduct } from '../support/product.ts';

interface RepositoryIndex {
  entries: Record<string, { version: string }[]>;
}

interface Refused {
  error: { code: string; message: string; cure?: string };
  problems: { code: string; params: Record<string, string | number> }[];
}

const resources = new AsyncDisposableStack();
let product: Product;
let api: Api;
let kubectl: Kubectl;
let before: string[];

/** The catalogue, and whatever else bears the name of one of the packages below. */
async function written(): Promise<string[]> {
  const kinds = 'extensions.kubesphere.io,extensionversions,installplans,uibundles,configmaps,secrets';
  const names = (await kubectl(`get ${kinds} -A -o name`)).split('\n').filter(Boolean);
  return names.filter((name) => /^extension(?:version)?\.|tide-clock|after-all/.test(name)).sort();
}

beforeAll(async () => {
  product = resources.use(await startProduct());
  api = await signedInApi(product.url, ADMIN);
  kubectl = resources.use(await createKubectl('v35', join(product.dataDir, 'kubeconfig')));
  // The catalogue of a fresh server fills up first, with what its own repository offers.
  const index = parse(await (await fetch(`${product.url}/repository/index.yaml`)).text()) as RepositoryIndex;
  const offered = Object.entries(index.entries).flatMap(([name, versions]) => [
    `extension.kubesphere.io/${name}`,
    ...versions.map(({ version }) => `extensionversion.kubesphere.io/${name}-${version}`),
  ]);
  await vi.waitFor(async () => expect(await written()).toEqual(offered.sort()), { timeout: 60_000, interval: 500 });
  before = await written();
});

afterAll(async () => {
  expect(await written()).toEqual(before);
  await resources.disposeAsync();
});

async function refusalOf(archive: Uint8Array): Promise<Refused> {
  const response = await api.request('POST', '/api/center/packages', Buffer.from(archive));
  expect(response.status).toBe(422);
  const refused = (await response.json()) as Refused;
  for (const problem of refused.problems) {
    for (const language of ['en', 'zh']) {
      const { sentence, cure } = explain(problem, language);
      expect(sentence).toContain(problem.params.file);
      expect(cure).not.toBe('');
    }
  }
  expect(refused.error.message).toContain(String(refused.problems[0]!.params.file));
  return refused;
}

const METADATA: [what: string, metadata: Record<string, unknown>, code: string, field: string][] = [
  ...['apiVersion', 'name', 'version', 'displayName', 'description', 'category', 'provider', 'icon'].map(
    (field): [string, Record<string, unknown>, string, string] => [
      `no ${field}`,
      { [field]: undefined },
      'LB7116',
      field,
    ],
  ),
  ['a name that is a number', { name: 7 }, 'LB7117', 'name'],
  ['a text that is a list', { displayName: ['a'] }, 'LB7117', 'displayName'],
  ['a keyword that is a number', { keywords: [7] }, 'LB7117', 'keywords[0]'],
  ['a version that is none', { version: '1.0' }, 'LB7119', 'version'],
  ['an unknown language', { displayName: { en: 'a', xx: 'b' } }, 'LB7121', 'displayName.xx'],
  ['a name of 64 characters', { name: 'x'.repeat(64) }, 'LB7118', 'name'],
  ['a range that is none', { kubeVersion: 'new' }, 'LB7123', 'kubeVersion'],
];

const FILES: [what: string, files: TestPackage['files'], code: string, file: string][] = [
  ['no extension.yaml', { 'extension.yaml': undefined }, 'LB7115', 'extension.yaml'],
  ['values that are no YAML', { 'values.yaml': 'a: b: c' }, 'LB7111', 'values.yaml'],
  ['permissions that are none', { 'permissions.yaml': 'kind: Pod' }, 'LB7124', 'permissions.yaml'],
  ['no icon', { 'static/icon.svg': undefined }, 'LB7127', 'extension.yaml'],
];

const ENTRIES: [what: string, entry: TarEntry, code: string][] = [
  ['a path that leads up', { name: 'a/../../etc/passwd' }, 'LB7105'],
  ['an absolute path', { name: '/etc/passwd' }, 'LB7105'],
  ['a path with backslashes', { name: 'a\\..\\b' }, 'LB7105'],
  ['a symbolic link', { name: 'a/link', type: '2', linkname: '/etc/passwd' }, 'LB7106'],
  ['a hard link', { name: 'a/link', type: '1', linkname: '/etc/passwd' }, 'LB7106'],
  ['a device', { name: 'a/tty', type: '3' }, 'LB7106'],
  ['two folders', { name: 'b/x' }, 'LB7108'],
];

describe('a package is refused for', () => {
  it.each(METADATA)('%s', async (_, metadata, code, field) => {
    const { problems } = await refusalOf(testPackage({ metadata, files: { 'Chart.yaml': undefined } }));
    expect(problems).toMatchObject([{ code, params: { file: 'extension.yaml', field } }]);
  });

  it.each(FILES)('%s', async (_, files, code, file) => {
    const { problems } = await refusalOf(testPackage({ files }));
    expect(problems[0]).toMatchObject({ code, params: { file } });
  });

  it.each(ENTRIES)('%s', async (_, entry, code) => {
    const { problems } = await refusalOf(gzipSync(tarOf([{ name: 'a/Chart.yaml' }, entry])));
    expect(problems).toMatchObject([{ code }]);
  });

  it('a bomb', async () => {
    const bomb = gzipSync(tarOf(['1', '2'].map((name) => ({ name: `a/${name}`, content: Buffer.alloc(8 * 2 ** 20) }))));
    expect((await refusalOf(bomb)).problems).toMatchObject([{ code: 'LB7103' }]);
  });
});

describe('a package that never ends is cut off', () => {
  /** As a program sends it that does not know the length. */
  async function send(
    entries: Iterable<Uint8Array>,
    level: number,
  ): Promise<{ status: number | string; text: string }> {
    const packed = Readable.from(entries, { objectMode: false }).pipe(createGzip({ level }));
    const request = {
      method: 'POST',
      headers: { origin: product.url, cookie: api.cookie, 'content-type': 'application/gzip' },
      body: Readable.toWeb(packed) as ReadableStream<Uint8Array>,
      duplex: 'half',
    };
    try {
      const response = await fetch(`${product.url}/api/center/packages`, request as RequestInit);
      return { status: response.status, text: await response.text() };
    } catch {
      // The server has closed the connection while the rest was on its way.
      return { status: 'closed', text: '' };
    }
  }

  it('at its size, long before 300 MB have come', async () => {
    const noise = crypto.getRandomValues(new Uint8Array(65_536));
    let sent = 0;
    const entries = function* () {
      for (; sent < 300; sent += 1) {
        yield tarOf([{ name: `a/${sent}`, content: Buffer.alloc(2 ** 20, noise) }]).subarray(0, 512 + 2 ** 20);
      }
    };
    const { status, text } = await send(entries(), 0);
    expect([413, 422, 'closed']).toContain(status);
    if (status !== 'closed') expect(text).toMatch(/LB7102|LB5010/);
    expect(sent).toBeLessThan(200);
  });

  it('at its number of files, long before 100,000', async () => {
    let sent = 0;
    const entries = function* () {
      for (; sent < 100_000; sent += 1) yield tarOf([{ name: `a/${sent}` }]).subarray(0, 512);
    };
    const { status, text } = await send(entries(), 1);
    expect([422, 'closed']).toContain(status);
    if (status !== 'closed') expect(text).toContain('LB7104');
  });
});

it('the server is as well as before, and takes a sound package', async () => {
  const made = testPackage({ name: 'after-all' });
  const response = await api.request('POST', '/api/center/packages', Buffer.from(made));
  expect([response.status, await response.json()]).toMatchObject([201, { name: 'after-all', version: '1.0.0' }]);
  await expect.poll(written, { timeout: 30_000 }).toContain('extension.kubesphere.io/after-all');
  await kubectl('delete extensions.kubesphere.io after-all');
  await expect.poll(written, { timeout: 30_000 }).toEqual(before);
});
