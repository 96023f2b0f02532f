import type { Pod, PodSpec } from '@luban/kube/kinds';
import { expect, test } from 'vitest';
import { PODS } from '../support/kinds.ts';
import { startTestCluster, type TestCluster } from '../support/testing.ts';

const pod = (name: string, spec: Partial<PodSpec> = {}, labels: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { containers: [{ name: 'app', image: 'app:1' }], ...spec },
});
const requesting = (requests: Record<string, string>) => ({
  containers: [{ name: 'app', image: 'app:1', resources: { requests } }],
});

const nodeOf = (cluster: TestCluster, name: string) =>
  cluster.until(async () => (await cluster.get<Pod>(PODS, name)).spec.nodeName);
const refusal = (cluster: TestCluster, name: string) =>
  cluster.until(async () => {
    const { status } = await cluster.get<Pod>(PODS, name);
    return status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False')?.message;
  });

test('says of every node why it will not do', async () => {
  await using cluster = await startTestCluster({
    nodes: [
      { name: 'a' },
      { name: 'b', spec: { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] } },
      { name: 'c', spec: { unschedulable: true } },
    ],
  });
  await cluster.create(PODS, pod('big', requesting({ cpu: '6' })));
  const message = await refusal(cluster, 'big');
  expect(message).toBe(
    '0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {dedicated: gpu}, 1 node(s) were unschedulable. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
  );
  await cluster.until(async () => (await cluster.events('big')).includes(`FailedScheduling: ${message}`));
  expect(cluster.errors).toEqual([]);
});

test('without nodes it says so, and goes on when one comes', async () => {
  await using cluster = await startTestCluster({ nodes: [] });
  await cluster.create(PODS, pod('one'));
  expect(await refusal(cluster, 'one')).toBe('no nodes available to schedule pods');
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'late' },
    spec: {},
    status: { allocatable: { pods: '10', cpu: '1', memory: '1Gi' } },
  };
  await cluster.create({ group: '', version: 'v1', resource: 'nodes' }, node, '');
  expect(await nodeOf(cluster, 'one')).toBe('late');
  const told = 'Scheduled: Successfully assigned default/one to late';
  await cluster.until(async () => (await cluster.events('one')).includes(told));
});

test('room that becomes free is used, by the most important pod first', async () => {
  await using cluster = await startTestCluster({ nodes: [{ name: 'a', pods: '1' }] });
  await cluster.create(PODS, pod('first'));
  await nodeOf(cluster, 'first');
  await cluster.create(
    { group: 'scheduling.k8s.io', version: 'v1', resource: 'priorityclasses' },
    { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 },
    '',
  );
  await cluster.create(PODS, pod('low'));
  await cluster.create(PODS, pod('urgent', { priorityClassName: 'high' }));
  expect(await refusal(cluster, 'low')).toContain('1 Too many pods');
  await refusal(cluster, 'urgent');
  await cluster.clock.advance(11_000);
  await cluster.client.delete({ ...PODS, namespace: 'default', name: 'first' });
  expect(await nodeOf(cluster, 'urgent')).toBe('a');
  expect((await cluster.get<Pod>(PODS, 'low')).spec.nodeName).toBeUndefined();
});

test('pods that repel each other never share a place', async () => {
  await using cluster = await startTestCluster();
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'db' } } };
  const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
  for (const name of ['db-0', 'db-1', 'db-2']) await cluster.create(PODS, pod(name, { affinity }, { app: 'db' }));
  const nodes = [await nodeOf(cluster, 'db-0'), await nodeOf(cluster, 'db-1'), await nodeOf(cluster, 'db-2')];
  expect(new Set(nodes).size).toBe(3);
  await cluster.create(PODS, pod('db-3', { affinity }, { app: 'db' }));
  expect(await refusal(cluster, 'db-3')).toContain("3 node(s) didn't match pod anti-affinity rules");
  await cluster.create(PODS, pod('other', {}, { app: 'db' }));
  expect(await refusal(cluster, 'other')).toContain("3 node(s) didn't satisfy existing pods anti-affinity rules");
});

test('labels, host ports and spread decide', async () => {
  await using cluster = await startTestCluster({
    nodes: ['a', 'b', 'c', 'd'].map((name, index) => ({ name, labels: { zone: index < 2 ? 'east' : 'west' } })),
  });
  await cluster.create(PODS, pod('east', { nodeSelector: { zone: 'east' } }));
  expect(['a', 'b']).toContain(await nodeOf(cluster, 'east'));
  await cluster.create(PODS, pod('nowhere', { nodeSelector: { zone: 'north' } }));
  expect(await refusal(cluster, 'nowhere')).toContain("4 node(s) didn't match Pod's node affinity/selector");
  const ports = {
    containers: [{ name: 'app', image: 'app:1', ports: [{ containerPort: 80, hostPort: 80 }] }],
    nodeSelector: { zone: 'west' },
  };
  for (const name of ['port-0', 'port-1']) await cluster.create(PODS, pod(name, ports));
  expect(new Set([await nodeOf(cluster, 'port-0'), await nodeOf(cluster, 'port-1')])).toEqual(new Set(['c', 'd']));
  await cluster.create(PODS, pod('port-2', ports));
  expect(await refusal(cluster, 'port-2')).toContain("2 node(s) didn't have free ports for the requested pod ports");
  const spread = {
    maxSkew: 1,
    topologyKey: 'zone',
    whenUnsatisfiable: 'DoNotSchedule' as const,
    labelSelector: { matchLabels: { app: 'even' } },
  };
  for (const name of ['even-0', 'even-1', 'even-2', 'even-3']) {
    await cluster.create(PODS, pod(name, { topologySpreadConstraints: [spread] }, { app: 'even' }));
  }
  const zones = { a: 'east', b: 'east', c: 'west', d: 'west' } as Record<string, string>;
  const counts = new Map<string, number>();
  for (const name of ['even-0', 'even-1', 'even-2', 'even-3']) {
    const zone = zones[await nodeOf(cluster, name)] ?? '';
    counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  expect([...counts.values()]).toEqual([2, 2]);
});

test('never gives out more of a node than it has', async () => {
  await using cluster = await startTestCluster({ nodes: [{ name: 'a' }, { name: 'b' }] });
  const names = Array.from({ length: 12 }, (_, index) => `p-${index}`);
  await Promise.all(names.map((name) => cluster.create(PODS, pod(name, requesting({ cpu: '900m' })))));
  await cluster.until(async () => (await cluster.list(PODS)).filter(({ spec }) => spec.nodeName).length === 8);
  await cluster.clock.advance(30_000);
  const placed = (await cluster.list(PODS)).map(({ spec }) => spec.nodeName ?? 'none');
  expect(Map.groupBy(placed, (node) => node).get('a')).toHaveLength(4);
  expect(Map.groupBy(placed, (node) => node).get('b')).toHaveLength(4);
});

test('a claim that does not exist blocks its pod, and so does one that waits for a volume', async () => {
  await using cluster = await startTestCluster();
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
  await cluster.create(PODS, pod('one', { volumes }));
  expect(await refusal(cluster, 'one')).toContain('persistentvolumeclaim "data" not found');
  await cluster.create(
    { group: '', version: 'v1', resource: 'persistentvolumeclaims' },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: { storageClassName: '', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  );
  const blocked = await cluster.until(async () => {
    const message = await refusal(cluster, 'one');
    return message.includes('unbound immediate') && message;
  });
  expect(blocked).toMatch(/^0\/3 nodes are available: pod has unbound immediate PersistentVolumeClaims\. preemption: /);
});
