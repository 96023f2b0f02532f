import type { Clock, KubeObject } from '@luban/kube';
import type { ContainerStatus, Deployment, Job, Pod } from '@luban/kube/kinds';
import { startTestApi, type TestApi } from '@luban/kube-apiserver/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulator } from '../simulator.ts';
import { DEMO_NODES } from './nodes.ts';
import { seedDemo, themesOf } from './seed-demo.ts';

/** So many seconds of the clusters pass in one of the computer's. */
const PACE = 24;
/** Before a full hour, when CronJobs are due. */
const START = Date.UTC(2026, 2, 2, 8, 59, 40);
const PATIENCE = { timeout: 30_000, interval: 100 };

interface World extends AsyncDisposable {
  api: TestApi;
  errors: unknown[];
}

let world: World;
let twin: World;
let member: World;

beforeAll(async () => {
  [world, member, twin] = await Promise.all([startWorld('host'), startWorld('member'), startWorld('member')]);
});

afterAll(async () => {
  for (const { api, errors, ...one } of [world, member, twin]) {
    await one[Symbol.asyncDispose]();
    expect(errors).toEqual([]);
    expect(api.errors).toEqual([]);
  }
});

/** Pods by the beginning of their name, in namespaces of the host cluster, and what each is to come to. */
const PODS: Record<string, (pod: Pod) => unknown> = {
  'shop/storefront-': isReady,
  'shop/catalog-': isReady,
  'shop/cart-redis-2': isReady,
  'payments/ledger-db-1': isReady,
  'analytics/embeddings-': isReady,
  'monitoring/prometheus-0': isReady,
  'kube-system/coredns-': isReady,
  'dev-anna/every-volume': isReady,
  'dev-anna/old-fashioned-': isReady,
  'shop/recommendations-': waits('ImagePullBackOff', /lastest: not found/),
  'shop/search-': (pod) => ends(pod).some(({ reason }) => reason === 'OOMKilled'),
  'shop/reviews-': (pod) => pod.status?.phase === 'Running' && !isReady(pod),
  'shop/promotions-': waits('ContainerCreating'),
  'payments/fraud-scoring-': waits('CrashLoopBackOff'),
  'payments/invoice-worker-': waits('CreateContainerConfigError', /secret "smtp-credentials" not found/),
  'analytics/inference-': isUnschedulable(/untolerated taint \{dedicated: gpu\}|didn't match Pod's node affinity/),
  'analytics/model-training-': isUnschedulable(/Insufficient cpu/),
  'analytics/notebook-': isUnschedulable(/unbound immediate PersistentVolumeClaims|PersistentVolumeClaim/),
  'dev-anna/bad-name': waits('InvalidImageName'),
  'dev-anna/waits-for-database-': waits('CrashLoopBackOff'),
  'dev-anna/liveness-exec': (pod) => statuses(pod).some(({ restartCount }) => restartCount > 0),
  'dev-anna/went-wrong': ({ status }) => status?.phase === 'Failed',
  'dev-anna/said-hello': ({ status }) => status?.phase === 'Succeeded',
  'dev-anna/gated': ({ status }) => status?.conditions?.some(({ reason }) => reason === 'SchedulingGated'),
  'dev-anna/held': ({ metadata }) => metadata.deletionTimestamp !== undefined,
};

test('asking for it again changes nothing', async () => {
  const before = await revision(member);
  await seedDemo(member.api.client, 'member');
  expect(await revision(member)).toBe(before);
});

test.for(Object.entries(PODS))('%s', { timeout: 35_000 }, async ([which, holds]) => {
  const [namespace, prefix = ''] = which.split('/');
  await expect
    .poll(async () => {
      const pods = await list<Pod>(world, 'pods', namespace);
      return pods.some((pod) => pod.metadata.name?.startsWith(prefix) && holds(pod)) || describe(pods, prefix);
    }, PATIENCE)
    .toBe(true);
});

test('a log says why a container ends', async () => {
  const pod = (await list<Pod>(world, 'pods', 'payments')).find(({ metadata }) => /^fraud/.test(metadata.name ?? ''));
  const path = `/api/v1/namespaces/payments/pods/${pod?.metadata.name}/log?previous=true`;
  const response = await world.api.server.transport()({ method: 'GET', path, headers: {} });
  expect(await response.text()).toContain('FEATURE_STORE_URL is not set');
});

