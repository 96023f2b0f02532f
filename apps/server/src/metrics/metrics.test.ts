import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { grantAll } from '../test-support/grant-all.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { testServer } from '../test-support/test-server.ts';
import { createMetrics } from './metrics.ts';
import { routeClass } from './route-class.ts';

// Whole servers start, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

test('numbers of every kind come out in the text form', async () => {
  const metrics = createMetrics();
  const open = metrics.gauge({ name: 'luban_doors_open', help: 'Doors.', labels: ['side'] });
  open.add(2, { side: 'left' });
  open.add(-1, { side: 'left' });
  metrics.gauge({ name: 'luban_height', help: 'Known elsewhere.' }, (gauge) => gauge.set(42));
  metrics.counter({ name: 'luban_knocks_total', help: 'Knocks.' }).add();
  metrics.histogram({ name: 'luban_wait_seconds', help: 'Waits.', buckets: [1, 2] }).observe(1.5);
  const text = await metrics.render();
  for (const line of [
    'luban_doors_open{side="left"} 1',
    'luban_height 42',
    'luban_knocks_total 1',
    'luban_wait_seconds_bucket{le="1"} 0',
    'luban_wait_seconds_bucket{le="2"} 1',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
  // Of the process, once, however many servers it holds.
  createMetrics();
  expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
  expect(text).toMatch(/^process_resident_memory_bytes /m);
});

test.each([
  ['/healthz', 'health'],
  ['/assets/a.js', 'asset'],
  ['/api/session', 'login'],
  ['/api/extensions', 'api'],
  ['/api/v1/pods?limit=1', 'cluster'],
  ['/clusters/x/apis/apps/v1/deployments', 'cluster'],
  ['/clusters/x/kapis/a.example/v1/b', 'extension-api'],
  ['/kapis/a.example/v1/b', 'extension-api'],
  ['/proxy/tide/x', 'proxy'],
  ['/clusters/host/nodes', 'page'],
  ['/anything/else', 'page'],
])('%s counts as %s', (url, expected) => {
  expect(routeClass(url)).toBe(expected);
});

test('they are for those who have the token or the right', async () => {
  const cluster = await testCluster();
  const server = await testServer([], { clusters: [cluster], metricsToken: 'collect-me' });
  const ask = (authorization?: string) =>
    server.askAsStranger('GET', '/metrics', { headers: authorization === undefined ? {} : { authorization } });
  expect((await ask()).statusCode).toBe(401);
  for (const wrong of ['Bearer collect-m', 'Bearer collect-mee', 'Basic collect-me', `Bearer ${'x'.repeat(5_000)}`]) {
    expect((await ask(wrong)).statusCode, wrong).toBe(401);
  }
  const answer = await ask('Bearer collect-me');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(answer.payload).toMatch(/^luban_requests_total\{route="login",method="POST",code="200"\} 1$/m);
  // The token is nobody's otherwise.
  const elsewhere = await server.askAsStranger('GET', '/api/system', {
    headers: { authorization: 'Bearer collect-me' },
  });
  expect(elsewhere.statusCode).toBe(401);

  // What clusters take to answer is measured, whoever asks them.
  expect(answer.payload).toMatch(/^luban_upstream_requests_total\{cluster="host",code="200"\} \d+$/m);
  expect(answer.payload).toMatch(/^luban_upstream_seconds_count\{cluster="host"\} [1-9]\d*$/m);
  expect(answer.payload).toMatch(/^luban_live_tabs 0$/m);
  expect(answer.payload).toMatch(/^luban_cluster_ready\{cluster="host"\} 1$/m);

  await grantAll(cluster);
  await eventually(async () => expect((await server.ask('GET', '/metrics')).statusCode).toBe(200));
});

test('without a token nobody collects by one', async () => {
  const server = await testServer([], {});
  for (const authorization of ['Bearer undefined', 'Bearer ', 'Bearer null']) {
    expect((await server.askAsStranger('GET', '/metrics', { headers: { authorization } })).statusCode).toBe(401);
  }
});
