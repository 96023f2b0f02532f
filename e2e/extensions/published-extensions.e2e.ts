/** The extensions that people really install, from a repository to nothing left but what is told: by kubectl alone. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPackage } from '@luban/extension-package';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHelmRepository } from '../support/helm-repository.ts';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { type Product, startProduct } from '../support/product.ts';
import { repackaged } from '../support/repackaged.ts';
import { chartPackages } from '../support/test-charts.ts';

const charts = await chartPackages();
const PILOT = { username: 'pilot', password: 's3cret-of-pilot' };
const NEXT = '0.7.2';

interface Installation {
  state?: string;
  version?: string;
  enabled?: boolean;
  agents: Record<string, string | undefined>;
}

describe.skipIf(charts.length === 0)('published extensions', () => {
  const resources = new AsyncDisposableStack();
  let product: Product;
  let kubectl: Kubectl;

  beforeAll(async () => {
    const repository = resources.use(await startHelmRepository({ credentials: PILOT }));
    for (const { file } of charts) await repository.add(file);
    const metrics = charts.find(({ name }) => name === 'metrics-server');
    if (metrics !== undefined) await repository.add(await repackaged(metrics.file, NEXT));
    product = resources.use(await startProduct({ environment: { LUBAN_ALLOW_HOSTS: repository.host } }));
    kubectl = resources.use(await createKubectl('v35', join(product.dataDir, 'kubeconfig')));
    await apply({
      kind: 'Repository',
      metadata: { name: 'published' },
      spec: { url: repository.url, basicAuth: PILOT },
    });
  });
  afterAll(() => resources.disposeAsync());

  const apply = async (object: { kind: string; metadata: object; spec: object }) => {
    const resource = object.kind === 'Repository' ? 'repositories' : 'installplans';
    const body = { apiVersion: 'kubesphere.io/v1alpha1', ...object };
    const response = await product.api.request('POST', `/apis/kubesphere.io/v1alpha1/${resource}`, body);
    expect(response.status, await response.clone().text()).toBe(201);
  };
  const install = (name: string, version: string) =>
    apply({
      kind: 'InstallPlan',
      metadata: { name },
      spec: {
        extension: { name, version },
        enabled: true,
        clusterScheduling: { placement: { clusters: ['host'] } },
      },
    });
  const installation = async (name: string): Promise<Installation> => {
    const { status = {} } = JSON.parse(await kubectl(`get installplan ${name} -o json`)) as {
      status?: Omit<Installation, 'agents'> & { clusterSchedulingStatuses?: Record<string, { state?: string }> };
    };
    const agents = Object.entries(status.clusterSchedulingStatuses ?? {}).map(([cluster, { state }]) => [
      cluster,
      state,
    ]);
    return { ...status, agents: Object.fromEntries(agents) as Installation['agents'] };
  };
  const becomes = (name: string, expected: Partial<Installation>) =>
    expect.poll(() => installation(name), { timeout: 240_000, interval: 500 }).toMatchObject(expected);
  const versionOf = (name: string) => /-(\d[^/]*)\.tgz$/.exec(charts.find((one) => one.name === name)!.file)![1]!;
  const has = (name: string) => charts.some((one) => one.name === name);
  /** Whether it has a part for chosen clusters. */
  const parts = async (name: string) => {
    const { chart } = await readPackage(await readFile(charts.find((one) => one.name === name)!.file));
    return chart.parts.some(({ tags }) => tags.includes('agent'));
  };

  it('are five cards with icons, names, categories and versions that fit', { timeout: 240_000 }, async () => {
    const names = charts.map(({ name }) => name).sort();
    const known = async () => {
      const list = JSON.parse(await kubectl('get extensions -o json')) as {
        items: { metadata: { name: string }; status?: { recommendedVersion?: string } }[];
      };
      return new Map(list.items.map(({ metadata, status }) => [metadata.name, status?.recommendedVersion]));
    };
    const missing = async () => {
      const found = await known();
      return names.filter((name) => !found.get(name));
    };
    await expect.poll(missing, { timeout: 120_000, interval: 300 }).toEqual([]);
    const recommended = await known();
    for (const name of names) expect(recommended.get(name)).toBe(name === 'metrics-server' ? NEXT : versionOf(name));
    const response = await product.api.request('GET', '/api/center/catalogue');
    const { extensions, categories } = (await response.json()) as {
      extensions: { name: string; icon?: string; displayName: Record<string, string>; category: string }[];
      categories: { name: string; count: number }[];
    };
    for (const name of names) {
      const card = extensions.find((one) => one.name === name)!;
      expect(card.displayName).toMatchObject({ en: expect.any(String), zh: expect.any(String) });
      const icon = await product.api.request('GET', card.icon!);
      expect(icon.status).toBe(200);
      expect(icon.headers.get('content-type')).toMatch(/^image\/(png|svg\+xml)/);
      expect((await icon.arrayBuffer()).byteLength).toBeGreaterThan(200);
      const inCategory = extensions.filter(({ category }) => category === card.category).length;
      expect(categories.find((one) => one.name === card.category)?.count).toBe(inCategory);
    }
  });

  it.runIf(has('ob-operator'))(
    'are refused with the reason while what they need is missing',
    { timeout: 240_000 },
    async () => {
      await install('ob-operator', versionOf('ob-operator'));
      const why = async () => {
        const response = await product.api.request('GET', '/api/center/installations/ob-operator');
        return JSON.stringify(((await response.json()) as { problems?: unknown }).problems);
      };
      await expect.poll(why, { timeout: 60_000, interval: 300 }).toContain('cert-manager');
      expect((await installation('ob-operator')).version).toBeUndefined();
      expect(await kubectl.try('get namespace oceanbase-system')).toMatchObject({ code: 1 });
    },
  );

  it('are all installed and healthy; what waited for another goes on by itself', { timeout: 300_000 }, async () => {
    const others = charts.map(({ name }) => name).filter((name) => name !== 'ob-operator');
    for (const name of others) await install(name, versionOf(name));
    for (const { name } of charts) {
      const agents = (await parts(name)) ? { host: 'Installed' } : {};
      await becomes(name, { state: 'Installed', version: versionOf(name), enabled: true, agents });
    }
    const pods = JSON.parse(await kubectl('get pods -A -o json')) as {
      items: { metadata: { name: string }; status: { phase: string } }[];
    };
    expect(pods.items.filter(({ status }) => status.phase === 'Failed').map(({ metadata }) => metadata.name)).toEqual(
      [],
    );
    expect(pods.items.length).toBeGreaterThan(10);
    // As many as are wanted are ready, of everything.
    const workloads = JSON.parse(await kubectl('get deployments,statefulsets -A -o json')) as {
      items: { metadata: { name: string }; spec: { replicas: number }; status: { readyReplicas?: number } }[];
    };
    const unready = workloads.items.filter(({ spec, status }) => (status.readyReplicas ?? 0) < spec.replicas);
    expect(unready.map(({ metadata }) => metadata.name)).toEqual([]);
  });

  it('are disabled and enabled without touching what runs', { timeout: 240_000 }, async () => {
    // What extends the API; all of it here is DevOps'.
    const states = () =>
      kubectl('get jsbundles,apiservices.extensions.kubesphere.io -o jsonpath={.items[*].status.state}');
    const before = await kubectl('get deployments,statefulsets,daemonsets -A -o name');
    for (const [enabled, state] of [
      [false, 'Disabled'],
      [true, 'Available'],
    ] as const) {
      for (const { name } of charts) {
        await kubectl(`patch installplan ${name} --type merge -p '${JSON.stringify({ spec: { enabled } })}'`);
      }
      for (const { name } of charts) await becomes(name, { enabled, state: 'Installed' });
      if (has('devops')) expect(new Set((await states()).split(' '))).toEqual(new Set([state]));
      expect(await kubectl('get deployments,statefulsets,daemonsets -A -o name')).toBe(before);
    }
  });

  it.runIf(has('metrics-server'))('are upgraded where there are two versions', { timeout: 300_000 }, async () => {
    const spec = { extension: { name: 'metrics-server', version: NEXT } };
    await kubectl(`patch installplan metrics-server --type merge -p '${JSON.stringify({ spec })}'`);
    await becomes('metrics-server', { state: 'Installed', version: NEXT, agents: { host: 'Installed' } });
  });

  it.runIf(has('ob-operator') && has('cert-manager'))('stay while others need them', { timeout: 240_000 }, async () => {
    await kubectl('delete installplan cert-manager --wait=false');
    const why = async () => {
      const response = await product.api.request('GET', '/api/center/installations/cert-manager');
      return JSON.stringify(((await response.json()) as { problems?: unknown }).problems);
    };
    await expect.poll(why, { timeout: 60_000, interval: 300 }).toContain('ob-operator');
    expect(await kubectl('get deployments -A -o name')).toContain('cert-manager');
  });

  it('are uninstalled, and what remains is told', { timeout: 300_000 }, async () => {
    // What needs others first; cert-manager goes on by itself then.
    const order = charts
      .map(({ name }) => name)
      .sort((a, b) => Number(b === 'ob-operator') - Number(a === 'ob-operator'));
    for (const name of order) await kubectl.try(`delete installplan ${name} --wait=false`);
    await expect
      .poll(() => kubectl('get installplans -o name'), { timeout: 240_000, interval: 500 })
      .not.toMatch(new RegExp(order.join('|')));
    expect(await kubectl('get deployments,statefulsets,daemonsets -A -o name')).toBe('');
    const response = await product.api.request('GET', '/api/center/installations');
    const { remains } = (await response.json()) as {
      remains: { extension: string; items: { kind: string; name: string; namespace?: string }[] }[];
    };
    const told = remains.flatMap(({ extension, items }) => (order.includes(extension) ? items : []));
    expect(told.length).toBeGreaterThan(0);
    // What is told is there, and every definition of the packages that is there is told.
    for (const { kind, name, namespace } of told) {
      const place = namespace === undefined ? '' : `-n ${namespace}`;
      expect(await kubectl.try(`get ${kind} ${name} ${place} -o name`), `${kind} ${name}`).toMatchObject({ code: 0 });
    }
    const definitions = await kubectl('get crd -o name');
    const ours = /(cert-manager\.io|oceanbase|devops\.kubesphere\.io|argoproj)/;
    for (const line of definitions.split('\n').filter((one) => ours.test(one))) {
      expect(told.map(({ name }) => name)).toContain(line.split('/')[1]);
    }
  });
});
