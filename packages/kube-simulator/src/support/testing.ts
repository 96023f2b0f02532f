/** A small cluster for tests: the API, the controllers, the scheduler, and kubelets that do at once what they are told. */

import { type KubeObject, ManualClock, timestamp } from '@luban/kube';
import { KubeClient, type ResourceKind } from '@luban/kube/client';
import type { Node, Pod } from '@luban/kube/kinds';
import { startTestApi, type TestApi } from '@luban/kube-apiserver/testing';
import { startControllers } from '../controllers.ts';
import { startScheduler } from '../scheduler.ts';
import { Informers } from './informers.ts';
import { EVENTS, NODES, PODS, refOf } from './kinds.ts';
import { isDeleting, keyOf } from './objects.ts';
import { isTerminal } from './pods.ts';

export interface TestClusterOptions {
  /** Default: `node-0` to `node-2`. */
  nodes?: readonly { name: string; labels?: Record<string, string>; spec?: Partial<Node['spec']>; pods?: string }[];
  /** Cores that each pod uses, by metrics.k8s.io. Default: there is no such API. */
  cores?(): number;
  /** What becomes of a pod on its node. Default: it runs and is ready; pods of jobs succeed. */
  run?(pod: Pod): 'ready' | 'unready' | 'succeed' | 'fail' | 'nothing';
}

export interface TestCluster extends AsyncDisposable {
  client: KubeClient;
  clock: ManualClock;
  errors: unknown[];
  create<T extends KubeObject = KubeObject>(kind: ResourceKind, object: object, namespace?: string): Promise<T>;
  list<T extends KubeObject>(kind: ResourceKind & { type?: T }): Promise<T[]>;
  get<T extends KubeObject>(kind: ResourceKind & { type?: T }, name: string, namespace?: string): Promise<T>;
  /** Reasons and messages of the events about an object. */
  events(name: string): Promise<string[]>;
  /** Turns the clock until the call gives something else than false or undefined, and gives that. */
  until<T>(check: () => Promise<T | false | undefined>): Promise<T>;
}

export async function startTestCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
  const clock = new ManualClock();
  const stack = new AsyncDisposableStack();
  const api = stack.use(await startTestApi({ clock }));
  const { errors } = api;
  const client = options.cores === undefined ? api.client : withMetrics(api, options.cores);
  const onError = (error: unknown) => errors.push(error);
  for (const { name, labels, spec, pods } of options.nodes ??
    [0, 1, 2].map((index) => ({ name: `node-${index}` }) as never)) {
    await addNode(client, name, { 'kubernetes.io/hostname': name, ...(labels as object) }, spec, pods);
  }
  // Pods cannot be created before.
  const account = { group: '', version: 'v1', resource: 'serviceaccounts', namespace: 'default', name: 'default' };
  while (!(await client.get(account).catch(() => undefined))) await clock.advance(10);
  const informers = stack.use(new Informers({ client, clock, onError }));
  stack.use(startControllers({ client, clock, seed: 1, informers, onError }));
  stack.use(await startScheduler({ client, clock, seed: 1, informers, onError }));
  stack.use(obedientKubelets(client, clock, informers, options.run ?? defaultRun));
  await informers.synced();
  const collection = (kind: ResourceKind) => ({ group: kind.group, version: kind.version, resource: kind.resource });
  return {
    client,
    clock,
    errors,
    create: (kind, object, namespace = 'default') =>
      client.create({ ...collection(kind), namespace: namespace || undefined }, object as KubeObject),
    list: async (kind) => (await client.list(collection(kind))).items as never,
    get: (kind, name, namespace = 'default') =>
      client.get({ ...collection(kind), namespace: namespace || undefined, name }),
    async events(name) {
      const { items } = await client.list(EVENTS, { fieldSelector: `involvedObject.name=${name}` });
      return items.map((event) => `${event.reason}: ${event.message}`);
    },
    async until(check) {
      for (let round = 0; round < 400; round++) {
        const found = await check();
        if (found !== undefined && found !== false) return found;
        await clock.advance(100);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      throw new Error('It did not come about in 40 seconds of the clock');
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Answers `metrics.k8s.io` for the pods that run, and leaves everything else to the API. */
function withMetrics(api: TestApi, cores: () => number): KubeClient {
  const transport = api.server.transport();
  return new KubeClient(async (request) => {
    const [, namespace] = /^\/apis\/metrics\.k8s\.io\/v1beta1\/namespaces\/([^/]+)\/pods\?/.exec(request.path) ?? [];
    if (namespace === undefined) return transport(request);
    const { items } = await api.client.list<Pod>(PODS, { namespace });
    const containers = [{ name: 'app', usage: { cpu: `${Math.round(cores() * 1000)}m`, memory: '64Mi' } }];
    const metrics = items.map(({ metadata: { name } }) => ({ metadata: { name, namespace }, containers }));
    const text = JSON.stringify({
      kind: 'PodMetricsList',
      apiVersion: 'metrics.k8s.io/v1beta1',
      metadata: {},
      items: metrics,
    });
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      text: async () => text,
      async *chunks() {
        yield new TextEncoder().encode(text);
      },
    };
  });
}

async function addNode(client: KubeClient, name: string, labels: object, spec: object = {}, pods = '110') {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: labels as Record<string, string> }, spec };
  const created = await client.create<Node>(NODES, node);
  const status = {
    allocatable: { cpu: '4', memory: '8Gi', pods },
    capacity: { cpu: '4', memory: '8Gi', pods },
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
  };
  await client.patch(refOf(NODES, created, 'status'), 'merge', { status });
}

function defaultRun(pod: Pod): 'ready' | 'succeed' {
  return pod.metadata.ownerReferences?.[0]?.kind === 'Job' ? 'succeed' : 'ready';
}

function obedientKubelets(
  client: KubeClient,
  clock: ManualClock,
  informers: Informers,
  run: NonNullable<TestClusterOptions['run']>,
): Disposable {
  const started = new Set<string>();
  let addresses = 0;
  const look = (pod: Pod) => {
    if (!pod.spec.nodeName) return;
    const key = `${keyOf(pod)}/${pod.metadata.uid}`;
    if (isDeleting(pod)) {
      const end = { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } };
      client.delete(refOf(PODS, pod), end).catch(() => {});
    } else if (!started.has(key) && !isTerminal(pod)) {
      started.add(key);
      const status = statusFor(run(pod), `10.0.0.${++addresses}`, timestamp(clock.now()));
      if (status !== undefined) client.patch(refOf(PODS, pod, 'status'), 'strategic', { status }).catch(() => {});
    }
  };
  return informers.cache(PODS).subscribe({ onAdd: look, onUpdate: look });
}

function statusFor(outcome: string, podIP: string, now: string) {
  if (outcome === 'nothing') return undefined;
  if (outcome === 'ready' || outcome === 'unready') {
    const status = outcome === 'ready' ? 'True' : 'False';
    return {
      phase: 'Running',
      podIP,
      podIPs: [{ ip: podIP }],
      conditions: [{ type: 'Ready', status, lastTransitionTime: now }],
    };
  }
  const exitCode = outcome === 'fail' ? 1 : 0;
  const state = { terminated: { exitCode, finishedAt: now, startedAt: now } };
  const container = { name: 'app', image: 'app', imageID: '', ready: false, restartCount: 0, state };
  return { phase: exitCode === 0 ? 'Succeeded' : 'Failed', containerStatuses: [container] };
}
