/** The registry that Debian packages, with a password, and charts that the real helm pushes. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChartRepository,
  RegistryError,
  readSignaturePolicy,
  SIGNATURE_TYPE,
  signArchive,
} from '@luban/extension-package/registry';
import { testPackage } from '@luban/extension-package/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DockerRegistry, REGISTRY_USER, startDockerRegistry } from '../support/docker-registry.ts';
import { createHelm, type Helm } from '../support/helm.ts';
import { KUBE_RELEASES } from '../support/kube-binaries.ts';
import { type Product, startProduct } from '../support/product.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { chartPackages } from '../support/test-charts.ts';

const resources = new AsyncDisposableStack();
const charts = await chartPackages();
/** File by name and version of what was pushed. */
const pushed = new Map<string, Buffer>();
let registry: DockerRegistry;
let folder: string;

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

async function signedIn(helm: Helm): Promise<void> {
  const { username, password } = REGISTRY_USER;
  const words = ['registry', 'login', registry.host, '--username', username, '--password', password];
  // Helm 4 asks for it by another name.
  const plain = await helm.try(...words, '--plain-http');
  if (plain.code !== 0) await helm(...words, '--insecure');
}

beforeAll(async () => {
  registry = resources.use(await startDockerRegistry({ users: true }));
  folder = resources.use(await temporaryFolder()).path;
  // Helm is not to talk to any cluster here.
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, '');
  for (const release of KUBE_RELEASES) {
    await using helm = await createHelm(release, kubeconfig);
    await signedIn(helm);
    const push = async (name: string, version: string, bytes: Buffer) => {
      const file = join(folder, release, `${name}-${version}.tgz`);
      await mkdir(join(folder, release), { recursive: true });
      await writeFile(file, bytes);
      await helm('push', file, `oci://${registry.host}/extensions`, '--plain-http');
      pushed.set(`${name} ${version}`, bytes);
    };
    for (const version of [`1.0.0+helm.${helm.major}`, `1.1.${helm.major}`]) {
      await push('tide-tables', version, Buffer.from(await testPackage({ name: 'tide-tables', version })));
    }
    if (helm.major === 3) continue;
    for (const { file } of charts) {
      const [, name = '', version = ''] = /([^/]+?)-(\d[^/]*)\.tgz$/.exec(file) ?? [];
      await push(name, version, await readFile(file));
    }
  }
});
afterAll(() => resources.disposeAsync());

const open = (path: string, credentials?: { username: string; password: string }) =>
  new ChartRepository({ url: `oci://${registry.host}${path}`, ...(credentials && { credentials }) });

test('everything that helm pushed is listed and fetched, byte by byte', async () => {
  await using repository = open('/extensions', REGISTRY_USER);
  const { charts, problems } = await repository.list();
  expect(problems).toEqual([]);
  expect(charts.map(({ name, version }) => `${name} ${version}`).sort()).toEqual([...pushed.keys()].sort());
  for (const chart of charts) {
    const bytes = pushed.get(`${chart.name} ${chart.version}`)!;
    expect(chart.digest).toBe(sha256(bytes));
    expect(Date.parse(chart.created ?? '')).toBeGreaterThan(Date.UTC(2000, 0, 1));
    expect(Buffer.compare((await repository.fetch(chart)).archive, bytes)).toBe(0);
  }
  expect((await repository.list()).unchanged).toBe(true);
});

test('one repository of the registry is a repository too, and so is the whole registry', async () => {
  await using one = open('/extensions/tide-tables', REGISTRY_USER);
  expect(new Set((await one.list()).charts.map(({ name }) => name))).toEqual(new Set(['tide-tables']));
  await using all = open('', REGISTRY_USER);
  expect((await all.list()).charts).toHaveLength(pushed.size);
});

test('nobody else is let in', async () => {
  for (const credentials of [undefined, { ...REGISTRY_USER, password: 'guess' }]) {
    await using repository = open('/extensions', credentials);
    const failure: unknown = await repository.list().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RegistryError);
    expect(failure).toMatchObject({ code: 'LB7206' });
  }
});

