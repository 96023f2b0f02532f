/** APIs that come with what stands behind the server, and what people register over them. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noDialer } from '../proxy/dialer.ts';
import { startTestApi, type TestApi } from '../testing.ts';

const DISCOVERY = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: 'metrics.k8s.io/v1beta1',
  resources: [{ name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs: ['get', 'list'] }],
};
const API_SERVICES = { group: 'apiregistration.k8s.io', version: 'v1', resource: 'apiservices' };
const NAME = 'v1beta1.metrics.k8s.io';

let api: TestApi;

/** A backend that says who it is. */
function backend(name: string): () => Duplex {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const body =
      request.url === '/apis/metrics.k8s.io/v1beta1' ? DISCOVERY : { kind: 'NodeMetricsList', answeredBy: name };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  return () => {
    const [client, end] = duplexPair();
    server.emit('connection', end);
    return client;
  };
}

beforeEach(async () => {
  api = await startTestApi();
  const registered = backend('registered');
  api.server.setDialer({
    ...noDialer,
    service: () => registered(),
    apis: [{ group: 'metrics.k8s.io', version: 'v1beta1', connect: backend('machines') }],
  });
});

afterEach(() => api[Symbol.asyncDispose]());

const answeredBy = () =>
  api.client.json<{ answeredBy: string }>('GET', '/apis/metrics.k8s.io/v1beta1/nodes').then(
    (list) => list.answeredBy,
    (error) => String(error),
  );

test('it is served and discovered without a registration that could be in the way of one', async () => {
  await expect.poll(answeredBy).toBe('machines');
  const groups = await api.client.json<{ groups: { name: string }[] }>('GET', '/apis');
  expect(groups.groups.map(({ name }) => name)).toContain('metrics.k8s.io');
  await expect(api.client.get({ ...API_SERVICES, name: NAME })).rejects.toMatchObject({ reason: 'NotFound' });
});

test('a registration prevails for as long as it is there', async () => {
  await expect.poll(answeredBy).toBe('machines');
  await api.client.create(API_SERVICES, {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: NAME },
    spec: {
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { namespace: 'default', name: 'metrics', port: 443 },
    },
  });
  await expect.poll(answeredBy).toBe('registered');
  await api.client.delete({ ...API_SERVICES, name: NAME });
  await expect.poll(answeredBy).toBe('machines');
  expect(api.errors).toEqual([]);
});
