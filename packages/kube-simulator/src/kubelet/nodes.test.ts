import { expect, test } from 'vitest';
import { startTestNodes } from './testing.ts';

const { api, kubelets, create, until, get } = await startTestNodes();

test('metrics are there for nodes and pods', async () => {
  const metrics = () => kubelets.dialer.service('kube-system', 'metrics-server', 443);
  const pods = JSON.parse((await get('/apis/metrics.k8s.io/v1beta1/namespaces/default/pods/web', metrics)).text);
  expect(pods.containers[0]).toMatchObject({
    name: 'nginx',
    usage: { cpu: expect.stringMatching(/^\d+n$/), memory: expect.stringMatching(/^\d+Ki$/) },
  });
  expect(JSON.parse((await get('/apis/metrics.k8s.io/v1beta1/nodes', metrics)).text).items).toHaveLength(2);
  expect(JSON.parse((await get('/apis/metrics.k8s.io/v1beta1/pods?labelSelector=a%3Db', metrics)).text).items).toEqual(
    [],
  );
  expect((await get('/apis/metrics.k8s.io/v1beta1/namespaces/default/pods/none', metrics)).status).toBe(404);
  expect((await get('/metrics/resource')).text).toContain(
    'container_memory_working_set_bytes{container="nginx",namespace="default",pod="web"}',
  );
  expect(JSON.parse((await get('/stats/summary')).text).node.nodeName).toBe('node-1');
});

test('a metrics-server that somebody installs answers with the same numbers, and leaves the registration as it was', async () => {
  await create('measuring', {
    containers: [{ name: 'c', image: 'docker.io/kubesphere/metrics-server:v0.7.0', ports: [{ containerPort: 10250 }] }],
  });
  await until('measuring', ({ status }) => status?.containerStatuses?.[0]?.ready === true);
  const server = () => kubelets.dialer.pod('default', 'measuring', 10250);
  expect(JSON.parse((await get('/apis/metrics.k8s.io/v1beta1/nodes', server)).text).items).toHaveLength(2);

  const registration = {
    group: 'apiregistration.k8s.io',
    version: 'v1',
    resource: 'apiservices',
    name: 'v1beta1.metrics.k8s.io',
  };
  const before = await api.client.get(registration);
  await api.client.delete(registration);
  await expect
    .poll(
      () =>
        api.client.get(registration).then(
          ({ metadata }) => metadata.uid !== before.metadata.uid,
          () => false,
        ),
      { timeout: 15_000 },
    )
    .toBe(true);
});

test('nodes look like nodes, say that they are simulated, and can play dead', async () => {
  const node = { group: '', version: 'v1', resource: 'nodes', name: 'node-2' };
  const object = await api.client.get(node);
  expect(object).toMatchObject({
    metadata: { labels: { 'luban.dev/simulated': 'true' } },
    status: { nodeInfo: { osImage: 'Simulated by LuBan' } },
  });
  await api.client.patch(node, 'merge', { metadata: { annotations: { 'luban.dev/simulate-not-ready': 'true' } } });
  const ready = async () => {
    const { status } = await api.client.get(node);
    return (status as { conditions: { type: string; status: string }[] }).conditions.find(
      ({ type }) => type === 'Ready',
    )?.status;
  };
  await expect.poll(ready).toBe('Unknown');
  await api.client.patch(node, 'merge', { metadata: { annotations: { 'luban.dev/simulate-not-ready': null } } });
  await expect.poll(ready).toBe('True');
});