test('a rollout is stuck while the former release serves, and another has a history', { timeout: 35_000 }, async () => {
  await expect
    .poll(async () => {
      const checkout = (await list<Deployment>(world, 'deployments', 'shop')).find(named('checkout'));
      const progressing = checkout?.status?.conditions?.find(({ type }) => type === 'Progressing');
      return [progressing?.reason, checkout?.status?.availableReplicas];
    }, PATIENCE)
    .toEqual(['ProgressDeadlineExceeded', 3]);
  const sets = (await list(world, 'replicasets', 'shop')).filter(({ metadata }) =>
    /^storefront-/.test(metadata.name ?? ''),
  );
  expect(sets.map(({ metadata }) => metadata.annotations?.['deployment.kubernetes.io/revision']).sort()).toEqual([
    '1',
    '2',
    '3',
  ]);
  expect(sets.map(({ metadata }) => metadata.annotations?.['kubernetes.io/change-cause']).sort()[0]).toBe(
    'Release 4.1.0',
  );
});

test('jobs end well, badly and not at all', { timeout: 35_000 }, async () => {
  const outcomes = async (namespace: string) =>
    (await list<Job>(world, 'jobs', namespace)).map(({ metadata, status }) => {
      const last = status?.conditions?.find(({ status: holds }) => holds === 'True');
      return `${metadata.name?.replace(/-\d{8}$/, '')} ${last?.type === 'SuccessCriteriaMet' ? 'Complete' : (last?.reason ?? last?.type)}`;
    });
  await expect.poll(() => outcomes('shop'), PATIENCE).toContain('catalog-import Complete');
  await expect.poll(() => outcomes('payments'), PATIENCE).toContain('settlement-2026-01 BackoffLimitExceeded');
  await expect.poll(() => outcomes('payments'), PATIENCE).toContain('reconciliation BackoffLimitExceeded');
  await expect.poll(() => outcomes('analytics'), PATIENCE).toContain('aggregate-2026-q1 Complete');
  expect(await outcomes('analytics')).toContain('full-export JobSuspended');
});

test('volumes are in every state, and claims wait or are bound', async () => {
  const phases = await list(world, 'persistentvolumes');
  expect(new Set(phases.map(phaseOf))).toEqual(new Set(['Available', 'Bound', 'Released']));
  const claims = await list(world, 'persistentvolumeclaims');
  expect(claims.filter((claim) => phaseOf(claim) === 'Pending').map(({ metadata }) => metadata.name)).toEqual([
    'notebook-home',
  ]);
});

test('custom kinds have rules', async () => {
  const backup = { apiVersion: 'demo.luban.dev/v1alpha1', kind: 'Backup', metadata: { name: 'none' } };
  const spec = {
    source: { kind: 'StatefulSet', name: 'x' },
    schedule: '0 0 * * *',
    retention: { daily: 0, weekly: 0 },
  };
  const collection = { group: 'demo.luban.dev', version: 'v1alpha1', resource: 'backups', namespace: 'shop' };
  await expect(world.api.client.create(collection, { ...backup, spec })).rejects.toThrow(/keeps no copies/);
});

test('everything carries the name of its theme and says that it is simulated', () => {
  for (const cluster of ['host', 'member']) {
    for (const { objects } of themesOf(cluster)) {
      for (const { metadata } of objects) {
        expect(metadata.labels).toHaveProperty(['app.kubernetes.io/part-of']);
        expect(metadata.annotations).toHaveProperty(['luban.dev/simulated']);
      }
    }
  }
});

test('a member cluster has troubles of its own', { timeout: 35_000 }, async () => {
  await expect
    .poll(async () => {
      const pods = await list<Pod>(member, 'pods', 'warehouse');
      const state = (name: string) => pods.find(({ metadata }) => metadata.name?.startsWith(name));
      const bridge = state('scanner-bridge-');
      const printer = state('label-printer-');
      return [
        bridge !== undefined && waits('CrashLoopBackOff')(bridge),
        printer !== undefined && isUnschedulable(/unschedulable/)(printer),
        pods.filter(isReady).length >= 3,
      ];
    }, PATIENCE)
    .toEqual([true, true, true]);
});

