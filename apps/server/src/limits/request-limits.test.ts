import type { KubeObject } from '@luban/kube';
import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { grantAll } from '../test-support/grant-all.ts';
import { type TestCluster, testCluster } from '../test-support/test-clusters.ts';
import { type TestServer, testServer } from '../test-support/test-server.ts';

// Whole servers start, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const MAPS = { group: '', version: 'v1', resource: 'configmaps', namespace: 'luban-system' };

/** Writes the ConfigMap, and waits until `told` sees it. */
async function configure({ api }: TestCluster, text: string): Promise<void> {
  const map: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'luban-limits' },
    data: { 'limits.yaml': text },
  };
  const known = await api.client.get({ ...MAPS, name: 'luban-limits' }).catch(() => undefined);
  if (known === undefined) await api.client.create(MAPS, map);
  else await api.client.update({ ...MAPS, name: 'luban-limits' }, map);
}

const ALL = { exempt: 'exempt: { names: [admin] }', tight: 'users: { read: { perSecond: 0.01, burst: 2 } }' };

/** Status codes of some requests, one after another. */
async function codes(count: number, ask: () => Promise<{ statusCode: number }>): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < count; i++) found.push((await ask()).statusCode);
  return found;
}

async function setUp(): Promise<{ cluster: TestCluster; server: TestServer }> {
  const cluster = await testCluster();
  await grantAll(cluster);
  return { cluster, server: await testServer([], { clusters: [cluster] }) };
}

const refused = (server: TestServer) =>
  eventually(async () => {
    const answer = await server.ask('GET', '/api/session');
    expect(answer.statusCode).toBe(429);
    return answer;
  });

test('a ConfigMap holds at once; its mistakes change nothing, and it may go again', async () => {
  const { cluster, server } = await setUp();
  expect(await codes(20, () => server.ask('GET', '/api/session'))).toEqual(Array(20).fill(200));
  await configure(cluster, ALL.tight);
  const answer = await refused(server);
  expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  expect(answer.json().error).toMatchObject({ code: 'LB5700', params: { who: 'admin', verbs: 'read' } });

  // Files and signs of life are served all the same.
  for (const url of ['/healthz', '/readyz', '/livez', '/assets/entry-1.js']) {
    expect((await server.ask('GET', url)).statusCode, url).toBe(200);
  }
  // Writing has a bucket of its own.
  expect((await server.ask('POST', '/api/extensions/none/enable')).statusCode).not.toBe(429);

  await configure(cluster, 'users: { read: { perSecond: 1000, burst: none } }');
  const events = { group: '', version: 'v1', resource: 'events' };
  const event = await eventually(async () => {
    const { items } = await cluster.api.client.list<KubeObject & { reason: string; message: string }>(events, {
      namespace: 'luban-system',
    });
    const found = items.find(({ reason }) => reason === 'LimitsRefused');
    expect(found).toBeDefined();
    return found!;
  });
  expect(event).toMatchObject({ type: 'Warning', involvedObject: { kind: 'ConfigMap', name: 'luban-limits' } });
  expect(event.message).toMatch(/^users\.read\.burst has to be a whole number/);
  expect((await server.ask('GET', '/api/session')).statusCode).toBe(429);

  await configure(cluster, ALL.exempt);
  await eventually(async () => expect((await server.ask('GET', '/api/session')).statusCode).toBe(200));
  expect((await server.ask('GET', '/api/system')).json().limits).toMatchObject({
    from: 'ConfigMap',
    exempt: ['admin'],
    refused: { write: 0, login: 0 },
  });
  await cluster.api.client.delete({ ...MAPS, name: 'luban-limits' });
  await eventually(async () =>
    expect((await server.ask('GET', '/api/system')).json().limits).toMatchObject({ from: 'defaults', exempt: [] }),
  );
});

