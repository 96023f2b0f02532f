/** A member cluster dies while extensions come and go: nothing waits for it, and it is caught up when it returns. */
import { testPackage } from '@luban/extension-package/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type MemberCluster, startMemberCluster } from '../support/member-cluster.ts';
import { type Product, startProduct } from '../support/product.ts';

const CLUSTERS = '/apis/cluster.kubesphere.io/v1alpha1/clusters';
const PLANS = '/apis/kubesphere.io/v1alpha1/installplans';
const MEMBERS = ['reef', 'wharf'];
const ALL = ['host', ...MEMBERS];
const NOBODY_LISTENS = 'Nothing listens at its address.';

const resources = new AsyncDisposableStack();
const members = new Map<string, MemberCluster>();
let product: Product;

beforeAll(async () => {
  product = resources.use(await startProduct({ environment: { LUBAN_ALLOW_HOSTS: '127.0.0.1' } }));
  for (const name of MEMBERS) {
    const member = resources.use(await startMemberCluster());
    members.set(name, member);
    await post(CLUSTERS, {
      ...{ apiVersion: 'cluster.kubesphere.io/v1alpha1', kind: 'Cluster', metadata: { name } },
      spec: { connection: { type: 'direct', kubeconfig: Buffer.from(member.kubeconfig).toString('base64') } },
    });
  }
  for (const name of MEMBERS) {
    await vi.waitFor(async () => expect(await readiness(name)).toMatchObject({ status: 'True' }), soon);
  }
  for (const [name, version] of [
    ['tide-gauge', '1.0.0'],
    ['tide-gauge', '1.1.0'],
    ['fog-horn', '1.0.0'],
  ] as const) {
    const archive = testPackage({
      name,
      version,
      metadata: { installationMode: 'Multicluster' },
      charts: { panel: { tags: ['extension'] }, collector: { tags: ['agent'], files: { 'templates/map.yaml': MAP } } },
    });
    await post('/api/center/packages', Buffer.from(archive));
  }
});
afterAll(() => resources.disposeAsync());

const MAP = `
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}}
data: {cluster: {{ .Values.global.clusterInfo.name }}}
`;

/** A machine that has other things to do takes its time. */
const soon = { timeout: 90_000, interval: 150 };

async function post(path: string, body: unknown): Promise<void> {
  const answer = await product.api.request('POST', path, body);
  expect(answer.status, await answer.clone().text()).toBe(201);
}

