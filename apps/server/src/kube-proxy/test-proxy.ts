import { once } from 'node:events';
import { type IncomingMessage, type RequestListener, request as send } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { systemClock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { openPki, type Pki } from '@luban/kube-apiserver';
import { startTestApi } from '@luban/kube-apiserver/testing';
import fastify, { type FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import type { StaticCluster } from '../clusters/static-clusters.ts';
import { staticClusters } from '../clusters/static-clusters.ts';
import { registerErrors } from '../errors.ts';
import type { Identity } from '../identity/identity.ts';
import { IdentityEnds } from '../identity/identity-end.ts';
import { registerOriginCheck } from '../identity/origin-check.ts';
import { registerSecurityHeaders } from '../security-headers.ts';
import { clusterOf, type TestCluster } from '../test-support/test-clusters.ts';
import { acceptUpgrades } from '../upgrades.ts';
import { type KubeProxyOptions, registerKubeProxy } from './kube-proxy-routes.ts';

export const ANNA: Identity = { name: 'anna', groups: ['sailors', 'system:masters'], kind: 'user', via: 'session' };

export interface TestProxy {
  app: FastifyInstance;
  /** Looks when asked whether `isAlive` still holds. */
  ends: IdentityEnds;
  /** `http://127.0.0.1:40123` */
  url: string;
}

/** The proxy with what stands before it in the product. Whoever sends `x-test-nobody` is nobody. */
export async function testProxy(
  clusters: readonly StaticCluster[],
  options: Partial<KubeProxyOptions> & { identity?: Identity; isAlive?(): boolean } = {},
): Promise<TestProxy> {
  const { identity = ANNA, isAlive = () => true, ...rest } = options;
  const ends = new IdentityEnds();
  const app = fastify({ forceCloseConnections: true });
  const registry = staticClusters(clusters);
  onTestFinished(async () => {
    await app.close();
    await registry[Symbol.asyncDispose]();
    ends[Symbol.dispose]();
  });
  acceptUpgrades(app);
  registerErrors(app);
  registerSecurityHeaders(app);
  registerOriginCheck(app);
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers['x-test-nobody'] !== undefined) return;
    request.identity = identity;
    ends.note(request, reply, isAlive);
  });
  registerKubeProxy(app, { clusters: registry, ...rest });
  return { app, ends, url: await app.listen({ port: 0, host: '127.0.0.1' }) };
}

/** A real cluster, without the kinds of the platform, in which Anna may do everything. */
export async function annasCluster(name: string): Promise<TestCluster> {
  const api = await startTestApi({ listens: true });
  onTestFinished(() => api[Symbol.asyncDispose]());
  await bindToClusterAdmin(api.client, 'anna');
  return clusterOf(name, api);
}

async function bindToClusterAdmin(client: KubeClient, user: string): Promise<void> {
  const kind = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterrolebindings' };
  await client.create(kind, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `test-${user}` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  });
}

export interface OddCluster extends StaticCluster {
  server: Server;
  /** Requests so far. */
  seen: IncomingMessage[];
}

let pki: Promise<Pki> | undefined;

/** Something that answers in place of a cluster, whichever way. */
export async function oddCluster(answer: RequestListener, name = 'odd'): Promise<OddCluster> {
  const seen: IncomingMessage[] = [];
  pki ??= openPki(undefined, { clock: systemClock });
  const { ca, server: own } = await pki;
  const server = createServer({ key: own.key, cert: own.certificate });
  server.on('request', (request, response) => {
    seen.push(request);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const endpoint = { server: `https://127.0.0.1:${port}`, ca, token: 'lubans-own' };
  return { name, displayName: name, endpoint, server, seen };
}

export interface RawAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A request whose path goes out as it is written, which `fetch` would tidy up. */
export async function rawRequest(
  url: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string | string[]>; body?: string } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  // Node frames the body of a DELETE only when it is told how long it is.
  const framed = body === undefined || 'transfer-encoding' in headers;
  const length = framed ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const sent = send({ hostname, port, method, path, headers: { ...length, ...headers } });
  // Of a body that is still on its way when the test is over.
  sent.on('error', () => {});
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode!, headers: response.headers, body: await text(response) };
}
