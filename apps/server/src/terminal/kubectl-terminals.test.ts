import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { testCluster } from '../test-support/test-clusters.ts';
import { testServer } from '../test-support/test-server.ts';
import { HELPER_PODS } from './helper-pods.ts';
import { createKubectlObjects, kubectlName } from './kubectl-objects.ts';
import { openTerminal } from './test-support/container-server.ts';
import { simulatedCluster } from './test-support/simulated-cluster.ts';

const until = { timeout: 15_000, interval: 50 };
const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' };

test('kubectl acts as the person, and its pod and its rights go with the terminal', async () => {
  const cluster = await simulatedCluster('kubectl');
  const { client } = cluster.api;
  const settings = { name: 'luban-terminal', namespace: 'luban-system' };
  const data = { kubectlTerminal: 'true' };
  const on = { apiVersion: 'v1', kind: 'ConfigMap', metadata: settings, data } as KubeObject;
  await client.create({ ...HELPER_PODS, resource: 'configmaps' }, on);

  const server = await testServer([], { clusters: [cluster] });
  const url = await server.listen();
  const terminal = openTerminal(url, {}, { cookie: server.cookie }, '/api/terminal/kubectl');
  await expect.poll(() => terminal.news[0], until).toMatchObject({ type: 'opened', container: 'kubectl' });
  const [binding] = (
    await client.list({ ...RBAC, resource: 'clusterrolebindings' }, { labelSelector: 'luban.dev/terminal' })
  ).items;
  const [role] = (await client.list({ ...RBAC, resource: 'clusterroles' }, { labelSelector: 'luban.dev/terminal' }))
    .items;
  expect(role).toMatchObject({
    rules: [{ apiGroups: [''], resources: ['users'], verbs: ['impersonate'], resourceNames: ['admin'] }],
  });
  expect(binding).toMatchObject({ subjects: [{ kind: 'ServiceAccount', namespace: 'luban-system' }] });
  terminal.type('kubectl get nodes\r');
  await expect.poll(() => terminal.shown().toString(), until).toMatch(/node-1 +Ready/);
  terminal.say({ type: 'end' });
  await terminal.closed;
  await expect
    .poll(async () => (await client.list(HELPER_PODS, { namespace: 'luban-system' })).items.length, until)
    .toBe(0);
  for (const resource of ['clusterrolebindings', 'clusterroles']) {
    const left = () => client.list({ ...RBAC, resource }, { labelSelector: 'luban.dev/terminal' });
    await expect.poll(async () => (await left()).items, until).toEqual([]);
  }
}, 40_000);

test('names of people become names of objects', async () => {
  const nameOf = (name: string) => kubectlName({ name, groups: [], kind: 'user', via: 'session' });
  expect(nameOf('ada')).toMatch(/^luban-kubectl-ada-[\da-f]{6}$/);
  for (const name of ['Ada@example.com', '../x', 'a'.repeat(200), '汉字']) {
    expect(nameOf(name)).toMatch(/^luban-kubectl-[\da-f]{16}-[\da-f]{6}$/);
  }
  const { api } = await testCluster();
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'luban-system' } };
  await api.client.create({ group: '', version: 'v1', resource: 'namespaces' }, namespace);
  const groups = ['team', 'system:masters'];
  await createKubectlObjects(api.client, 'luban-kubectl-x', { name: 'x', groups, kind: 'user', via: 'session' });
  const role = await api.client.get({ ...RBAC, resource: 'clusterroles', name: 'luban-kubectl-x' });
  expect(JSON.stringify(role)).toContain('"resourceNames":["team"]');
  expect(JSON.stringify(role)).not.toContain('masters');
});
