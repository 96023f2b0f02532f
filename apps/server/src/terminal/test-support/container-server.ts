import type { Dialer } from '@luban/kube-apiserver';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { type TestCluster, testCluster } from '../../test-support/test-clusters.ts';
import { type TestServer, testServer } from '../../test-support/test-server.ts';
import { bytesOf } from '../browser-terminal.ts';

export interface ContainerServer extends TestServer {
  cluster: TestCluster;
  url: string;
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

/** The product in front of a cluster with one pod, `web`, whose kubelet is given. It ends with the test. */
export async function containerServer(dialer: Dialer, annotations?: Record<string, string>): Promise<ContainerServer> {
  const cluster = await testCluster();
  cluster.api.server.setDialer(dialer);
  await cluster.api.client.create(PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default', annotations },
    spec: {
      nodeName: 'node-1',
      containers: [
        { name: 'main', image: 'nginx' },
        { name: 'side', image: 'busybox' },
      ],
    },
  } as never);
  await allow(cluster, 'admin', [{ apiGroups: [''], resources: ['pods', 'pods/exec'], verbs: ['get', 'create'] }]);
  const server = await testServer([], { clusters: [cluster] });
  const url = await server.listen();
  return {
    ...server,
    cluster,
    url,
    terminal: (query = {}, headers = {}) =>
      openTerminal(url, { ...POD, ...query }, { cookie: server.cookie, ...headers }),
    files: (what, path, extra = {}) => `${url}/api/files${what}?${new URLSearchParams({ ...POD, path, ...extra })}`,
  };
}

export function openTerminal(
  url: string,
  query: Record<string, string>,
  headers: Record<string, string>,
): TestTerminal {
  const socket = new WebSocket(`${url}/api/terminal?${new URLSearchParams(query)}`, { headers });
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

/** Gives somebody rights in the namespace of the pod, or others than before. */
export async function allow({ api: { client } }: TestCluster, user: string, rules: object[]): Promise<void> {
  const group = { group: 'rbac.authorization.k8s.io', version: 'v1', namespace: 'default' };
  const roles = { ...group, resource: 'roles' };
  const base = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: user, namespace: 'default' } };
  const options = { fieldManager: 'test', force: true };
  await client.patch({ ...roles, name: user }, 'apply', { ...base, kind: 'Role', rules }, options);
  const roleRef = { apiGroup: group.group, kind: 'Role', name: user };
  const subjects = [{ apiGroup: group.group, kind: 'User', name: user }];
  const binding = { ...base, kind: 'RoleBinding', roleRef, subjects };
  await client.patch({ ...group, resource: 'rolebindings', name: user }, 'apply', binding, options);
}
