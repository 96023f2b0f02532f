/** Simulated nodes beside an API, and a pod `web` that runs, for tests of what kubelets do and serve. */
import { request } from 'node:http';
import { systemClock } from '@luban/kube';
import type { Pod } from '@luban/kube/kinds';
import { startTestApi, type TestApi } from '@luban/kube-apiserver/testing';
import { afterAll, expect, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Kubelets, startKubelets } from '../kubelet.ts';
import { messageBytes } from './websocket/upgrade.ts';

export const PODS = { group: '', version: 'v1', resource: 'pods', namespace: 'default' } as const;

export interface Session {
  socket: WebSocket;
  /** What came, by the number of its channel. */
  channels: Map<number, string>;
  closed: Promise<void>;
}

export interface TestNodes {
  api: TestApi;
  kubelets: Kubelets;
  /** Makes a pod on `node-1`. */
  create(name: string, spec: Partial<Pod['spec']>): Promise<void>;
  /** The pod as soon as that holds. */
  until(name: string, holds: (pod: Pod) => boolean): Promise<Pod>;
  /** @param connect default: to the kubelet of `node-1` */
  get(
    path: string,
    connect?: () => ReturnType<Kubelets['dialer']['kubelet']>,
  ): Promise<{ status: number; text: string }>;
  /** Opens channels over a WebSocket to the kubelet of `node-1`. */
  open(path: string, protocol: string): Session;
}

/** They stop, and are to have met no error, after the tests of the file. */
export async function startTestNodes(): Promise<TestNodes> {
  const errors: unknown[] = [];
  const api = await startTestApi();
  const kubelets = await startKubelets({
    client: api.server.client({ userAgent: 'kubelet' }),
    clock: systemClock,
    seed: 'test',
    nodes: 2,
    speed: 50,
    registersMetrics: true,
    onError: (error) => errors.push(error),
  });
  afterAll(async () => {
    await kubelets[Symbol.asyncDispose]();
    expect(errors).toEqual([]);
    expect(api.errors).toEqual([]);
    await api[Symbol.asyncDispose]();
  });
  api.server.setDialer(kubelets.dialer);
  await api.client.create(
    { ...PODS, resource: 'configmaps' },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'default' },
      data: { 'a.conf': 'one\n' },
    },
  );
  const nodes = accessTo(api, kubelets);
  await nodes.create('web', {
    containers: [
      {
        name: 'nginx',
        image: 'nginx',
        ports: [{ containerPort: 80 }],
        volumeMounts: [{ name: 'settings', mountPath: '/etc/settings' }],
        env: [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      },
    ],
    volumes: [{ name: 'settings', configMap: { name: 'settings' } }],
  });
  await nodes.until('web', ({ status }) => status?.containerStatuses?.[0]?.ready === true);
  return nodes;
}

function accessTo(api: TestApi, kubelets: Kubelets): TestNodes {
  const toKubelet = () => kubelets.dialer.kubelet('node-1');
  return {
    api,
    kubelets,
    async create(name, spec) {
      await api.client.create(PODS, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'default' },
        spec: { nodeName: 'node-1', ...spec },
      });
    },
    until: (name, holds) =>
      vi.waitUntil(
        async () => {
          const pod = await api.client.get<Pod>({ ...PODS, name });
          return holds(pod) && pod;
        },
        { timeout: 15_000, interval: 20 },
      ),
    get: (path, connect = toKubelet) =>
      new Promise((resolve, reject) => {
        const connection = connect();
        if (connection === undefined) return reject(new Error('nobody is there'));
        request({ path, createConnection: () => connection }, (response) => {
          let text = '';
          response
            .on('data', (chunk: Buffer) => (text += chunk))
            .on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        })
          .on('error', reject)
          .end();
      }),
    open(path, protocol) {
      const channels = new Map<number, string>();
      const socket = new WebSocket(`ws://kubelet${path}`, protocol, { createConnection: () => toKubelet() as never });
      socket.on('message', (data) => {
        const bytes = messageBytes(data);
        const base64 = protocol.includes('base64');
        const channel = base64 ? (bytes[0] ?? 0) - 48 : (bytes[0] ?? 0);
        const text = base64 ? Buffer.from(bytes.toString('latin1', 1), 'base64').toString() : bytes.toString('utf8', 1);
        channels.set(channel, (channels.get(channel) ?? '') + text);
      });
      const closed = new Promise<void>((resolve, reject) => socket.on('close', () => resolve()).on('error', reject));
      return { socket, channels, closed };
    },
  };
}