test('the same seed gives the same world', { timeout: 35_000 }, async () => {
  const shown = await summary(member);
  expect(shown.length).toBeGreaterThan(20);
  await expect.poll(() => summary(twin), PATIENCE).toEqual(shown);
});

async function startWorld(cluster: 'host' | 'member'): Promise<World> {
  await using starting = new AsyncDisposableStack();
  const clock = fastClock();
  const errors: unknown[] = [];
  const api = starting.use(await startTestApi({ clock }));
  const simulator = starting.use(
    await startSimulator({
      client: (userAgent) => api.server.client({ userAgent }),
      clock,
      seed: cluster,
      nodes: DEMO_NODES[cluster],
      onError: (error) => errors.push(error),
    }),
  );
  api.server.setDialer(simulator.dialer);
  await seedDemo(api.client, cluster);
  const resources = starting.move();
  return { api, errors, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

function fastClock(): Clock {
  const began = performance.now();
  return {
    now: () => Math.floor(START + (performance.now() - began) * PACE),
    after(milliseconds, call) {
      const timer = setTimeout(call, Math.min(milliseconds / PACE, 2 ** 31 - 1));
      return { [Symbol.dispose]: () => clearTimeout(timer) };
    },
  };
}

const GROUPS: Record<string, string> = {
  deployments: 'apps',
  replicasets: 'apps',
  statefulsets: 'apps',
  daemonsets: 'apps',
  jobs: 'batch',
  horizontalpodautoscalers: 'autoscaling',
};

async function list<T extends KubeObject>({ api }: World, resource: string, namespace?: string): Promise<T[]> {
  return (await api.client.list<T>({ group: GROUPS[resource] ?? '', version: 'v1', resource }, { namespace })).items;
}

/** Of everything in the demo that nothing but the demo writes. */
async function revision(one: World): Promise<string> {
  const objects = await Promise.all(['configmaps', 'services', 'statefulsets'].map((resource) => list(one, resource)));
  return objects
    .flat()
    .map(({ metadata }) => `${metadata.name} ${metadata.generation} ${metadata.uid}`)
    .join();
}

/** Workloads with how many of their pods are ready, unless that depends on load, and what else has a name of its own. */
async function summary(one: World): Promise<string[]> {
  const workloads = await Promise.all(
    ['deployments', 'statefulsets', 'daemonsets'].map((resource) => list(one, resource)),
  );
  const named = await Promise.all(
    ['services', 'configmaps', 'persistentvolumeclaims'].map((resource) => list(one, resource)),
  );
  const scaled = (await list(one, 'horizontalpodautoscalers')).map(({ metadata }) => metadata.name);
  const ready = ({ metadata, status }: KubeObject) => {
    if (scaled.includes(metadata.name)) return 'some';
    const { readyReplicas, numberReady } = (status ?? {}) as { readyReplicas?: number; numberReady?: number };
    return readyReplicas ?? numberReady ?? 0;
  };
  const key = ({ metadata }: KubeObject) => `${metadata.namespace}/${metadata.name}`;
  return [...workloads.flat().map((object) => `${key(object)} ${ready(object)}`), ...named.flat().map(key)].sort();
}

function named(name: string) {
  return ({ metadata }: KubeObject) => metadata.name === name;
}

function phaseOf({ status }: KubeObject): string | undefined {
  return (status as { phase?: string } | undefined)?.phase;
}

function statuses({ status }: Pod): ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

function ends(pod: Pod): { reason?: string }[] {
  return statuses(pod).flatMap(({ state, lastState }) => [state?.terminated ?? {}, lastState?.terminated ?? {}]);
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}

function waits(reason: string, message = /^/): (pod: Pod) => boolean {
  return (pod) =>
    statuses(pod).some(({ state }) => state?.waiting?.reason === reason && message.test(state.waiting.message ?? ''));
}

function isUnschedulable(message: RegExp): (pod: Pod) => boolean {
  return ({ status }) =>
    status?.conditions?.some(({ reason, message: said = '' }) => reason === 'Unschedulable' && message.test(said)) ===
    true;
}

/** What a failing expectation shows. */
function describe(pods: readonly Pod[], prefix: string): unknown {
  return pods
    .filter(({ metadata }) => metadata.name?.startsWith(prefix))
    .map(({ metadata, status }) => [metadata.name, status]);
}
