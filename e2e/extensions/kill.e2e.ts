/** The product is ended by `kill -9` at each step of what it does with an extension, and started again. */
import { join } from 'node:path';
import { testPackage } from '@luban/extension-package/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let product: Product;

beforeAll(async () => {
  folder = await temporaryFolder();
  product = await startProduct({ dataDir: folder.path });
});

afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

/** What takes a moment to be ready, so that a server can end while helm waits for it. */
const DEPLOYMENT = (version: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Release.Name }}}
spec:
  replicas: 1
  selector: {matchLabels: {app: {{ .Release.Name }}}}
  template:
    metadata: {labels: {app: {{ .Release.Name }}, version: "${version}"}}
    spec: {containers: [{name: main, image: "docker.io/harbour/tide:${version}"}]}
`;

const VERSIONS = ['1.0.0', '1.1.0'];

async function publish(name: string): Promise<void> {
  for (const version of VERSIONS) {
    const files = { 'templates/deployment.yaml': DEPLOYMENT(version) };
    const archive = testPackage({ name, version, ui: true, charts: { server: { tags: ['extension'], files } } });
    const answer = await product.api.request('POST', '/api/center/packages', Buffer.from(archive));
    expect(answer.status, await answer.clone().text()).toBe(201);
  }
}

async function kubectl<T>(work: (kubectl: Kubectl) => Promise<T>): Promise<T> {
  await using client = await createKubectl('v35', join(product.dataDir, 'kubeconfig'));
  return await work(client);
}

async function plan(name: string, version: string): Promise<void> {
  const spec = { extension: { name, version }, enabled: true };
  const object = { apiVersion: 'kubesphere.io/v1alpha1', kind: 'InstallPlan', metadata: { name }, spec };
  await kubectl((client) => client('apply -f -', { input: JSON.stringify(object) }));
}

async function read<T>(path: string): Promise<T | undefined> {
  const answer = await product.api.request('GET', path);
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

interface Plan {
  status?: { state?: string; version?: string };
}

interface ConfigMap {
  data?: { journal?: string };
}

interface Journal {
  runs: { action: string; state: string; steps: { name: string; state: string }[] }[];
  remains?: { items: { kind: string }[] };
}

const planOf = (name: string) => read<Plan>(`/apis/kubesphere.io/v1alpha1/installplans/${name}`);

const journalOf = async (name: string): Promise<Journal | undefined> => {
  const object = await read<ConfigMap>(`/api/v1/namespaces/luban-system/configmaps/installation.${name}`);
  return object?.data?.journal === undefined ? undefined : (JSON.parse(object.data.journal) as Journal);
};

/** Ends the server as soon as a step has begun, and starts another one on what it left. */
async function killAt(name: string, action: string, step: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const run = (await journalOf(name))?.runs[0];
      const found = run?.action === action ? run.steps.find((one) => one.name === step) : undefined;
      expect(found?.state ?? 'waiting').not.toBe('waiting');
    },
    { timeout: 120_000, interval: 5 },
  );
  await product.kill();
  await product[Symbol.asyncDispose]();
  product = await startProduct({ dataDir: folder.path });
}

const eventually = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 120_000, interval: 100 });

async function isInForce(name: string, version: string): Promise<void> {
  await eventually(async () => {
    expect((await planOf(name))?.status).toMatchObject({ state: 'Installed', version });
    expect((await journalOf(name))?.runs[0]?.state).toBe('done');
  });
  expect(await revisions(name)).toContain(`deployed ${version}`);
  const bundle = await read<{ spec: { version: string } }>(`/apis/extensions.luban.dev/v1alpha1/uibundles/${name}`);
  expect(bundle?.spec.version).toBe(version);
  // Its cluster was started anew as well.
  await eventually(async () => {
    const deployment = await read<{
      spec: { template: { metadata: { labels: Record<string, string> } } };
      status?: { readyReplicas?: number };
    }>(`/apis/apps/v1/namespaces/extension-${name}/deployments/${name}`);
    expect(deployment?.spec.template.metadata.labels.version).toBe(version);
    expect(deployment?.status?.readyReplicas).toBe(1);
  });
}

/** Has the older version in force: the one that a test before has installed, or a new one. */
async function isInstalled(name: string): Promise<void> {
  if ((await planOf(name)) === undefined) {
    await publish(name);
    await plan(name, '1.0.0');
  }
  await isInForce(name, '1.0.0');
}

/** Statuses of helm's revisions with the version of the pod that each wants, by what helm itself says. */
async function revisions(name: string): Promise<string[]> {
  const selector = encodeURIComponent(`owner=helm,name=${name}`);
  const list = await read<{ items: { metadata: { labels: Record<string, string> } }[] }>(
    `/api/v1/namespaces/extension-${name}/secrets?labelSelector=${selector}`,
  );
  const version = (await planOf(name))?.status?.version ?? '';
  return (list?.items ?? []).map(({ metadata: { labels } }) => `${labels.status} ${version}`);
}

const STEPS = ['check', 'fetch', 'dry-run', 'prepare', 'release', 'interface', 'enable'];
const REMOVAL = ['remove-interface', 'remove-release', 'report'];
const LIMIT = { timeout: 300_000 };

it.each(STEPS)(
  'an installation whose server is killed at %s is brought to its end by the next',
  LIMIT,
  async (step) => {
    const name = `tide-${step}`;
    await publish(name);
    await plan(name, '1.0.0');
    await killAt(name, 'install', step);
    await isInForce(name, '1.0.0');
  },
);

it.each(REMOVAL.map((step, i) => [step, `tide-${STEPS[i]}`] as const))(
  'a removal whose server is killed at %s is brought to its end by the next, and a new installation works',
  LIMIT,
  async (step, name) => {
    await isInstalled(name);
    await kubectl((client) => client(`delete installplan ${name} --wait=false`));
    await killAt(name, 'uninstall', step).catch(async (error: unknown) => {
      // Gone before anybody could look: nothing is left to kill it at.
      if ((await planOf(name)) !== undefined) throw error;
    });
    await eventually(async () => expect(await planOf(name)).toBeUndefined());
    expect(await revisions(name)).toEqual([]);
    expect(await read(`/apis/apps/v1/namespaces/extension-${name}/deployments/${name}`)).toBeUndefined();
    expect(await read(`/apis/extensions.luban.dev/v1alpha1/uibundles/${name}`)).toBeUndefined();
    await eventually(async () => {
      expect((await journalOf(name))?.remains?.items.map(({ kind }) => kind)).toContain('Namespace');
    });
    await plan(name, '1.0.0');
    await isInForce(name, '1.0.0');
  },
);

it.each(STEPS)('an upgrade whose server is killed at %s is brought to its end by the next', LIMIT, async (step) => {
  const name = `tide-${step}`;
  await isInstalled(name);
  await plan(name, '1.1.0');
  await killAt(name, 'upgrade', step);
  await isInForce(name, '1.1.0');
});