/** Puts content into the registry as `oras` and `cosign` do. */
async function put(kind: 'blobs' | 'manifests', reference: string, bytes: Buffer, type: string): Promise<void> {
  const { username, password } = REGISTRY_USER;
  const headers = { authorization: `Basic ${btoa(`${username}:${password}`)}`, 'content-type': type };
  const base = `http://${registry.host}/v2/extensions/tide-tables`;
  let url = new URL(`${base}/manifests/${reference}`);
  if (kind === 'blobs') {
    const upload = await fetch(`${base}/blobs/uploads/`, { method: 'POST', headers });
    url = new URL(upload.headers.get('location') ?? '', base);
    url.searchParams.set('digest', reference);
  }
  const answer = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) });
  if (answer.status !== 201) throw new Error(`${kind} ${reference}: ${answer.status} ${await answer.text()}`);
}

test('a signature that refers to a chart is found where the registry has no API for that', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const keys = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const policy = async () => readSignaturePolicy({ required: true, keys });
  await using repository = new ChartRepository({
    ...{ url: `oci://${registry.host}/extensions/tide-tables`, credentials: REGISTRY_USER, policy },
  });
  const { charts } = await repository.list();
  const [signed, unsigned] = charts;
  const { archive, origin } = await repository.archive(signed!);
  if (origin.kind !== 'oci') throw new Error('The chart came from somewhere else.');
  const subject = origin.manifest.digest;

  const signature = Buffer.from(signArchive(archive, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()));
  const empty = Buffer.from('{}');
  await put('blobs', sha256(signature), signature, 'application/octet-stream');
  await put('blobs', sha256(empty), empty, 'application/octet-stream');
  const manifestType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = Buffer.from(
    JSON.stringify({
      ...{ schemaVersion: 2, mediaType: manifestType, artifactType: SIGNATURE_TYPE },
      config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256(empty), size: empty.length },
      layers: [{ mediaType: SIGNATURE_TYPE, digest: sha256(signature), size: signature.length }],
      subject: { mediaType: manifestType, digest: subject, size: origin.manifest.bytes.length },
    }),
  );
  await put('manifests', sha256(manifest), manifest, manifestType);
  const indexType = 'application/vnd.oci.image.index.v1+json';
  const entry = {
    mediaType: manifestType,
    digest: sha256(manifest),
    size: manifest.length,
    artifactType: SIGNATURE_TYPE,
  };
  const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [entry] }));
  await put('manifests', subject.replace(':', '-'), index, indexType);

  expect((await repository.fetch(signed!)).signature.state).toBe('verified');
  await expect(repository.fetch(unsigned!)).rejects.toMatchObject({ code: 'LB7230' });
  // What holds a signature is no chart, and is not listed as one.
  expect((await repository.list()).charts).toHaveLength(charts.length);
});

