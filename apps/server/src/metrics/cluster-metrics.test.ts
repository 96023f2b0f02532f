import { channel } from 'node:diagnostics_channel';
import { expect, onTestFinished, test } from 'vitest';
import { staticClusters } from '../clusters/static-clusters.ts';
import { measureClusters } from './cluster-metrics.ts';
import { createMetrics } from './metrics.ts';

test('clusters behind one origin are told apart by their paths, and others are left out', async () => {
  const clusters = staticClusters([
    { name: 'host', displayName: 'Host', endpoint: { server: 'https://10.0.0.1:6443' } },
    { name: 'member', displayName: 'Member', endpoint: { server: 'https://10.0.0.1:6443/clusters/member/' } },
    { name: 'twin', displayName: 'Twin', endpoint: { server: 'https://10.0.0.1:64430' } },
  ]);
  const metrics = createMetrics();
  using measuring = measureClusters(clusters, metrics);
  onTestFinished(() => clusters[Symbol.asyncDispose]());

  const ask = (origin: string, path: string, statusCode?: number) => {
    const request = { origin, path };
    channel('undici:request:create').publish({ request });
    if (statusCode === undefined) channel('undici:request:error').publish({ request, error: new Error('gone') });
    else channel('undici:request:headers').publish({ request, response: { statusCode } });
  };
  ask('https://10.0.0.1:6443', '/api/v1/pods', 200);
  ask('https://10.0.0.1:6443', '/clusters/member/api/v1/pods', 403);
  ask('https://10.0.0.1:6443', '/clusters/members/api', 200);
  ask('https://10.0.0.1:64430', '/version');
  ask('https://somewhere.example', '/version', 200);
  const text = await metrics.render();
  expect(text.match(/^luban_upstream_requests_total\{.*$/gm)?.sort()).toEqual([
    'luban_upstream_requests_total{cluster="host",code="200"} 2',
    'luban_upstream_requests_total{cluster="member",code="403"} 1',
    'luban_upstream_requests_total{cluster="twin",code="none"} 1',
  ]);
  measuring[Symbol.dispose]();
  ask('https://10.0.0.1:6443', '/api/v1/pods', 200);
  expect(await metrics.render()).toContain('luban_upstream_requests_total{cluster="host",code="200"} 2\n');
});
