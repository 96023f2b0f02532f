import { expect, test, vi } from 'vitest';
import { startTestApi } from '../testing.ts';

const CORE = { group: '', version: 'v1', namespace: 'default' };
const QUOTAS = { ...CORE, resource: 'resourcequotas' };
const PODS = { ...CORE, resource: 'pods' };
const SERVICES = { ...CORE, resource: 'services' };

const quota = (name: string, hard: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name },
  spec: { hard },
});
const pod = (name: string, requests?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, finalizers: ['example.com/tracking'] },
  spec: { containers: [{ name: 'c', image: 'busybox', ...(requests && { resources: { requests } }) }] },
});

test('refuses pods that say nothing about what the quota limits, and lets those go on that were there before', async () => {
  await using api = await startTestApi();
  const { client } = api;
  await vi.waitFor(() => client.get({ ...CORE, resource: 'serviceaccounts', name: 'default' }));
  await client.create(PODS, pod('early'));
  await client.create(QUOTAS, quota('cpu', { 'requests.cpu': '1' }));
  await expect(client.create(PODS, pod('late'))).rejects.toMatchObject({
    message: 'pods "late" is forbidden: failed quota: cpu: must specify requests.cpu for: c',
  });
  await expect(client.create(PODS, pod('large', { cpu: '1500m' }))).rejects.toMatchObject({
    message:
      'pods "large" is forbidden: exceeded quota: cpu, requested: requests.cpu=1500m, used: requests.cpu=0, limited: requests.cpu=1',
  });
  const patched = await client.patch({ ...PODS, name: 'early' }, 'merge', { metadata: { finalizers: null } });
  expect(patched.metadata.finalizers).toBeUndefined();
});

test('looks again at services that become of another type', async () => {
  await using api = await startTestApi();
  const { client } = api;
  await client.create(QUOTAS, quota('ports', { 'services.nodeports': '0' }));
  const spec = { type: 'ClusterIP', ports: [{ port: 80 }] };
  await client.create(SERVICES, { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec });
  await expect(client.patch({ ...SERVICES, name: 's' }, 'merge', { spec: { type: 'NodePort' } })).rejects.toMatchObject(
    {
      message:
        'services "s" is forbidden: exceeded quota: ports, requested: services.nodeports=1, used: services.nodeports=0, limited: services.nodeports=0',
    },
  );
});
