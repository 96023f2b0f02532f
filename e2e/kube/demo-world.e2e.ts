import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { table } from '../support/kube-stage.ts';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { type Product, startProduct } from '../support/product.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const resources = new AsyncDisposableStack();
let dataDir: string;
let product: Product;
let kubectl: Kubectl;

const start = async () => {
  product = await startProduct({ dataDir, environment: { LUBAN_DEMO: 'full' } });
  kubectl = await createKubectl('v35', join(dataDir, 'kubeconfig'));
};
const stop = async () => {
  await kubectl?.[Symbol.asyncDispose]();
  await product?.[Symbol.asyncDispose]();
};

beforeAll(async () => {
  dataDir = resources.use(await temporaryFolder()).path;
  await start();
  for (const cluster of ['host', 'member']) {
    await kubectl.until(
      `--context=${cluster} get configmap luban-demo -n kube-public -o jsonpath={.metadata.annotations}`,
      /complete":"true"/,
    );
  }
});

afterAll(async () => {
  await stop();
  await resources.disposeAsync();
});

test('both clusters of the kubeconfig answer, each with nodes and workloads of its own', async () => {
  expect(table(await kubectl('config get-contexts')).rows.map(({ NAME }) => NAME)).toEqual(['host', 'member']);
  const nodes = async (cluster: string) =>
    table(await kubectl(`--context=${cluster} get nodes`)).rows.map(({ NAME, STATUS }) => `${NAME} ${STATUS}`);
  expect(await nodes('host')).toEqual(['control-1 Ready', 'gpu-1 Ready', 'worker-1 Ready', 'worker-2 Ready']);
  expect(await nodes('member')).toEqual(['edge-1 Ready', 'edge-2 Ready,SchedulingDisabled', 'edge-control-1 Ready']);
  await kubectl('--context=host rollout status deployment/storefront -n shop --timeout=150s');
  await kubectl('--context=member rollout status deployment/stock -n warehouse --timeout=150s');
  expect(await kubectl('--context=member get namespaces')).not.toMatch(/^payments /m);
});

test('kubectl says what is wrong, and why', async () => {
  await kubectl.until('get pods -n shop', /recommendations-\S+ +0\/1 +(ImagePullBackOff|ErrImagePull)/);
  expect(await kubectl('describe pods -n shop -l app.kubernetes.io/name=recommendations')).toMatch(
    /Failed to pull image "registry\.example\.com\/shop\/recommendations:lastest": .*not found/,
  );
  await kubectl.until('get pods -n payments', /fraud-scoring-\S+ +0\/1 +CrashLoopBackOff/);
  expect(await kubectl('logs -n payments deployment/fraud-scoring --previous')).toContain(
    'FEATURE_STORE_URL is not set',
  );
  expect(await kubectl('describe pods -n analytics -l app.kubernetes.io/name=model-training')).toMatch(
    /FailedScheduling .*Insufficient cpu/,
  );
  expect(await kubectl('rollout history deployment/storefront -n shop')).toMatch(
    /1 +Release 4\.1\.0\n2 +Release 4\.2\.0.*\n3 +Release 4\.2\.1/,
  );
  await kubectl.until('top pods -n shop', /storefront-\S+ +\d+m +\d+Mi/);
});

test('everything is there after a restart, and what ran has not started again', async () => {
  await kubectl('create configmap kept -n dev-anna --from-literal=a=b');
  await kubectl('delete namespace backup --wait=true');
  const before = await running();
  expect(before.length).toBeGreaterThan(40);
  await stop();
  await sleep(500);
  await start();
  const after = await running();
  expect(after).toEqual(expect.arrayContaining(before));
  expect(await kubectl('get configmap kept -n dev-anna -o jsonpath={.data.a}')).toBe('b');
  // What somebody deleted is not brought back.
  expect(await kubectl('get namespaces')).not.toMatch(/^backup /m);
  expect(product.output()).not.toMatch(/error/i);
});

/** They run for a moment before they fail, and may do so just when somebody looks. */
const SOON_TO_FAIL = /^(search|fraud-scoring|waits-for-database|promotions)-/;

/** Healthy pods that nothing restarts, ends or scales, with the identity and the starts of their containers. */
async function running(): Promise<string[]> {
  const list = JSON.parse(await kubectl('get pods -A -l app.kubernetes.io/part-of!=playground -o json')) as {
    items: {
      metadata: { namespace: string; name: string; uid: string; ownerReferences?: { kind: string }[] };
      status: {
        conditions?: { type: string; status: string }[];
        containerStatuses?: { restartCount: number; state: { running?: { startedAt: string } } }[];
      };
    }[];
  };
  return list.items
    .filter(({ metadata }) => !SOON_TO_FAIL.test(metadata.name) && metadata.ownerReferences?.[0]?.kind !== 'Job')
    .filter(({ status }) => status.conditions?.some(({ type, status: holds }) => type === 'Ready' && holds === 'True'))
    .map(({ metadata, status }) => {
      const starts = status.containerStatuses?.map(
        ({ restartCount, state }) => `${restartCount} ${state.running?.startedAt}`,
      );
      return [metadata.namespace, metadata.name, metadata.uid, ...(starts ?? [])].join(' ');
    });
}
