import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startTestApi } from '../testing.ts';

const CONFIGURATIONS = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  resource: 'validatingwebhookconfigurations',
};
const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' };

test.each([
  ['a simulated service', { 'x-simulated-by': 'LuBan' }, 201],
  ['any other service', {}, 500],
])('what %s answers in place of a review', async (_who, headers, status) => {
  await using server = createServer((_request, response) => response.writeHead(200, headers).end('{"hello":1}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await using api = await startTestApi();
  const { port } = server.address() as AddressInfo;
  const service = () => connect(port, '127.0.0.1');
  api.server.setDialer({ kubelet: () => undefined, pod: () => undefined, service });
  await api.client.create(CONFIGURATIONS, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'check' },
    webhooks: [
      {
        name: 'check.example.com',
        clientConfig: { service: { namespace: 'default', name: 'check' } },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
      },
    ],
  });
  const response = await api.server.transport()({
    method: 'POST',
    path: '/api/v1/namespaces/default/configmaps',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }),
  });
  expect(response.status).toBe(status);
  if (status === 201)
    expect(response.headers.warning).toContain('admission webhook \\"check.example.com\\" was skipped');
  else expect(await response.text()).toContain('webhook response was absent');
  const { items } = await api.client.list(CONFIG_MAPS, { namespace: 'default' });
  expect(items.some(({ metadata }) => metadata.name === 'a')).toBe(status === 201);
});
