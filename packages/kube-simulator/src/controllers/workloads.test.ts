import type { Deployment, Pod } from '@luban/kube/kinds';
import { expect, test } from 'vitest';
import {
  CONTROLLER_REVISIONS,
  DAEMON_SETS,
  DEPLOYMENTS,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  PODS,
  REPLICA_SETS,
  STATEFUL_SETS,
  STORAGE_CLASSES,
} from '../support/kinds.ts';
import { startTestCluster, type TestCluster } from '../support/testing.ts';

const workload = (kind: string, name: string, spec: object) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image: 'app:1' }] } },
    ...spec,
  },
});

const settled = (cluster: TestCluster, name: string) =>
  cluster.until(async () => {
    const deployment = await cluster.get(DEPLOYMENTS, name);
    const { status, spec, metadata } = deployment;
    return (
      status?.observedGeneration === metadata.generation &&
      status?.availableReplicas === spec.replicas &&
      status?.updatedReplicas === spec.replicas &&
      status?.replicas === spec.replicas &&
      deployment
    );
  });

const setImage = (cluster: TestCluster, name: string, image: string) =>
  cluster.client.patch<Deployment>({ ...DEPLOYMENTS, namespace: 'default', name }, 'strategic', {
    spec: { template: { spec: { containers: [{ name: 'app', image }] } } },
  });

