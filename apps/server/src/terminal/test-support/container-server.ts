import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeObject } from '@luban/kube';
import type { Dialer } from '@luban/kube-apiserver';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { afterAll, onTestFinished, vi } from 'vitest';
import WebSocket from 'ws';
import { createServer } from '../../create-server.ts';
import { installPlatformDefinitions } from '../../kube/platform-definitions/install-platform-definitions.ts';
import { writeConsole } from '../../test-support/console-folder.ts';
import { clusterOf, type TestCluster } from '../../test-support/test-clusters.ts';
import { PASSWORD } from '../../test-support/test-server.ts';
import { bytesOf } from '../browser-terminal.ts';

export interface ContainerServer {
  cluster: TestCluster;
  url: string;
  /** The administrator's. */
  cookie: string;
  /** Token of somebody who has no rights yet; `allow` gives some. */
  robot(): Promise<string>;
  /** Opens a terminal as a browser does. */
  terminal(query?: Record<string, string>, headers?: Record<string, string>): TestTerminal;
  /** Address of the API of files, with the pod's names in its query. */
  files(what: string, path: string, extra?: Record<string, string>): string;
}

export interface TestTerminal {
  socket: WebSocket;
  /** Everything that was shown. */
  shown(): Buffer;
  /** Everything else that was told. */
  news: Record<string, unknown>[];
  closed: Promise<void>;
  type(text: string | Uint8Array): void;
  say(message: object): void;
}

const PODS = { group: '', version: 'v1', resource: 'pods', namespace: 'default' };
const POD = { namespace: 'default', pod: 'web' };

/**
 * The product in front of a cluster with one pod, `web`, whose kubelet is given. Its default container is the second. It
 * ends after the tests of the file.
 */
export async function startContainerServer(dialer: Dialer): Promise<ContainerServer> {
  const resources = new AsyncDisposableStack();
  afterAll(() => resources.disposeAsync());
  const api = resources.use(await startTestApi({ listens: true }));
  await installPlatformDefinitions(api.client);
  const cluster = clusterOf('host', api);
  api.server.setDialer(dialer);
  const annotations = { 'kubectl.kubernetes.io/default-container': 'side' };
  const containers = ['main', 'side'].map((name) => ({ name, image: 'nginx' }));
  await api.client.create(PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default', annotations },
    spec: { nodeName: 'node-1', containers },
  } as KubeObject);
  const folder = await mkdtemp(join(tmpdir(), 'luban-containers-'));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  await writeConsole(join(folder, 'console'));
  const server = await createServer({
    dataDir: join(folder, 'data'),
    consoleDir: join(folder, 'console'),
    extensionRoots: [],
    adminPassword: PASSWORD,
    clusters: [cluster],
    logLevel: 'silent',
  });
  resources.defer(() => server.close());
  const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  const payload = { username: 'admin', password: PASSWORD };
  const signedIn = await server.app.inject({ method: 'POST', url: '/api/session', payload });
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return {
    cluster,
    url,
    cookie,
    robot: () => robotToken(cluster),
    terminal: (query = {}, headers = {}) => openTerminal(url, { ...POD, ...query }, { cookie, ...headers }),
    files: (what, path, extra = {}) => `${url}/api/files${what}?${new URLSearchParams({ ...POD, path, ...extra })}`,
  };
}

export function openTerminal(
  url: string,
  query: Record<string, string>,
  headers: Record<string, string>,
  path = '/api/terminal',
): TestTerminal {
  const socket = new WebSocket(`${url}${path}?${new URLSearchParams(query)}`, { headers });
  const chunks: Buffer[] = [];
  const news: Record<string, unknown>[] = [];
  socket.on('message', (data, binary) => {
    if (binary) chunks.push(bytesOf(data));
    else news.push(JSON.parse(bytesOf(data).toString()) as Record<string, unknown>);
  });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', () => {});
  onTestFinished(() => socket.terminate());
  return {
    socket,
    news,
    closed,
    shown: () => Buffer.concat(chunks),
    type: (text) => socket.send(Buffer.from(text as string), { binary: true }),
    say: (message) => socket.send(JSON.stringify(message)),
  };
}

const ROBOT = 'kubesphere:serviceaccount:default:robot';

async function robotToken({ api: { client } }: TestCluster): Promise<string> {
  const accounts = { group: 'kubesphere.io', version: 'v1alpha1', resource: 'serviceaccounts', namespace: 'default' };
  await client.create(accounts, {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'ServiceAccount',
    metadata: { name: 'robot', namespace: 'default' },
  });
  const secrets = { group: '', version: 'v1', resource: 'secrets' };
  return vi.waitUntil(async () => {
    const { items } = await client.list<KubeObject & { data?: { token?: string } }>(secrets, { namespace: 'default' });
    const token = items.find(({ type }) => type === 'kubesphere.io/service-account-token')?.data?.token;
    return token && Buffer.from(token, 'base64').toString();
  });
}

/** Gives the robot rights in the namespace of the pod, or others than before. */
export async function allow({ api: { client } }: TestCluster, rules: object[]): Promise<void> {
  const group = { group: 'rbac.authorization.k8s.io', version: 'v1', namespace: 'default' };
  const metadata = { name: 'robot', namespace: 'default' };
  const base = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata };
  const options = { fieldManager: 'test', force: true };
  await client.patch(
    { ...group, resource: 'roles', name: 'robot' },
    'apply',
    { ...base, kind: 'Role', rules },
    options,
  );
  const roleRef = { apiGroup: group.group, kind: 'Role', name: 'robot' };
  const subjects = [{ apiGroup: group.group, kind: 'User', name: ROBOT }];
  const binding = { ...base, kind: 'RoleBinding', roleRef, subjects };
  await client.patch({ ...group, resource: 'rolebindings', name: 'robot' }, 'apply', binding, options);
}