async function read<T>(path: string): Promise<T | undefined> {
  const answer = await product.api.request('GET', path);
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

interface Condition {
  type: string;
  status: string;
  message?: string;
}

interface Installation {
  state?: string;
  version?: string;
  clusterSchedulingStatuses?: Record<string, { state?: string; version?: string; conditions?: Condition[] }>;
}

async function readiness(cluster: string): Promise<Condition | undefined> {
  const found = await read<{ status?: { conditions?: Condition[] } }>(`${CLUSTERS}/${cluster}`);
  return found?.status?.conditions?.find(({ type }) => type === 'Ready');
}

const install = (name: string, version: string, clusters: string[]) =>
  post(PLANS, {
    ...{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'InstallPlan', metadata: { name } },
    spec: { extension: { name, version }, enabled: true, clusterScheduling: { placement: { clusters } } },
  });

async function remove(name: string): Promise<void> {
  expect((await product.api.request('DELETE', `${PLANS}/${name}`)).status).toBe(200);
}

/** State and version of the host part and of each cluster's. */
async function parts(name: string): Promise<Record<string, string> | undefined> {
  const plan = await read<{ status?: Installation }>(`${PLANS}/${name}`);
  if (plan === undefined) return undefined;
  const { state, version, clusterSchedulingStatuses = {} } = plan.status ?? {};
  const agents = Object.entries(clusterSchedulingStatuses).map(([cluster, agent]) => [
    cluster,
    [agent.state, agent.version].join(' '),
  ]);
  return { plan: `${state} ${version}`, ...Object.fromEntries(agents) };
}

const onHost = (cluster: string) => (cluster === 'host' ? '' : `/clusters/${cluster}`);

/** What helm made of the agent on a cluster, by what is there. */
async function isThere(name: string, cluster: string): Promise<boolean> {
  const path = `${onHost(cluster)}/api/v1/namespaces/extension-${name}/configmaps/${name}-agent`;
  return (await read(path)) !== undefined;
}

/** Problems as the console shows them. */
async function problems(name: string): Promise<{ code: string; params: Record<string, string> }[]> {
  const found = await read<{ problems: { code: string; params: Record<string, string> }[] }>(
    `/api/center/installations/${name}`,
  );
  return found?.problems ?? [];
}

const installed = (version: string, ...clusters: string[]) => ({
  plan: `Installed ${version}`,
  ...Object.fromEntries(clusters.map((cluster) => [cluster, `Installed ${version}`])),
});

it('agents come to all clusters while all answer', async () => {
  await install('tide-gauge', '1.0.0', ALL);
  await expect.poll(() => parts('tide-gauge'), soon).toEqual(installed('1.0.0', ...ALL));
  for (const cluster of ALL) expect(await isThere('tide-gauge', cluster), cluster).toBe(true);
});

it('a dead member stops neither upgrade, nor installation, nor removal, nor another cluster; it is said why', {
  timeout: 300_000,
}, async () => {
  await members.get('reef')!.kill();
  await expect.poll(() => readiness('reef'), soon).toMatchObject({ status: 'False', message: NOBODY_LISTENS });

  const spec = { extension: { name: 'tide-gauge', version: '1.1.0' } };
  await patch('tide-gauge', { spec });
  await install('fog-horn', '1.0.0', ALL);
  await expect
    .poll(() => parts('tide-gauge'), soon)
    .toEqual({ ...installed('1.1.0', 'host', 'wharf'), reef: 'Installed 1.0.0' });
  await expect.poll(() => parts('fog-horn'), soon).toMatchObject(installed('1.0.0', 'host', 'wharf'));
  expect(await isThere('fog-horn', 'wharf')).toBe(true);
  for (const name of ['tide-gauge', 'fog-horn']) {
    await expect
      .poll(() => problems(name), soon)
      .toMatchObject([{ code: 'LB7419', params: { cluster: 'reef', reason: NOBODY_LISTENS } }]);
  }
  expect((await parts('fog-horn'))?.reef).toBeUndefined();

  await remove('tide-gauge');
  await expect.poll(() => parts('tide-gauge'), soon).toBeUndefined();
  for (const cluster of ['host', 'wharf']) expect(await isThere('tide-gauge', cluster), cluster).toBe(false);
  const { remains } = (await read<{ remains: { extension: string; pending?: string[] }[] }>(
    '/api/center/installations',
  ))!;
  expect(remains.map(({ extension }) => extension)).toContain('tide-gauge');
});

it('is caught up when it returns: what was planned arrives, and what was removed goes', {
  timeout: 300_000,
}, async () => {
  await members.get('reef')!.start();
  await expect.poll(() => parts('fog-horn'), soon).toEqual(installed('1.0.0', ...ALL));
  expect(await isThere('fog-horn', 'reef')).toBe(true);
  await expect.poll(() => isThere('tide-gauge', 'reef'), soon).toBe(false);
  await expect.poll(() => problems('fog-horn'), soon).toEqual([]);
  await expect.poll(pendingRemovals, soon).toEqual([]);
});

it('one that dies in the middle of a removal is not waited for either', { timeout: 300_000 }, async () => {
  await members.get('reef')!.kill();
  await remove('fog-horn');
  await expect.poll(() => parts('fog-horn'), soon).toBeUndefined();
  expect(await pendingRemovals()).toHaveLength(1);
  await members.get('reef')!.start();
  await expect.poll(pendingRemovals, soon).toEqual([]);
  expect(await isThere('fog-horn', 'reef')).toBe(false);
  expect(product.output()).not.toMatch(/^\w*Error\b/m);
});

async function patch(name: string, change: object): Promise<void> {
  const answer = await fetch(`${product.url}${PLANS}/${name}`, {
    method: 'PATCH',
    headers: {
      'content-type': 'application/merge-patch+json',
      cookie: product.api.cookie,
      origin: product.url,
    },
    body: JSON.stringify(change),
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
}

/** Names of the objects that remember what is still to be removed. */
async function pendingRemovals(): Promise<string[]> {
  const found = await read<{ items: { metadata: { name: string } }[] }>(
    '/api/v1/namespaces/luban-system/configmaps?labelSelector=luban.dev/installation%3Dpending-removal',
  );
  return (found?.items ?? []).map(({ metadata }) => metadata.name);
}
