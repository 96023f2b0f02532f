import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { grantAll } from '../test-support/grant-all.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { testServer } from '../test-support/test-server.ts';

// Whole servers start, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

test('a server that runs alone leads soon, is ready, and says so to administrators', async () => {
  const cluster = await testCluster();
  await grantAll(cluster);
  const { ask, askAsStranger } = await testServer([], { clusters: [cluster] });
  const ready = await askAsStranger('GET', '/readyz');
  expect(ready.statusCode).toBe(200);
  expect(ready.json()).toEqual({
    status: 'ok',
    checks: [
      { name: 'serving', ok: true },
      { name: 'host cluster', ok: true },
      { name: 'definitions', ok: true },
    ],
  });
  await eventually(async () => {
    const system = (await ask('GET', '/api/system')).json();
    expect(system.leadership).toMatchObject({ leads: true, holder: system.replica });
    expect(system).toMatchObject({
      version: '0.1.0',
      mode: 'embedded',
      ready: true,
      clusters: [{ name: 'host', isHost: true }],
      limits: { from: 'defaults' },
      metrics: { path: '/metrics', token: false },
    });
  });
  expect((await askAsStranger('GET', '/api/system')).statusCode).toBe(401);
});

test('it is alive and not ready while the host cluster does not answer', async () => {
  const cluster = await testCluster();
  const { askAsStranger } = await testServer([], { clusters: [cluster] });
  await cluster.api[Symbol.asyncDispose]();
  await eventually(async () => {
    const answer = await askAsStranger('GET', '/readyz');
    expect(answer.statusCode).toBe(503);
    expect(answer.json().checks).toContainEqual({ name: 'host cluster', ok: false, reason: 'does not answer' });
  });
  for (const url of ['/healthz', '/livez']) expect((await askAsStranger('GET', url)).statusCode).toBe(200);
});

test('who drains is not ready, and answers all the same', async () => {
  const { server, ask, askAsStranger } = await testServer();
  server.drain();
  const answer = await askAsStranger('GET', '/readyz');
  expect([answer.statusCode, answer.json().checks[0]]).toEqual([
    503,
    { name: 'serving', ok: false, reason: 'it ends' },
  ]);
  expect((await ask('GET', '/api/session')).statusCode).toBe(200);
});
