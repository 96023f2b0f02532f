import type { KubeObject } from '@luban/kube';
import { expect, test, vi } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

const CORE = { group: '', version: 'v1', namespace: 'default' };
const PODS = { ...CORE, resource: 'pods' };

interface Amounts {
  requests?: Record<string, string>;
  limits?: Record<string, string>;
}

const pod = (name: string, ...resources: Amounts[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: resources.map((amounts, i) => ({ name: `c${i}`, image: 'i', resources: amounts })) },
});

async function withLimits(...limits: object[]): Promise<TestApi> {
  const api = await startTestApi();
  await vi.waitFor(() => api.client.get({ ...CORE, resource: 'serviceaccounts', name: 'default' }));
  if (limits.length > 0) {
    const object = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'limits' }, spec: { limits } };
    await api.client.create({ ...CORE, resource: 'limitranges' }, object);
  }
  return api;
}

const resourcesOf = ({ spec }: KubeObject) =>
  (spec as { containers: { resources: Amounts }[] }).containers.map(({ resources }) => resources);

test('containers get what they do not say, and requests follow explicit limits', async () => {
  await using api = await withLimits({
    type: 'Container',
    default: { cpu: '500m', memory: '512Mi' },
    defaultRequest: { cpu: '100m', memory: '128Mi' },
  });
  const created = await api.client.create(
    PODS,
    pod('p', {}, { limits: { cpu: '2' } }, { requests: { memory: '1Gi' }, limits: { memory: '2Gi' } }),
  );
  expect(resourcesOf(created)).toEqual([
    { limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
    { limits: { cpu: '2', memory: '512Mi' }, requests: { cpu: '2', memory: '128Mi' } },
    { limits: { cpu: '500m', memory: '2Gi' }, requests: { cpu: '100m', memory: '1Gi' } },
  ]);
});

test.each<[string, object, Amounts[], string]>([
  [
    'too little',
    { type: 'Container', min: { cpu: '100m' } },
    [{ requests: { cpu: '50m' }, limits: { cpu: '1' } }],
    'minimum cpu usage per Container is 100m, but request is 50m',
  ],
  [
    'too much',
    { type: 'Container', max: { memory: '1Gi' } },
    [{ requests: { memory: '1Gi' }, limits: { memory: '2Gi' } }],
    'maximum memory usage per Container is 1Gi, but limit is 2Gi',
  ],
  [
    'too much together',
    { type: 'Pod', max: { cpu: '1' } },
    [{ limits: { cpu: '600m' } }, { limits: { cpu: '600m' } }],
    'maximum cpu usage per Pod is 1, but limit is 1200m',
  ],
  [
    'too far apart',
    { type: 'Container', maxLimitRequestRatio: { cpu: '2' } },
    [{ requests: { cpu: '100m' }, limits: { cpu: '1' } }],
    'cpu max limit to request ratio per Container is 2, but provided ratio is 10.000000',
  ],
  [
    'nothing at all of what a pod has to say',
    { type: 'Pod', max: { cpu: '1' } },
    [{}],
    'maximum cpu usage per Pod is 1.  No limit is specified',
  ],
])('pods that take %s are refused', async (_what, limit, resources, why) => {
  await using api = await withLimits(limit);
  await expect(api.client.create(PODS, pod('p', ...resources))).rejects.toMatchObject({
    status: {
      code: 403,
      reason: 'Forbidden',
      message: `pods "p" is forbidden: ${why}`,
      details: { name: 'p', kind: 'pods' },
    },
  });
});

test('claims stay within their bounds', async () => {
  await using api = await withLimits({
    type: 'PersistentVolumeClaim',
    min: { storage: '1Gi' },
    max: { storage: '5Gi' },
  });
  const claim = (storage: string) =>
    api.client.create(
      { ...CORE, resource: 'persistentvolumeclaims' },
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'c' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
      },
    );
  await expect(claim('500Mi')).rejects.toMatchObject({
    message:
      'persistentvolumeclaims "c" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi',
  });
  await expect(claim('6Gi')).rejects.toMatchObject({
    message:
      'persistentvolumeclaims "c" is forbidden: maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 6Gi',
  });
  expect((await claim('2Gi')).metadata.name).toBe('c');
});

test('quotas count what there is, and show it', async () => {
  await using api = await withLimits();
  const { client } = api;
  const quotas = { ...CORE, resource: 'resourcequotas' };
  const hard = { pods: '2', 'requests.cpu': '1', 'limits.memory': '1Gi', 'count/configmaps': '3', services: '1' };
  await client.create(quotas, { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' }, spec: { hard } });
  const amounts = { requests: { cpu: '400m' }, limits: { memory: '300Mi' } };
  await client.create(PODS, pod('a', amounts));
  await client.create(PODS, pod('b', amounts));
  await vi.waitFor(async () => {
    const { status } = await client.get({ ...quotas, name: 'q' });
    expect(status).toEqual({
      hard,
      used: { pods: '2', 'requests.cpu': '800m', 'limits.memory': '600Mi', 'count/configmaps': '1', services: '1' },
    });
  });
  await expect(
    client.create(PODS, pod('c', { requests: { cpu: '300m' }, limits: { memory: '500Mi' } })),
  ).rejects.toMatchObject({
    status: {
      code: 403,
      message:
        'pods "c" is forbidden: exceeded quota: q, requested: limits.memory=500Mi,pods=1,requests.cpu=300m, used: limits.memory=600Mi,pods=2,requests.cpu=800m, limited: limits.memory=1Gi,pods=2,requests.cpu=1',
    },
  });
  const maps = { ...CORE, resource: 'configmaps' };
  const results = await Promise.allSettled(
    ['1', '2', '3', '4'].map((name) =>
      client.create(maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }),
    ),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  await client.delete({ ...PODS, name: 'a' });
  await client.create(PODS, pod('c', { requests: { cpu: '300m' }, limits: { memory: '500Mi' } }));
  expect(api.errors).toEqual([]);
});
