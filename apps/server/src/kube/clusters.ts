/** The embedded clusters behind one port: the host, and a member under a path of its own. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@luban/kube';
import {
  type ApiHandler,
  type ApiServer,
  createApiServer,
  kubeconfig,
  listen,
  openPki,
  openStore,
  type Pki,
} from '@luban/kube-apiserver';
import { DEMO_NODES, type NodeOptions, registerStorageClass, seedDemo, startSimulator } from '@luban/kube-simulator';
import { writeAtomically } from '../atomic-file.ts';
import type { EmbeddedCluster, KubeReady, KubeSettings } from './kube-settings.ts';
import { installPlatformDefinitions } from './platform-definitions/install-platform-definitions.ts';

export interface Clusters extends AsyncDisposable {
  ready: KubeReady;
  /** The API of a path, and the rest of it. */
  route(path: string): { handler: ApiHandler; path: string };
}

interface ClusterShape {
  name: string;
  displayName: string;
  /** Before the paths of its API. */
  prefix: string;
  nodes: readonly NodeOptions[];
  seed: string;
}

const HOST: ClusterShape = {
  name: 'host',
  displayName: 'Host (simulated)',
  prefix: '',
  nodes: DEMO_NODES.host,
  seed: 'luban-host',
};
const MEMBER: ClusterShape = {
  name: 'member',
  displayName: 'Member (simulated)',
  prefix: '/clusters/member',
  nodes: DEMO_NODES.member,
  seed: 'luban-member',
};

export async function startClusters(settings: KubeSettings, onError: (error: unknown) => void): Promise<Clusters> {
  const { dataDir, host, demo, allowHosts } = settings;
  const directory = join(dataDir, 'kube');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await using starting = new AsyncDisposableStack();
  const pki = await openPki(join(directory, 'pki'), {
    clock: systemClock,
    hosts: ['0.0.0.0', '::'].includes(host) ? [] : [host],
  });
  let port = settings.port;
  const origin = () => `https://${reachable(host)}:${port}`;

  const shapes = demo === 'none' ? [HOST] : [HOST, MEMBER];
  const running: RunningCluster[] = [];
  for (const shape of shapes) {
    running.push({
      shape,
      server: await startCluster(shape, { directory, pki, demo, allowHosts, onError, origin, resources: starting }),
    });
  }
  const listener = starting.use(
    await listen({
      tls: { key: pki.server.key, cert: pki.server.certificate, ca: pki.ca },
      host,
      port,
      route: (path) => route(running, path),
    }),
  );
  port = listener.port;
  const clusters = running.map(({ shape }): EmbeddedCluster => {
    const { name, displayName, prefix } = shape;
    return { name, displayName, server: `${origin()}${prefix}` };
  });
  const file = join(dataDir, 'kubeconfig');
  const text = kubeconfig({
    clusters,
    ca: pki.ca,
    certificate: pki.admin.certificate,
    key: pki.admin.key,
    currentContext: HOST.name,
  });
  await writeAtomically(file, text);
  if (demo === 'full') for (const one of running) starting.use(seedBehind(one, onError));
  const resources = starting.move();
  return {
    ready: {
      port,
      clusters,
      kubeconfig: file,
      credentials: { ca: pki.ca, certificate: pki.admin.certificate, key: pki.admin.key },
    },
    route: (path) => route(running, path),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

interface RunningCluster {
  shape: ClusterShape;
  server: ApiServer;
}

interface ClusterParts {
  directory: string;
  pki: Pki;
  demo: KubeSettings['demo'];
  allowHosts: readonly string[];
  origin(): string;
  onError(error: unknown): void;
  resources: AsyncDisposableStack;
}

async function startCluster(shape: ClusterShape, parts: ClusterParts): Promise<ApiServer> {
  const { directory, pki, demo, allowHosts, origin, onError, resources } = parts;
  const store = resources.use(await openStore({ directory: join(directory, shape.name), onError }));
  const server = resources.use(
    await createApiServer({
      store,
      pki,
      address: () => `${origin()}${shape.prefix}`,
      signsCertificates: shape.prefix === '',
      mayCallWebhook: ({ host, hostname }) => allowHosts.includes(host) || allowHosts.includes(hostname),
      onError,
    }),
  );
  await installPlatformDefinitions(server.client({ userAgent: 'luban' }));
  const simulator = resources.use(
    await startSimulator({
      client: (userAgent) => server.client({ userAgent }),
      clock: systemClock,
      seed: shape.seed,
      nodes: shape.nodes,
      onError,
    }),
  );
  server.setDialer(simulator.dialer);
  if (demo === 'none') await registerStorageClass(server.client({ userAgent: 'luban' }));
  return server;
}

/** The demo comes while people look: nobody has to wait for it. */
function seedBehind({ shape, server }: RunningCluster, onError: (error: unknown) => void): AsyncDisposable {
  const end = new AbortController();
  const seeding = seedDemo(server.client({ userAgent: 'luban-demo' }), shape.name, { signal: end.signal }).catch(
    (error) => {
      if (!end.signal.aborted) onError(error);
    },
  );
  return {
    [Symbol.asyncDispose]() {
      end.abort();
      return seeding;
    },
  };
}

function route(running: readonly RunningCluster[], path: string) {
  for (const { shape, server } of running) {
    if (shape.prefix === '' || !(path === shape.prefix || path.startsWith(`${shape.prefix}/`))) continue;
    return { handler: server.handler, path: path.slice(shape.prefix.length) || '/' };
  }
  return { handler: running[0]!.server.handler, path };
}

/** An address that a client on this computer can name. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
