import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { clusterOf, type TestCluster, testCluster } from '../test-support/test-clusters.ts';
import { type TestServer, testServer } from '../test-support/test-server.ts';
import type { ClusterObject } from './cluster-object.ts';
import { writeKubeconfig } from './kubeconfig.ts';

// Whole servers, which take a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const ROOT = '/kapis/cluster.kubesphere.io/v1alpha1/clusters';
const CLUSTERS = '/apis/cluster.kubesphere.io/v1alpha1/clusters';

const clusterBody = (name: string, kubeconfig: string): ClusterObject => ({
  apiVersion: 'cluster.kubesphere.io/v1alpha1',
  kind: 'Cluster',
  metadata: { name },
  spec: { connection: { type: 'direct', kubeconfig: Buffer.from(kubeconfig).toString('base64') } },
});
const kubeconfigOf = ({ name, endpoint }: TestCluster) => writeKubeconfig(name, endpoint);

async function validate({ ask }: TestServer, body: unknown) {
  const answer = await ask('POST', `${ROOT}/validation`, { payload: body as object });
  const content = answer.json();
  return { status: answer.statusCode, content, number: /\((LB\d+)\)/.exec(content.message)?.[1] };
}

const eventually = { timeout: 15_000 };

test('a cluster is validated, imported through the proxy, and answers there; then it can only be renewed', {
  timeout: 20_000,
}, async () => {
  const [host, reef, other] = await Promise.all([testCluster('host'), testCluster('reef'), testCluster('other')]);
  const server = await testServer([], { clusters: [host], allowHosts: ['127.0.0.1'] });
  const { ask } = server;
  await expect.poll(async () => (await ask('GET', '/api/v1/namespaces')).statusCode, eventually).toBe(200);

  const first = await validate(server, clusterBody('reef', kubeconfigOf(reef)));
  expect(first).toMatchObject({
    status: 200,
    content: {
      ...{ nodeCount: 0, server: reef.endpoint.server },
      kubernetesVersion: expect.stringMatching(/^v1\./),
      uid: expect.stringMatching(/^[\da-f-]{36}$/),
      certificateExpires: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  });
  const made = await ask('POST', CLUSTERS, { payload: clusterBody('reef', kubeconfigOf(reef)) });
  expect(made.statusCode).toBe(201);
  await expect
    .poll(
      async () => (await ask('GET', '/clusters/reef/api/v1/namespaces/kube-system')).json().metadata?.uid,
      eventually,
    )
    .toBe(first.content.uid);
  await expect
    .poll(async () => (await ask('GET', `${CLUSTERS}/reef`)).json().status?.uid, eventually)
    .toBe(first.content.uid);

  expect(await validate(server, clusterBody('again', kubeconfigOf(reef)))).toMatchObject({
    status: 400,
    number: 'LB5132',
  });
  expect(await validate(server, clusterBody('self', kubeconfigOf(host)))).toMatchObject({
    status: 400,
    number: 'LB5132',
  });

  const renew = (cluster: string, kubeconfig: string) =>
    ask('PUT', `${ROOT}/${cluster}/kubeconfig`, { payload: clusterBody(cluster, kubeconfig) as object });
  expect((await renew('reef', kubeconfigOf(reef))).statusCode).toBe(200);
  const wrong = await renew('reef', kubeconfigOf(other));
  expect([wrong.statusCode, wrong.json().message]).toEqual([409, expect.stringContaining('(LB5134)')]);
  expect((await renew('atlantis', kubeconfigOf(reef))).statusCode).toBe(404);
  expect((await renew('host', kubeconfigOf(reef))).statusCode).toBe(404);
});

test('each of the four ways to fail has its number, its reason and its cure', async () => {
  const [host, reef] = await Promise.all([testCluster('host'), testCluster('reef')]);
  const server = await testServer([], { clusters: [host], allowHosts: ['127.0.0.1'] });
  const { client } = reef.api;

  // What cannot be read, or must not be done.
  expect(await validate(server, clusterBody('reef', 'nothing'))).toMatchObject({
    ...{ status: 400, number: 'LB5110' },
    content: { kind: 'Status', reason: 'BadRequest', message: expect.stringContaining('kubectl config view') },
  });
  expect(await validate(server, { metadata: { name: 'reef' } })).toMatchObject({ status: 400, number: 'LB5125' });
  expect(await validate(server, clusterBody('host', kubeconfigOf(reef)))).toMatchObject({
    status: 400,
    number: 'LB5126',
  });
  expect(await validate(server, clusterBody('A/../b', kubeconfigOf(reef)))).toMatchObject({
    status: 400,
    number: 'LB5126',
  });

  // What cannot be reached.
  const nowhere = writeKubeconfig('reef', { ...reef.endpoint, server: 'https://127.0.0.1:1' });
  expect(await validate(server, clusterBody('reef', nowhere))).toMatchObject({
    ...{ status: 400, number: 'LB5130' },
    content: { message: expect.stringContaining('Nothing listens at its address.') },
  });
  const stranger = writeKubeconfig('reef', { ...reef.endpoint, ca: undefined });
  expect(await validate(server, clusterBody('reef', stranger))).toMatchObject({
    content: { message: expect.stringContaining('not signed by the authority') },
  });

  // What lets nobody in, or too little.
  const token = (value: string) =>
    writeKubeconfig('reef', { server: reef.endpoint.server, ca: reef.endpoint.ca, token: value });
  expect(await validate(server, clusterBody('reef', token('wrong')))).toMatchObject({
    ...{ status: 400, number: 'LB5131' },
    content: { message: expect.stringContaining('401') },
  });

  // What has another host already.
  await client.patch({ group: '', version: 'v1', resource: 'namespaces', name: 'kube-system' }, 'merge', {
    metadata: { annotations: { 'luban.dev/host-cluster': 'of another' } },
  });
  expect(await validate(server, clusterBody('reef', kubeconfigOf(reef)))).toMatchObject({
    ...{ status: 400, number: 'LB5133' },
    content: { message: expect.stringContaining('of another') },
  });
});

test('credentials that may not act for others do not suffice', async () => {
  const tokens = new Map([['of-bob', { username: 'bob', groups: ['system:authenticated', 'readers'] }]]);
  const api = await startTestApi({ listens: true, tokens });
  onTestFinished(() => api[Symbol.asyncDispose]());
  const bindings = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterrolebindings' };
  await api.client.create(bindings, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'bob' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'bob' }],
  });
  const server = await testServer([], { allowHosts: ['127.0.0.1'] });
  const { endpoint } = clusterOf('reef', api);
  const kubeconfig = writeKubeconfig('reef', { server: endpoint.server, ca: endpoint.ca, token: 'of-bob' });
  expect(await validate(server, clusterBody('reef', kubeconfig))).toMatchObject({
    ...{ status: 400, number: 'LB5131' },
    content: { message: expect.stringContaining('impersonate') },
  });
});

