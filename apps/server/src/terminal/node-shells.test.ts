import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { testServer } from '../test-support/test-server.ts';
import { HELPER_PODS } from './helper-pods.ts';
import { openTerminal } from './test-support/container-server.ts';
import { simulatedCluster } from './test-support/simulated-cluster.ts';

const until = { timeout: 15_000, interval: 50 };

test('a shell on a node has to be switched on, and its pod goes with it and when it was left', async () => {
  const cluster = await simulatedCluster('nodes');
  const { client } = cluster.api;
  const left = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'luban-node-shell-left',
      labels: { 'luban.dev/terminal': 'helper' },
      annotations: { 'luban.dev/used-at': '2020-01-01T00:00:00Z' },
    },
    spec: { containers: [{ name: 'shell', image: 'busybox' }] },
  } as KubeObject;
  await expect
    .poll(
      () =>
        client.create(HELPER_PODS, left).then(
          () => true,
          () => false,
        ),
      until,
    )
    .toBe(true);
  const pods = async () => (await client.list(HELPER_PODS, { namespace: 'luban-system' })).items;

  const server = await testServer([], { clusters: [cluster] });
  const url = await server.listen();
  const open = () => openTerminal(url, { node: 'node-1' }, { cookie: server.cookie }, '/api/terminal/node');
  await expect.poll(pods, until).toEqual([]);

  const off = open();
  await off.closed;
  expect(off.news).toMatchObject([{ type: 'error', error: { code: 'LB5613' } }]);

  const settings = { name: 'luban-terminal', namespace: 'luban-system' };
  const on = { apiVersion: 'v1', kind: 'ConfigMap', metadata: settings, data: { nodeShell: 'true' } } as KubeObject;
  await client.create({ ...HELPER_PODS, resource: 'configmaps' }, on);
  // What was read of the settings is good for a moment.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const terminal = open();
  await expect.poll(() => terminal.news[0], until).toMatchObject({ type: 'opened', shell: 'sh', container: 'shell' });
  const [pod] = await pods();
  expect(pod).toMatchObject({
    metadata: { annotations: { 'luban.dev/user': 'admin' } },
    spec: { nodeName: 'node-1', hostPID: true, automountServiceAccountToken: false },
  });
  terminal.type('echo on $((40 + 2))\r');
  await expect.poll(() => terminal.shown().toString(), until).toContain('on 42');
  terminal.say({ type: 'end' });
  await terminal.closed;
  await expect.poll(pods, until).toEqual([]);

  const nowhere = openTerminal(url, { node: 'node-9' }, { cookie: server.cookie }, '/api/terminal/node');
  await nowhere.closed;
  expect(nowhere.news).toMatchObject([{ type: 'error', error: { code: 'LB5614' } }]);
}, 40_000);
