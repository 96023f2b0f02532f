import type { KubeObject } from '@luban/kube';
import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { grantAll } from '../test-support/grant-all.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { testServer } from '../test-support/test-server.ts';

// Whole servers start, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const COLLECTOR = 'token-of-collectors';

async function setUp(text: string) {
  const cluster = await testCluster();
  await grantAll(cluster);
  const server = await testServer([], { clusters: [cluster], metricsToken: COLLECTOR });
  const map: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'luban-limits' },
    data: { 'limits.yaml': text },
  };
  const made = await server.ask('POST', '/api/session/tokens', { payload: { name: 'program' } });
  const maps = { group: '', version: 'v1', resource: 'configmaps', namespace: 'luban-system' };
  await cluster.api.client.create(maps, map);
  await eventually(async () => expect((await server.ask('GET', '/api/system')).json().limits.from).toBe('ConfigMap'));
  const from = (remoteAddress: string, token: string, url = '/api/session') =>
    server.askAsStranger('GET', url, { remoteAddress, headers: { authorization: `Bearer ${token}` } });
  return { server, from, token: made.json().token as string };
}

const TIGHT = 'strangers: { token: { perSecond: 0.01, burst: 3 } }';

test('wrong tokens count against the address, whatever they look like and whatever they ask for', async () => {
  const { server, from, token } = await setUp(TIGHT);
  expect((await from('203.0.113.7', 'nonsense')).statusCode).toBe(401);
  expect((await from('203.0.113.7', `luban_pat_${'a'.repeat(43)}`, '/apis')).statusCode).toBe(401);
  expect((await from('203.0.113.7', `${token}x`, '/kapis/a/b/c')).statusCode).toBe(401);

  const refused = await from('203.0.113.7', 'nonsense');
  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.json().error).toMatchObject({ code: 'LB5700', params: { who: '203.0.113.7', verbs: 'token' } });
  expect((await from('203.0.113.7', 'nonsense', '/api/v1/nodes')).json()).toMatchObject({
    kind: 'Status',
    reason: 'TooManyRequests',
  });
  // A guess that hits tells nothing either.
  expect((await from('203.0.113.7', token)).statusCode).toBe(429);
  // Others are not affected, nor are people with cookies.
  expect((await from('203.0.113.8', token)).statusCode).toBe(200);
  expect((await server.ask('GET', '/api/session')).statusCode).toBe(200);
  expect((await server.ask('GET', '/api/system')).json().limits.refused).toMatchObject({ token: 3 });
});

test('a token that was good goes on at an address where somebody guesses, until it is taken back', async () => {
  const { server, from, token } = await setUp(TIGHT);
  for (let i = 0; i < 10; i++) expect((await from('203.0.113.7', token)).statusCode).toBe(200);
  for (let i = 0; i < 3; i++) expect((await from('203.0.113.7', 'nonsense')).statusCode).toBe(401);
  expect((await from('203.0.113.7', 'nonsense')).statusCode).toBe(429);
  const atOnce = await Promise.all(Array.from({ length: 5 }, () => from('203.0.113.7', token)));
  expect(atOnce.map(({ statusCode }) => statusCode)).toEqual(Array(5).fill(200));

  const { tokens } = (await server.ask('GET', '/api/session/tokens')).json();
  await server.ask('DELETE', `/api/session/tokens/${tokens[0].id}`);
  // It is told once that it is gone, and is one of many wrong tokens then.
  await vi.waitFor(async () => expect((await from('203.0.113.7', token)).statusCode).not.toBe(200));
  expect((await from('203.0.113.7', token)).statusCode).toBe(429);
});

test('guesses that are made at once are all counted', async () => {
  const { from } = await setUp(TIGHT);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => from('203.0.113.7', `luban_pat_${i}`)));
  const codes = answers.map(({ statusCode }) => statusCode);
  expect(codes.filter((code) => code === 401)).toHaveLength(3);
  expect(codes.filter((code) => code === 429)).toHaveLength(17);
});

test('the token of collectors cannot be guessed faster', async () => {
  const { from } = await setUp(TIGHT);
  for (let i = 0; i < 3; i++) expect((await from('203.0.113.7', `guess-${i}`, '/metrics')).statusCode).toBe(401);
  expect((await from('203.0.113.7', COLLECTOR, '/metrics')).statusCode).toBe(429);
  expect((await from('203.0.113.8', COLLECTOR, '/metrics')).statusCode).toBe(200);
});

test('the limit may be lifted', async () => {
  const { from } = await setUp('strangers: { token: unlimited }');
  for (let i = 0; i < 80; i++) expect((await from('203.0.113.7', 'nonsense')).statusCode).toBe(401);
});