describe('in the product', () => {
  let product: Product;
  beforeAll(async () => {
    product = resources.use(await startProduct({ environment: { LUBAN_ALLOW_HOSTS: registry.host } }));
  });

  async function eventually<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
    for (let attempt = 0; attempt < 900; attempt++) {
      const found = await ask();
      if (found !== undefined) return found;
      await sleep(100);
    }
    throw new Error(`${what} did not come. ${product.output().slice(-2_000)}`);
  }

  const versions = async () => {
    const response = await product.api.request('GET', '/apis/kubesphere.io/v1alpha1/extensionversions');
    const { items } = (await response.json()) as {
      items: { metadata: { labels?: Record<string, string> }; spec: Record<string, string> }[];
    };
    return items.filter(({ metadata }) => metadata.labels?.['kubesphere.io/repository-ref'] === 'registry');
  };

  test('a Repository with an oci:// address fills the catalogue', async () => {
    const created = await product.api.request('POST', '/apis/kubesphere.io/v1alpha1/repositories', {
      apiVersion: 'kubesphere.io/v1alpha1',
      kind: 'Repository',
      metadata: { name: 'registry' },
      spec: { url: `oci://${registry.host}/extensions`, basicAuth: REGISTRY_USER, depth: 0 },
    });
    expect(created.status).toBe(201);
    // No object can be named after a version with a `+`.
    const usable = [...pushed.keys()].filter((key) => !key.includes('+'));
    const all = await eventually('All versions', async () => {
      const found = await versions();
      return found.length === usable.length ? found : undefined;
    });
    for (const { metadata, spec } of all) {
      const name = metadata.labels?.['kubesphere.io/extension-ref'];
      expect(spec.digest).toBe(sha256(pushed.get(`${name} ${spec.version}`)!));
      expect(spec.chartURL).toBe(`oci://${registry.host}/extensions/${name}:${spec.version}`);
    }
    const problems = async () => {
      const { repositories } = (await json('/api/center/repositories')) as {
        repositories: { name: string; chartProblems: unknown[] }[];
      };
      return repositories.find(({ name }) => name === 'registry')?.chartProblems;
    };
    await expect.poll(problems).toHaveLength(pushed.size - usable.length);
  });

  const published = [...new Set(charts.map(({ name }) => name))];
  const versionOf = (name: string) => [...pushed.keys()].find((key) => key.startsWith(`${name} `))?.split(' ')[1];
  const json = async (path: string): Promise<unknown> => (await product.api.request('GET', path)).json();

  test.runIf(published.length > 0)('what came from the registry are cards', async () => {
    interface Catalogue {
      extensions: {
        name: string;
        icon?: string;
        displayName: Record<string, string>;
        category: string;
        repository?: string;
        recommendedVersion?: string;
      }[];
      categories: { name: string; count: number }[];
    }
    // Versions come first, and then what is said of them together.
    const { extensions, categories } = await eventually('What is recommended', async () => {
      const found = (await json('/api/center/catalogue')) as Catalogue;
      const isRecommended = (name: string) =>
        found.extensions.some((one) => one.name === name && one.recommendedVersion === versionOf(name));
      return published.every(isRecommended) ? found : undefined;
    });
    for (const name of published) {
      const card = extensions.find((one) => one.name === name);
      expect(card, name).toMatchObject({
        displayName: { en: expect.stringMatching(/\w/), zh: expect.stringMatching(/\S/) },
        repository: 'registry',
        recommendedVersion: versionOf(name),
      });
      const icon = await product.api.request('GET', card?.icon ?? '/no-icon');
      expect(icon.status, name).toBe(200);
      expect(icon.headers.get('content-type'), name).toMatch(/^image\/(png|svg\+xml)/);
      expect((await icon.arrayBuffer()).byteLength, name).toBeGreaterThan(200);
      const together = extensions.filter(({ category }) => category === card?.category).length;
      expect(categories.find((one) => one.name === card?.category)?.count, name).toBe(together);
    }
  });

  test.runIf(published.includes('metrics-server'))(
    'what came from the registry is installed, on the host and on the clusters that were chosen',
    { timeout: 300_000 },
    async () => {
      const version = versionOf('metrics-server');
      const plan = await product.api.request('POST', '/apis/kubesphere.io/v1alpha1/installplans', {
        apiVersion: 'kubesphere.io/v1alpha1',
        kind: 'InstallPlan',
        metadata: { name: 'metrics-server' },
        spec: {
          extension: { name: 'metrics-server', version },
          enabled: true,
          clusterScheduling: { placement: { clusters: ['host'] } },
        },
      });
      expect(plan.status, await plan.clone().text()).toBe(201);
      const status = async () => {
        const object = await json('/apis/kubesphere.io/v1alpha1/installplans/metrics-server');
        return (object as { status?: unknown }).status;
      };
      await expect.poll(status, { timeout: 240_000, interval: 500 }).toMatchObject({
        ...{ state: 'Installed', version, enabled: true },
        clusterSchedulingStatuses: { host: { state: 'Installed' } },
      });
      const { items } = (await json('/apis/apps/v1/deployments')) as { items: { metadata: { name: string } }[] };
      expect(items.map(({ metadata }) => metadata.name)).toContain('metrics-server');
    },
  );
});
