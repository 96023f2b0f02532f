/** A repository that requires signatures, as an administrator sets it up: what nobody vouches for stays out. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { signArchive } from '@luban/extension-package/registry';
import { startWebServer, testPackage, type WebServer } from '@luban/extension-package/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Product, startProduct } from '../support/product.ts';

const key = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    public: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    private: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
const OWN = key();
const STRANGER = key();

const resources = new AsyncDisposableStack();
const files = new Map<string, Uint8Array | string>();
let server: WebServer;
let product: Product;

beforeAll(async () => {
  const entries: string[] = [];
  const add = async (name: string, sign: (archive: Uint8Array) => { archive?: Uint8Array; signature?: string }) => {
    const packed = await testPackage({ name, version: '1.0.0' });
    const { archive = packed, signature } = sign(packed);
    const digest = createHash('sha256').update(archive).digest('hex');
    files.set(`/${name}.tgz`, archive);
    if (signature !== undefined) files.set(`/${name}.tgz.sig`, signature);
    entries.push(`  ${name}:\n  - {name: ${name}, version: 1.0.0, digest: ${digest}, urls: [${name}.tgz]}\n`);
  };
  await add('vouched', (archive) => ({ signature: signArchive(archive, OWN.private) }));
  await add('unsigned', () => ({}));
  await add('stranger', (archive) => ({ signature: signArchive(archive, STRANGER.private) }));
  // Whoever can change the archive can change the digest in the index, too.
  const changed = Buffer.from(await testPackage({ name: 'tampered', version: '1.0.0', values: 'image: evil\n' }));
  await add('tampered', (archive) => ({ archive: changed, signature: signArchive(archive, OWN.private) }));
  await add('forged', (archive) => {
    const [signature = '', id] = signArchive(archive, OWN.private).split('\n');
    const bytes = Buffer.from(signature, 'base64');
    bytes[7]! ^= 1;
    return { signature: `${bytes.toString('base64')}\n${id}\n` };
  });
  files.set('/index.yaml', `apiVersion: v1\nentries:\n${entries.join('')}`);
  server = resources.use(
    await startWebServer((_, response, { pathname }) => {
      const file = files.get(pathname);
      if (file === undefined) response.writeHead(404).end();
      else response.end(file);
    }),
  );
  product = resources.use(await startProduct({ environment: { LUBAN_ALLOW_HOSTS: server.host } }));
});
afterAll(() => resources.disposeAsync());

const PATH = '/apis/kubesphere.io/v1alpha1';

async function names(): Promise<string[]> {
  const response = await product.api.request('GET', `${PATH}/extensionversions`);
  const { items } = (await response.json()) as {
    items: { metadata: { name: string; labels?: Record<string, string> } }[];
  };
  const own = items.filter(({ metadata }) => metadata.labels?.['kubesphere.io/repository-ref'] === 'signed');
  return own.map(({ metadata }) => metadata.name).sort();
}

interface Shown {
  name: string;
  state: string;
  chartProblems: { chart: string; problem: { code: string } }[];
}

async function synced(isDone: (repository: Shown) => boolean): Promise<Shown> {
  for (let attempt = 0; attempt < 900; attempt++) {
    const response = await product.api.request('GET', '/api/center/repositories');
    const { repositories } = (await response.json()) as { repositories: Shown[] };
    const own = repositories.find(({ name }) => name === 'signed');
    if (own?.state === 'synced' && isDone(own)) return own;
    await sleep(100);
  }
  throw new Error(`The repository was not read. ${product.output().slice(-2_000)}`);
}

test('only what is signed with the key of the repository comes into the catalogue', async () => {
  const created = await product.api.request('POST', `${PATH}/repositories`, {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'Repository',
    metadata: {
      name: 'signed',
      annotations: { 'luban.dev/require-signature': 'true', 'luban.dev/signing-keys': OWN.public },
    },
    spec: { url: server.url },
  });
  expect(created.status).toBe(201);
  const { chartProblems } = await synced(({ chartProblems }) => chartProblems.length === 4);
  expect(Object.fromEntries(chartProblems.map(({ chart, problem }) => [chart, problem.code]))).toEqual({
    unsigned: 'LB7230',
    stranger: 'LB7231',
    tampered: 'LB7232',
    forged: 'LB7232',
  });
  await expect.poll(names).toEqual(['vouched-1.0.0']);
});

/** Sets the annotation; again, when the server has written its status meanwhile. */
async function require(required: boolean): Promise<void> {
  const url = `${PATH}/repositories/signed`;
  const { metadata, ...rest } = (await (await product.api.request('GET', url)).json()) as {
    metadata: { annotations: Record<string, string> };
  };
  const annotations = { ...metadata.annotations, 'luban.dev/require-signature': String(required) };
  const { status } = await product.api.request('PUT', url, { ...rest, metadata: { ...metadata, annotations } });
  if (status === 409) return require(required);
  expect(status).toBe(200);
}

test('where signatures are not required any more, the others come', async () => {
  await require(false);
  await synced(({ chartProblems }) => chartProblems.length === 0);
  await expect.poll(names).toHaveLength(5);
});

test('where they are required again, the others go, although nothing else has changed', async () => {
  await require(true);
  await synced(({ chartProblems }) => chartProblems.length === 4);
  await expect.poll(names).toEqual(['vouched-1.0.0']);
});
