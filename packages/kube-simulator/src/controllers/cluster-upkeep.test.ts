import type { Node, Pod, ReplicaSet } from '@luban/kube/kinds';
import { expect, test } from 'vitest';
import {
  HORIZONTAL_POD_AUTOSCALERS,
  NODES,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  POD_DISRUPTION_BUDGETS,
  PODS,
  REPLICA_SETS,
  STORAGE_CLASSES,
} from '../support/kinds.ts';
import { startTestCluster } from '../support/testing.ts';

const replicaSet = (replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'app:1' }] } },
  },
});

test('pods leave a node that is not ready after as long as they tolerate', async () => {
  await using cluster = await startTestCluster({ nodes: [{ name: 'a' }, { name: 'b' }] });
  const toleration = {
    key: 'node.kubernetes.io/not-ready',
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 10,
  };
  await cluster.create(PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'one' },
    spec: { nodeName: 'a', containers: [{ name: 'app', image: 'app:1' }], tolerations: [toleration] },
  });
  await cluster.until(async () => (await cluster.get<Pod>(PODS, 'one')).status?.phase === 'Running');
  const begin = cluster.clock.now();
  await cluster.client.patch<Node>({ ...NODES, name: 'a', subresource: 'status' }, 'strategic', {
    status: { conditions: [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady' }] },
  });
  await cluster.until(async () =>
    ((await cluster.get(NODES, 'a', '')).spec.taints ?? []).some(({ effect }) => effect === 'NoExecute'),
  );
  await cluster.until(async () => (await cluster.list(PODS)).length === 0);
  expect(cluster.clock.now() - begin).toBeGreaterThanOrEqual(9000);
  expect(await cluster.events('one')).toContain('TaintManagerEviction: Marking for deletion Pod default/one');
  await cluster.client.patch<Node>({ ...NODES, name: 'a', subresource: 'status' }, 'strategic', {
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  });
  await cluster.until(async () => ((await cluster.get(NODES, 'a', '')).spec.taints ?? []).length === 0);
});

test('pods of a node that is gone are given up', async () => {
  await using cluster = await startTestCluster({ nodes: [{ name: 'a' }, { name: 'b' }] });
  await cluster.create(REPLICA_SETS, replicaSet(4));
  await cluster.until(async () => (await cluster.get<ReplicaSet>(REPLICA_SETS, 'web')).status?.readyReplicas === 4);
  await cluster.client.delete({ ...NODES, name: 'a' });
  await cluster.clock.advance(41_000);
  await cluster.until(async () => {
    const pods = await cluster.list(PODS);
    return pods.length === 4 && pods.every(({ spec }) => spec.nodeName === 'b');
  });
});

test('a budget says how many pods may go', async () => {
  await using cluster = await startTestCluster();
  await cluster.create(REPLICA_SETS, replicaSet(3));
  await cluster.create(POD_DISRUPTION_BUDGETS, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web' },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
  });
  const status = await cluster.until(async () => {
    const { status } = await cluster.get(POD_DISRUPTION_BUDGETS, 'web');
    return status?.currentHealthy === 3 && status;
  });
  expect(status).toMatchObject({ desiredHealthy: 2, disruptionsAllowed: 1, expectedPods: 3 });
  expect(status.conditions).toMatchObject([{ type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods' }]);
});

test('an autoscaler without metrics says why it stands still', async () => {
  await using cluster = await startTestCluster();
  await cluster.create(REPLICA_SETS, replicaSet(2));
  await cluster.create(HORIZONTAL_POD_AUTOSCALERS, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web' },
      maxReplicas: 5,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    },
  });
  const status = await cluster.until(async () => {
    const { status } = await cluster.get(HORIZONTAL_POD_AUTOSCALERS, 'web');
    return status?.conditions !== undefined && status;
  });
  expect(status.conditions).toMatchObject([
    { type: 'AbleToScale', status: 'True', reason: 'SucceededGetScale' },
    { type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric' },
  ]);
});

test('an autoscaler asks no metrics for what is out of its bounds', async () => {
  await using cluster = await startTestCluster();
  await cluster.create(REPLICA_SETS, replicaSet(1));
  await cluster.create(HORIZONTAL_POD_AUTOSCALERS, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web' },
      minReplicas: 3,
      maxReplicas: 5,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    },
  });
  await cluster.until(async () => (await cluster.get<ReplicaSet>(REPLICA_SETS, 'web')).spec.replicas === 3);
  expect(await cluster.events('web')).toContain(
    'SuccessfulRescale: New size: 3; reason: Current number of replicas below Spec.MinReplicas',
  );
});

