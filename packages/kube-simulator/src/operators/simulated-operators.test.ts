import { systemClock } from '@luban/kube';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { expect, test } from 'vitest';
import { startSimulator } from '../simulator.ts';

const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };

function definition(kind: string, plural: string) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.cert-manager.io` },
    spec: {
      group: 'cert-manager.io',
      scope: 'Namespaced',
      names: { kind, plural },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  };
}

test('certificates become ready while a pod of cert-manager runs, and say that they are simulated', async () => {
  const errors: unknown[] = [];
  await using api = await startTestApi();
  await using simulator = await startSimulator({
    client: (userAgent) => api.server.client({ userAgent }),
    clock: systemClock,
    seed: 'test',
    nodes: 1,
    speed: 50,
    onError: (error) => errors.push(error),
  });
  api.server.setDialer(simulator.dialer);
  await api.client.create(DEFINITIONS, definition('Certificate', 'certificates'));
  const certificates = { group: 'cert-manager.io', version: 'v1', resource: 'certificates', namespace: 'default' };
  const created = () =>
    api.client.create(certificates, {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'web' },
      spec: { secretName: 'web-tls' },
    });
  await expect
    .poll(() =>
      created().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  const status = async () => (await api.client.get({ ...certificates, name: 'web' })).status;
  expect(await status()).toBeUndefined();

  await api.client.create(
    { group: '', version: 'v1', resource: 'pods', namespace: 'default' },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'cert-manager' },
      spec: { containers: [{ name: 'c', image: 'quay.io/jetstack/cert-manager-controller:v1.15.1' }] },
    },
  );
  await expect
    .poll(status, { timeout: 15_000 })
    .toMatchObject({ conditions: [{ type: 'Ready', status: 'True', message: expect.stringContaining('Simulated') }] });
  const secret = await api.client.get({
    group: '',
    version: 'v1',
    resource: 'secrets',
    namespace: 'default',
    name: 'web-tls',
  });
  expect(secret).toMatchObject({ type: 'kubernetes.io/tls', metadata: { labels: { 'luban.dev/simulated': 'true' } } });
  await api.client.delete({ ...DEFINITIONS, name: 'certificates.cert-manager.io' });
  expect(errors).toEqual([]);
});