test('a kubeconfig that leads where only the gateway can go is refused while that is not allowed', async () => {
  const server = await testServer([], { clusters: [await testCluster()] });
  const hosts = ['127.0.0.1:6443', '2130706433', '[::ffff:127.0.0.1]', '169.254.169.254', '10.0.0.1', 'localhost'];
  for (const host of hosts) {
    const kubeconfig = writeKubeconfig('reef', { server: `https://${host}`, token: 'x' });
    const outcome = await validate(server, clusterBody('reef', kubeconfig));
    expect(outcome, host).toMatchObject({ status: 400, number: 'LB5101' });
  }
});

test('what answers as no Kubernetes would, or not at all, is given up in time', async () => {
  const host = await testCluster();
  const server = await testServer([], { clusters: [host], allowHosts: ['127.0.0.1'] });
  const { key, certificate } = host.api.pki.server;
  const odd = createServer({ key, cert: certificate }, (_request, response) => response.end('<html>')).listen(
    0,
    '127.0.0.1',
  );
  await once(odd, 'listening');
  onTestFinished(() => void odd.close());
  const { port } = odd.address() as AddressInfo;
  const kubeconfig = writeKubeconfig('reef', { ...host.endpoint, server: `https://127.0.0.1:${port}` });
  expect(await validate(server, clusterBody('reef', kubeconfig))).toMatchObject({
    ...{ status: 400, number: 'LB5130' },
    content: { message: expect.stringContaining('no Kubernetes API') },
  });
});

test('nobody without the right may have LuBan look at addresses', async () => {
  const server = await testServer([], { allowHosts: ['127.0.0.1'] });
  const body = clusterBody('reef', 'nothing') as object;
  expect((await server.askAsStranger('POST', `${ROOT}/validation`, { payload: body })).statusCode).toBe(401);
});
