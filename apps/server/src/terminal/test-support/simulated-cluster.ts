import { systemClock } from '@luban/kube';
import { startSimulator } from '@luban/kube-simulator';
import { onTestFinished } from 'vitest';
import { type TestCluster, testCluster } from '../../test-support/test-clusters.ts';

/** A cluster whose pods run, simulated and fast, with the product's namespace in it. It ends with the test. */
export async function simulatedCluster(seed: string): Promise<TestCluster> {
  const cluster = await testCluster();
  const { client, server } = cluster.api;
  const simulator = await startSimulator({
    client: (userAgent) => server.client({ userAgent }),
    clock: systemClock,
    seed,
    nodes: 1,
    speed: 50,
  });
  onTestFinished(() => simulator[Symbol.asyncDispose]());
  server.setDialer(simulator.dialer);
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'luban-system' } };
  await client.create({ group: '', version: 'v1', resource: 'namespaces' }, namespace);
  return cluster;
}
