import { MessageChannel } from 'node:worker_threads';
import { startTestApi, type TestApi } from '@luban/kube-apiserver/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ClusterConnection } from '../clusters/cluster-connection.ts';
import { LocalApi } from '../clusters/local-api.ts';
import type { Identity } from '../identity/identity.ts';
import { serveLocalApi } from './serve-local-api.ts';

let api: TestApi;
let remote: ClusterConnection;
let local: ClusterConnection;
const { port1, port2 } = new MessageChannel();
const asked: string[] = [];

beforeAll(async () => {
  api = await startTestApi({ listens: true });
  serveLocalApi(port2, (path) => {
    asked.push(path);
    return { handler: api.server.handler, path };
  });
  const { ca, admin } = api.pki;
  const endpoint = { server: api.url, ca, certificate: admin.certificate, key: admin.key };
  remote = new ClusterConnection(endpoint);
  local = new ClusterConnection({ ...endpoint, local: new LocalApi(port1) });
  for (let i = 0; i < 40; i++) {
    const metadata = { name: `large-${i}`, namespace: 'default', labels: { half: String(i % 2) } };
    await api.client.create(CONFIG_MAPS, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { text: '€'.repeat(9_000) },
    });
  }
});
afterAll(async () => {
  await remote[Symbol.asyncDispose]();
  await local[Symbol.asyncDispose]();
  expect(api.errors).toEqual([]);
  await api[Symbol.asyncDispose]();
});

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' };
const MAPS = '/api/v1/namespaces/default/configmaps';
const ANNA: Identity = { name: 'anna', groups: ['team:süd', 'b'], kind: 'user', via: 'session' };

interface Question {
  method?: string;
  path: string;
  body?: string;
  identity?: Identity;
  type?: string;
}

async function ask(connection: ClusterConnection, question: Question) {
  const { method = 'GET', path, body, identity, type = 'application/json' } = question;
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': type };
  const response = await connection.transport(identity)({ method, path, headers, body });
  const { date: _, connection: __, 'keep-alive': ___, 'audit-id': ____, ...rest } = response.headers;
  return { status: response.status, headers: rest, text: await response.text() };
}

test.each<[string, Question]>([
  ['an object', { path: `${MAPS}/large-3` }],
  ['a list', { path: MAPS }],
  ['a page by label', { path: `${MAPS}?labelSelector=half%3D1&limit=3` }],
  ['nothing', { path: `${MAPS}/none` }],
  ['a kind that there is not', { path: '/apis/none.example/v1/things' }],
  ['what somebody may not read', { path: `${MAPS}/large-3`, identity: ANNA }],
  ['a body that is no JSON', { path: MAPS, method: 'POST', body: '{' }],
  ['an invalid object', { path: MAPS, method: 'POST', body: '{"metadata":{"name":"Not A Name"}}' }],
  ['a body beyond the limit', { path: MAPS, method: 'POST', body: `{"data":{"x":"${'x'.repeat(3_200_000)}"}}` }],
  ['a change to nothing', { path: `${MAPS}/none`, method: 'PATCH', body: '{}', type: 'application/merge-patch+json' }],
])('%s is answered as over a socket', async (_, question) => {
  asked.length = 0;
  const answer = await ask(local, question);
  expect(asked).toHaveLength(1);
  expect(answer).toEqual(await ask(remote, question));
});

test('who asks is told to the cluster', async () => {
  const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} };
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const { text } = await ask(local, { method: 'POST', path, body: JSON.stringify(review), identity: ANNA });
  expect(JSON.parse(text).status.userInfo).toMatchObject({
    username: 'anna',
    groups: expect.arrayContaining(['team:süd', 'b', 'system:authenticated']),
  });
});

test('writes of any bytes arrive, and many at once each get their own answer', async () => {
  const names = Array.from({ length: 60 }, (_, i) => `many-${i}`);
  const made = await Promise.all(
    names.map((name) =>
      ask(local, {
        method: 'POST',
        path: MAPS,
        body: JSON.stringify({ metadata: { name }, data: { name, text: '😀' } }),
      }),
    ),
  );
  expect(made.map(({ status, text }) => [status, JSON.parse(text).data.name])).toEqual(
    names.map((name) => [201, name]),
  );
  const read = await Promise.all(names.map((name) => ask(local, { path: `${MAPS}/${name}` })));
  expect(read.map(({ text }) => JSON.parse(text).data)).toEqual(names.map((name) => ({ name, text: '😀' })));
});

test('streams take the socket, and end with whoever asked', async () => {
  asked.length = 0;
  const end = new AbortController();
  const path = `${MAPS}?watch=true&resourceVersion=0`;
  const { status, body } = await local.request({ method: 'GET', path, signal: end.signal });
  expect([status, asked]).toEqual([200, []]);
  body.on('error', () => {});
  const [first] = (await body.iterator().next()).value.toString().split('\n');
  expect(JSON.parse(first).type).toBe('ADDED');
  end.abort();
});

test('an answer that nobody waits for is dropped', async () => {
  const end = new AbortController();
  const asking = local.request({ method: 'GET', path: MAPS, signal: end.signal });
  end.abort();
  await expect(asking).rejects.toThrow();
  expect((await ask(local, { path: `${MAPS}/large-1` })).status).toBe(200);
});

test('the end of the thread fails what waits, and what comes later', async () => {
  const channel = new MessageChannel();
  const { ca } = api.pki;
  const lost = new ClusterConnection({ server: api.url, ca, local: new LocalApi(channel.port1) });
  const asking = lost.request({ method: 'GET', path: MAPS });
  const failed = vi.fn();
  asking.catch(failed);
  channel.port2.close();
  await vi.waitFor(() => expect(failed).toHaveBeenCalled());
  await expect(lost.request({ method: 'GET', path: MAPS })).rejects.toThrow('has ended');
  await lost[Symbol.asyncDispose]();
});
