import { KubeConfig } from '@kubernetes/client-node';
import { ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import { kubeconfig } from './admin-kubeconfig.ts';
import { openPki } from './pki.ts';

test('is read by a real client, with a context for each cluster', async () => {
  const { ca, admin } = await openPki(undefined, { clock: new ManualClock() });
  const clusters = [
    { name: 'host', server: 'https://127.0.0.1:6443' },
    { name: 'member: "x"', server: 'https://127.0.0.1:6443/clusters/member' },
  ];
  const config = new KubeConfig();
  config.loadFromString(kubeconfig({ clusters, ca, ...admin, currentContext: 'host' }));
  expect(config.getCurrentContext()).toBe('host');
  expect(config.getContexts().map(({ name, cluster, user }) => [name, cluster, user])).toEqual([
    ['host', 'host', 'kubernetes-admin'],
    ['member: "x"', 'member: "x"', 'kubernetes-admin'],
  ]);
  expect(config.getCluster('member: "x"')).toMatchObject({
    server: 'https://127.0.0.1:6443/clusters/member',
    caData: Buffer.from(ca).toString('base64'),
  });
  expect(config.getCurrentUser()).toMatchObject({
    certData: Buffer.from(admin.certificate).toString('base64'),
    keyData: Buffer.from(admin.key).toString('base64'),
  });
});

test('refuses a current context that is no cluster', () => {
  const options = { clusters: [], ca: '', certificate: '', key: '', currentContext: 'host' };
  expect(() => kubeconfig(options)).toThrow('"host" is none of the clusters');
});