test('an autoscaler follows the use of its pods, up at once and down after a while', async () => {
  let cores = 0.9;
  await using cluster = await startTestCluster({ cores: () => cores });
  const set = replicaSet(2);
  const containers = [{ name: 'app', image: 'app:1', resources: { requests: { cpu: '500m' } } }];
  set.spec.template.spec = { containers };
  await cluster.create(REPLICA_SETS, set);
  await cluster.create(HORIZONTAL_POD_AUTOSCALERS, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web' },
      maxReplicas: 5,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 90 } } },
      ],
    },
  });
  const size = async () => (await cluster.get<ReplicaSet>(REPLICA_SETS, 'web')).spec.replicas;
  await cluster.until(async () => (await size()) === 4);
  await cluster.until(async () => {
    const events = await cluster.events('web');
    return events.includes(
      'SuccessfulRescale: New size: 4; reason: cpu resource utilization (percentage of request) above target',
    );
  });
  cores = 0.1;
  await cluster.clock.advance(200_000);
  expect(await size()).toBeGreaterThanOrEqual(4);
  await cluster.clock.advance(200_000);
  await cluster.until(async () => (await size()) === 1);
  const { status } = await cluster.get(HORIZONTAL_POD_AUTOSCALERS, 'web');
  expect(status?.currentMetrics).toMatchObject([
    { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 20, averageValue: '100m' } } },
  ]);
});

test('a claim grows with its class, and its volume goes with it', async () => {
  await using cluster = await startTestCluster();
  await cluster.create(
    STORAGE_CLASSES,
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'fast' },
      provisioner: 'disk.example.com',
      allowVolumeExpansion: true,
    },
    '',
  );
  await cluster.create(PERSISTENT_VOLUME_CLAIMS, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { storageClassName: 'fast', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
  const capacity = async () => (await cluster.get(PERSISTENT_VOLUME_CLAIMS, 'data')).status?.capacity?.storage;
  await cluster.until(async () => (await capacity()) === '1Gi');
  const ref = { ...PERSISTENT_VOLUME_CLAIMS, namespace: 'default', name: 'data' };
  await cluster.client.patch(ref, 'merge', { spec: { resources: { requests: { storage: '2Gi' } } } });
  await cluster.until(async () => (await capacity()) === '2Gi');
  expect((await cluster.list(PERSISTENT_VOLUMES))[0]).toMatchObject({
    spec: { capacity: { storage: '2Gi' } },
    status: { phase: 'Bound' },
  });
  await cluster.client.delete(ref);
  await cluster.until(async () => (await cluster.list(PERSISTENT_VOLUMES)).length === 0);
  expect(cluster.errors).toEqual([]);
});

test('a volume that is there already is used before a new one is made, and kept when it is to be', async () => {
  await using cluster = await startTestCluster();
  await cluster.create(
    PERSISTENT_VOLUMES,
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'disk' },
      spec: {
        capacity: { storage: '5Gi' },
        accessModes: ['ReadWriteOnce'],
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: 'manual',
        hostPath: { path: '/data' },
      },
    },
    '',
  );
  await cluster.create(PERSISTENT_VOLUME_CLAIMS, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { storageClassName: 'manual', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
  await cluster.until(async () => (await cluster.get(PERSISTENT_VOLUME_CLAIMS, 'data')).spec.volumeName === 'disk');
  await cluster.client.delete({ ...PERSISTENT_VOLUME_CLAIMS, namespace: 'default', name: 'data' });
  await cluster.until(async () => (await cluster.get(PERSISTENT_VOLUMES, 'disk', '')).status?.phase === 'Released');
});