test('sessions of one user share a bucket; strangers have one for their network', async () => {
  const { cluster, server } = await setUp();
  const again = await server.askAsStranger('POST', '/api/session', {
    payload: { username: 'admin', password: 'test password' },
  });
  const cookie = again.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  await configure(cluster, `${ALL.tight}\nstrangers: { read: { perSecond: 0.01, burst: 2 } }`);
  await refused(server);
  expect((await server.askAsStranger('GET', '/api/session', { headers: { cookie } })).statusCode).toBe(429);

  const from = (remoteAddress: string) => server.askAsStranger('GET', '/api/session', { remoteAddress });
  expect(await codes(4, () => from('203.0.113.7'))).toEqual([401, 401, 429, 429]);
  expect((await from('203.0.113.8')).statusCode).toBe(401);
  // Whoever has one address of IPv6 has the whole network.
  let host = 0;
  expect(await codes(4, () => from(`2001:db8::${++host}`))).toEqual([401, 401, 429, 429]);
  // Nobody chooses an address by a header, unless a proxy is trusted.
  const spoofed = await server.askAsStranger('GET', '/api/session', {
    remoteAddress: '203.0.113.7',
    headers: { 'x-forwarded-for': '198.51.100.1' },
  });
  expect(spoofed.statusCode).toBe(429);
});

test('behind a proxy that is trusted, addresses are those that it tells', async () => {
  const cluster = await testCluster();
  const server = await testServer([], { clusters: [cluster], trustedProxies: ['10.0.0.0/8'] });
  await configure(cluster, 'strangers: { read: { perSecond: 0.01, burst: 1 } }');
  const from = (remoteAddress: string, told: string) =>
    server.askAsStranger('GET', '/api/session', { remoteAddress, headers: { 'x-forwarded-for': told } });
  await eventually(async () => expect((await from('10.1.1.1', '198.51.100.1')).statusCode).toBe(429));
  expect((await from('10.1.1.1', '198.51.100.2')).statusCode).toBe(401);
  // What the client itself put before the proxy's own entry is not believed.
  expect((await from('10.1.1.1', '198.51.100.9, 198.51.100.1')).statusCode).toBe(429);
  expect(await codes(2, () => from('203.0.113.7', '198.51.100.3'))).toEqual([401, 429]);
});

test('signing in is counted by address, whoever one is', async () => {
  const { cluster, server } = await setUp();
  await configure(cluster, 'strangers: { login: { perSecond: 0.01, burst: 2 } }');
  await eventually(async () => {
    const answer = await server.ask('POST', '/api/session', { payload: {} });
    expect(answer.json().error.code).toBe('LB5700');
  });
});

test('paths of a Kubernetes API answer with a Status that its clients understand', async () => {
  const { cluster, server } = await setUp();
  await configure(cluster, ALL.tight);
  await refused(server);
  const answer = await server.ask('GET', '/clusters/host/api/v1/nodes');
  expect(answer.statusCode).toBe(429);
  expect(answer.json()).toMatchObject({
    kind: 'Status',
    status: 'Failure',
    reason: 'TooManyRequests',
    code: 429,
    details: { retryAfterSeconds: Number(answer.headers['retry-after']) },
  });
});

test('a user holds only so many streams open, and an ended one makes room', async () => {
  const { cluster, server } = await setUp();
  await configure(cluster, 'streams: { perIdentity: 2 }');
  await eventually(async () =>
    expect((await server.ask('GET', '/api/system')).json().limits.streams.perIdentity).toBe(2),
  );
  const url = await server.listen();
  const open = async () => {
    const end = new AbortController();
    const response = await fetch(`${url}/api/audit?follow=true`, {
      headers: { cookie: server.cookie },
      signal: end.signal,
    });
    return { status: response.status, end, body: () => response.json() };
  };
  const streams = [await open(), await open()];
  expect(streams.map(({ status }) => status)).toEqual([200, 200]);
  const third = await open();
  expect(third.status).toBe(429);
  expect(await third.body()).toMatchObject({ error: { code: 'LB5701', params: { most: 2 } } });
  streams[0]!.end.abort();
  await eventually(async () => {
    const next = await open();
    expect(next.status).toBe(200);
    next.end.abort();
  });
  streams[1]!.end.abort();
});