test('a Deployment rolls to a new template and back, and keeps its history', async () => {
  await using cluster = await startTestCluster();
  await cluster.create(DEPLOYMENTS, workload('Deployment', 'web', { replicas: 4 }));
  const first = await settled(cluster, 'web');
  expect(first.status?.conditions).toMatchObject([
    { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
    { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
  ]);
  await setImage(cluster, 'web', 'app:2');
  expect((await settled(cluster, 'web')).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
  const sets = await cluster.list(REPLICA_SETS);
  expect(sets.map(({ spec }) => spec.replicas).sort()).toEqual([0, 4]);
  await setImage(cluster, 'web', 'app:1');
  expect((await settled(cluster, 'web')).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
  const again = await cluster.list(REPLICA_SETS);
  expect(again).toHaveLength(2);
  const current = again.find(({ spec }) => spec.replicas === 4);
  expect(current?.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('1');
  expect((await cluster.events('web'))[0]).toMatch(/^ScalingReplicaSet: Scaled up replica set web-\w+ from 0 to 4$/);
  expect(cluster.errors).toEqual([]);
});

test('a Deployment that gets no pods ready reports it at its deadline', async () => {
  await using cluster = await startTestCluster({ run: () => 'unready' });
  await cluster.create(DEPLOYMENTS, workload('Deployment', 'web', { replicas: 2, progressDeadlineSeconds: 5 }));
  const condition = await cluster.until(async () => {
    const { status } = await cluster.get(DEPLOYMENTS, 'web');
    return status?.conditions?.find(({ reason }) => reason === 'ProgressDeadlineExceeded');
  });
  expect(condition).toMatchObject({
    type: 'Progressing',
    status: 'False',
    message: expect.stringMatching(/^ReplicaSet "web-\w+" has timed out progressing\.$/),
  });
});

test('Recreate starts new pods only when the last old one is gone', async () => {
  await using cluster = await startTestCluster();
  await cluster.create(DEPLOYMENTS, workload('Deployment', 'web', { replicas: 3, strategy: { type: 'Recreate' } }));
  await settled(cluster, 'web');
  const images: Set<string | undefined>[] = [];
  const watch = new AbortController();
  const watching = (async () => {
    for await (const _ of cluster.client.watch(PODS, { signal: watch.signal })) {
      images.push(new Set((await cluster.list(PODS)).map(({ spec }) => spec.containers[0]?.image)));
    }
  })();
  await setImage(cluster, 'web', 'app:2');
  await settled(cluster, 'web');
  watch.abort();
  await watching;
  expect(images.every((kinds) => kinds.size <= 1)).toBe(true);
});

test('a paused Deployment changes its size but not its template', async () => {
  await using cluster = await startTestCluster();
  await cluster.create(DEPLOYMENTS, workload('Deployment', 'web', { replicas: 2 }));
  await settled(cluster, 'web');
  await cluster.client.patch({ ...DEPLOYMENTS, namespace: 'default', name: 'web' }, 'merge', {
    spec: { paused: true, replicas: 3 },
  });
  await setImage(cluster, 'web', 'app:2');
  await cluster.until(async () => (await cluster.get(DEPLOYMENTS, 'web')).status?.availableReplicas === 3);
  const pods = await cluster.list(PODS);
  expect(pods.map(({ spec }) => spec.containers[0]?.image)).toEqual(['app:1', 'app:1', 'app:1']);
});

test('a ReplicaSet adopts what it selects and lets go of what it does not', async () => {
  await using cluster = await startTestCluster();
  const bare = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'bare', labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'app:1' }] },
  };
  await cluster.create(PODS, bare);
  await cluster.create(REPLICA_SETS, workload('ReplicaSet', 'web', { replicas: 2 }));
  const ready = async () => (await cluster.get(REPLICA_SETS, 'web')).status?.readyReplicas === 2;
  await cluster.until(ready);
  expect(await cluster.list(PODS)).toHaveLength(2);
  await cluster.client.patch({ ...PODS, namespace: 'default', name: 'bare' }, 'merge', {
    metadata: { labels: { app: 'other' } },
  });
  await cluster.until(async () => (await cluster.list(PODS)).length === 3 && (await ready()));
  expect((await cluster.get<Pod>(PODS, 'bare')).metadata.ownerReferences ?? []).toEqual([]);
});

test('a StatefulSet starts its pods in order, each with a volume that outlives it', async () => {
  await using cluster = await startTestCluster();
  const storageClass = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'fast' },
    provisioner: 'disk.example.com',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
  await cluster.create(STORAGE_CLASSES, storageClass, '');
  const claim = {
    metadata: { name: 'data' },
    spec: { storageClassName: 'fast', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  await cluster.create(
    STATEFUL_SETS,
    workload('StatefulSet', 'db', { replicas: 3, serviceName: 'db', volumeClaimTemplates: [claim] }),
  );
  const ready = (count: number) => async () => {
    const { status } = await cluster.get(STATEFUL_SETS, 'db');
    return status?.readyReplicas === count && status.replicas === count && status;
  };
  const status = await cluster.until(ready(3));
  expect(status.currentRevision).toBe(status.updateRevision);
  const pods = await cluster.list(PODS);
  expect(pods.map(({ metadata }) => metadata.name)).toEqual(['db-0', 'db-1', 'db-2']);
  expect(pods[1]?.spec.hostname).toBe('db-1');
  const claims = await cluster.list(PERSISTENT_VOLUME_CLAIMS);
  expect(claims.map(({ metadata, status: { phase } = {} }) => [metadata.name, phase])).toEqual([
    ['data-db-0', 'Bound'],
    ['data-db-1', 'Bound'],
    ['data-db-2', 'Bound'],
  ]);
  await cluster.client.patch({ ...STATEFUL_SETS, namespace: 'default', name: 'db' }, 'merge', {
    spec: { replicas: 1 },
  });
  await cluster.until(ready(1));
  expect(await cluster.list(PERSISTENT_VOLUME_CLAIMS)).toHaveLength(3);
  expect(await cluster.list(CONTROLLER_REVISIONS)).toHaveLength(1);
  await cluster.client.delete({ ...PERSISTENT_VOLUME_CLAIMS, namespace: 'default', name: 'data-db-2' });
  await cluster.until(async () => (await cluster.list(PERSISTENT_VOLUMES)).length === 2);
  expect(cluster.errors).toEqual([]);
});

test('a DaemonSet covers the nodes it fits and follows its template', async () => {
  const taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' as const };
  await using cluster = await startTestCluster({
    nodes: [{ name: 'a' }, { name: 'b' }, { name: 'c', spec: { taints: [taint] } }],
  });
  await cluster.create(DAEMON_SETS, workload('DaemonSet', 'agent', {}));
  const ready = async () => {
    const { status, metadata } = await cluster.get(DAEMON_SETS, 'agent');
    return (
      status?.observedGeneration === metadata.generation &&
      status?.numberAvailable === 2 &&
      status.updatedNumberScheduled === 2 &&
      status
    );
  };
  expect(await cluster.until(ready)).toMatchObject({ desiredNumberScheduled: 2, numberMisscheduled: 0 });
  await cluster.client.patch({ ...DAEMON_SETS, namespace: 'default', name: 'agent' }, 'strategic', {
    spec: { template: { spec: { containers: [{ name: 'app', image: 'app:2' }] } } },
  });
  await cluster.until(ready);
  const pods = await cluster.list(PODS);
  expect(pods.map(({ spec }) => [spec.nodeName, spec.containers[0]?.image]).sort()).toEqual([
    ['a', 'app:2'],
    ['b', 'app:2'],
  ]);
  expect(cluster.errors).toEqual([]);
});
