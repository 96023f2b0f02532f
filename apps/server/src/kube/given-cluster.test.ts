import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestApi } from '@luban/kube-apiserver/testing';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ClusterConnection } from '../clusters/cluster-connection.ts';
import { explainStartFailure } from '../start-failure.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { openGivenCluster, podEndpoint } from './given-cluster.ts';

// Whole servers, which take a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

async function plainCluster(): Promise<TestApi> {
  const tokens = new Map([['of-bob', { username: 'bob', groups: ['system:authenticated'] }]]);
  const api = await startTestApi({ listens: true, tokens });
  onTestFinished(() => api[Symbol.asyncDispose]());
  return api;
}

/** What kubectl would write, as JSON, which is YAML too. */
function kubeconfig(api: TestApi, user: object, cluster: object = {}): string {
  const authority = { 'certificate-authority-data': Buffer.from(api.pki.ca).toString('base64') };
  return JSON.stringify({
    clusters: [{ name: 'c', cluster: { server: api.url, ...authority, ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
}

const failure = (where: string, environment = {}) =>
  openGivenCluster(where, environment).then(() => 'it can be used', explainStartFailure);

test('a kubeconfig may name files beside it, and the kinds of the platform are served afterwards', async () => {
  const api = await plainCluster();
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'ca.pem'), api.pki.ca);
  await writeFile(join(folder, 'me.pem'), api.pki.admin.certificate);
  await writeFile(join(folder, 'me.key'), api.pki.admin.key);
  const user = { 'client-certificate': 'me.pem', 'client-key': './me.key' };
  const cluster = { 'certificate-authority-data': undefined, 'certificate-authority': 'ca.pem' };
  await writeFile(join(folder, 'config'), kubeconfig(api, user, cluster));
  const { name, endpoint } = await openGivenCluster(join(folder, 'config'), {});
  expect(name).toBe('host');
  await using connection = new ClusterConnection(endpoint);
  const clusters = { group: 'cluster.kubesphere.io', version: 'v1alpha1', resource: 'clusters' };
  expect((await connection.client().list(clusters)).items).toEqual([]);
});

test.each<[string, (api: TestApi) => string, RegExp]>([
  [
    'credentials that are not accepted',
    (api) => kubeconfig(api, { token: 'wrong' }),
    /does not accept the credentials.*\nRenew/,
  ],
  ['rights that do not suffice', (api) => kubeconfig(api, { token: 'of-bob' }), /"bob" cannot list.*\n.*cluster-admin/],
  [
    'an address where nothing is',
    (api) => kubeconfig(api, { token: 'x' }, { server: 'https://127.0.0.1:1' }),
    /127\.0\.0\.1:1: Nothing listens at its address\.\nStart the cluster/,
  ],
  [
    'a certificate of somebody else',
    (api) => kubeconfig(api, { token: 'x' }, { 'certificate-authority-data': undefined }),
    /certificate is not signed by the authority/,
  ],
  ['a program to run', (api) => kubeconfig(api, { exec: { command: 'aws' } }), /aws.*`exec`[\s\S]*service account/],
  ['something that is no kubeconfig', () => 'just text', /cannot be used/],
])('%s: the start says what to do', async (_, write, expected) => {
  const path = join(await temporaryFolder(), 'config');
  await writeFile(path, write(await plainCluster()));
  const explained = await failure(path);
  expect(explained).toMatch(expected);
  expect(explained).not.toMatch(/\n\s+at /);
});

test('a file that is missing, and a place that is no pod, are named with the setting', async () => {
  expect(await failure('/nowhere/config')).toMatch(/\/nowhere\/config.*\nCorrect it, or LUBAN_KUBECONFIG/);
  expect(await failure('in-cluster')).toMatch(/LUBAN_KUBECONFIG is "in-cluster", and this is no pod/);
  const pod = { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443' };
  expect(await podEndpoint(pod, await temporaryFolder()).catch(explainStartFailure)).toMatch(
    /no service account.*\n.*automountServiceAccountToken/,
  );
});

test('a pod speaks with the token of its service account, also when its address is of IPv6', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'token'), 'one\n');
  await writeFile(join(folder, 'ca.crt'), 'authority');
  const endpoint = await podEndpoint({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }, folder);
  expect(endpoint).toMatchObject({ server: 'https://[fd00::1]:443', ca: 'authority' });
  expect(await (endpoint.token as () => Promise<string>)()).toBe('one');
});
