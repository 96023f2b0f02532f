/**
 * A Deployment that is scaled to 2,000 pods on a simulated cluster of 20 nodes, behind a Service, and back to none.
 *
 * Method: API and simulator share this process, as they share a thread in the product; the API keeps its objects in
 * memory. An informer counts the pods that are ready; the rate is taken from the request to scale until the last one is.
 * When their events are written as well, time on the processors is taken over 20 seconds, in which nodes renew their
 * leases and servers are probed. Then the Deployment is deleted, which is over when no pod is left.
 * How long everything else has to wait is the thread's own time on a processor from one turn of a short timer to the
 * next. `processorSeconds` in the details is what other work on the machine changes least.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@luban/kube';
import { Informer } from '@luban/kube/client';
import type { Pod } from '@luban/kube/kinds';
import { createApiServer, openPki, openStore } from '@luban/kube-apiserver';
import { startSimulator } from '@luban/kube-simulator';
import { machine } from './support/kube-load.ts';
import { report, round } from './support/report.ts';

const PODS = 2_000;
const NODES = 20;
const WITHIN = 300_000;
const IDLE_SECONDS = 20;
/** The garbage of the swarm is collected in one go when the process comes to rest. */
const AFTERMATH_SECONDS = 20;

const onError = (error: unknown) => console.error(error);
await using store = await openStore({ onError });
const pki = await openPki(undefined, { clock: systemClock });
await using server = await createApiServer({ store, pki, address: () => 'https://127.0.0.1', onError });
await using simulator = await startSimulator({
  client: (userAgent) => server.client({ userAgent }),
  clock: systemClock,
  seed: 'bench',
  nodes: NODES,
  onError,
});
server.setDialer(simulator.dialer);

const client = server.client({ userAgent: 'bench' });
const pods = { group: '', version: 'v1', resource: 'pods', namespace: 'default' };
const deployments = { group: 'apps', version: 'v1', resource: 'deployments', namespace: 'default' };
const labels = { app: 'web' };
const ready = new Set<string>();
const present = new Set<string>();
let changes = 0;
using informer = new Informer<Pod>(client, pods, { clock: systemClock, onError });
informer.subscribe({
  onAdd: look,
  onUpdate: look,
  onDelete({ metadata: { name = '' } }) {
    changes++;
    present.delete(name);
    ready.delete(name);
  },
});
await informer.start();
await client.create(
  { group: '', version: 'v1', resource: 'services', namespace: 'default' },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: labels, ports: [{ port: 80 }] } },
);
await client.create(deployments, {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 1,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        terminationGracePeriodSeconds: 5,
        containers: [
          {
            name: 'web',
            image: 'nginx:1.29',
            ports: [{ containerPort: 80 }],
            resources: { requests: { cpu: '10m', memory: '16Mi' } },
            readinessProbe: { httpGet: { path: '/', port: 80 } },
          },
        ],
      },
    },
  },
});
await until(() => ready.size === 1);
await quiet();

/** Milliseconds, on a processor and by the clock. */
const longest = { processor: 0, clock: 0 };
const up = await watched(async () => {
  await client.patch({ ...deployments, name: 'web' }, 'merge', { spec: { replicas: PODS } });
  await until(() => ready.size === PODS);
});
report({
  name: 'simulator: pods that come to run',
  atLeast: 50,
  value: (PODS / up.took) * 1_000,
  unit: '1/s',
  details: { pods: PODS, nodes: NODES, ...up.details, processorPerPod: round(up.processor / PODS, 2), ...machine() },
});
await quiet();
await sleep(AFTERMATH_SECONDS * 1_000);
const idle = await measured(() => sleep(IDLE_SECONDS * 1_000));
report({
  name: `simulator: processor for ${PODS} pods to which nothing happens`,
  budget: 2,
  value: (idle.processor / idle.took) * 100,
  unit: '%',
  details: { ...idle.details, megabytes: round(process.memoryUsage().heapUsed / 1e6, 0), ...machine() },
});
const down = await watched(async () => {
  await client.delete({ ...deployments, name: 'web' }, { propagationPolicy: 'Background' });
  await until(() => present.size === 0);
});
report({
  name: `simulator: ${PODS} pods that go with their Deployment`,
  budget: 40,
  value: down.took / 1_000,
  unit: 's',
  details: { ...down.details, ...machine() },
});
report({
  name: 'simulator: longest that its work kept everything else waiting',
  budget: 200,
  value: longest.processor,
  unit: 'ms',
  details: { byTheClock: round(longest.clock, 0), ...machine() },
});

/** Measured, together with how long anything else would have had to wait. */
async function watched(work: () => Promise<unknown>) {
  let before = { processor: threadTime(), clock: performance.now() };
  const ticks = setInterval(() => {
    const now = { processor: threadTime(), clock: performance.now() };
    longest.processor = Math.max(longest.processor, now.processor - before.processor);
    longest.clock = Math.max(longest.clock, now.clock - before.clock);
    before = now;
  }, 5);
  try {
    return await measured(work);
  } finally {
    clearInterval(ticks);
  }
}

/** How long this thread has been on a processor, in milliseconds. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e3;
}

function look({ metadata: { name = '' }, status }: Pod): void {
  changes++;
  present.add(name);
  const isReady = status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True');
  if (isReady) ready.add(name);
  else ready.delete(name);
}

/** Times in milliseconds. */
async function measured(work: () => Promise<unknown>) {
  const before = { at: performance.now(), cpu: process.cpuUsage(), changes, revision: await revision() };
  await work();
  const took = performance.now() - before.at;
  const { user, system } = process.cpuUsage(before.cpu);
  const processor = (user + system) / 1e3;
  const details = {
    seconds: round(took / 1_000, 1),
    processorSeconds: round(processor / 1_000, 1),
    podChanges: changes - before.changes,
    /** Of all objects. */
    writes: (await revision()) - before.revision,
  };
  return { took, processor, details };
}

async function revision(): Promise<number> {
  return Number((await client.list(pods, { limit: 1 })).metadata?.resourceVersion);
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + WITHIN;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`${ready.size} of ${present.size} pods are ready, and no more come`);
    await sleep(20);
  }
}

/** Hardly anything has been written for three seconds; nodes renew their leases all the time. */
async function quiet(): Promise<void> {
  for (let before = Number.NaN, now = await revision(); !(now - before <= 2 * NODES); now = await revision()) {
    before = now;
    await sleep(3_000);
  }
}
