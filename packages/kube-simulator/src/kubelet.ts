/** Simulated nodes: their kubelets, what runs on them, and ways to reach it. */
import type { Duplex } from 'node:stream';
import type { Clock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { KubeletServer } from './kubelet/kubelet-server.ts';
import { Responder } from './kubelet/network/responder.ts';
import { SimulatedCluster } from './kubelet/simulated-cluster.ts';
import { MetricsApi } from './metrics/metrics-api.ts';
import { isMetricsServer, keepMetricsRegistered, METRICS_SERVICE } from './metrics/register-metrics.ts';
import { NodeKeeper } from './nodes/node-keeper.ts';
import type { NodeOptions } from './nodes/node-object.ts';
import { Informers } from './support/informers.ts';
import { ENDPOINT_SLICES, NODES, PODS, SERVICES } from './support/kinds.ts';

export type { NodeOptions } from './nodes/node-object.ts';

export interface KubeletsOptions {
  client: KubeClient;
  clock: Clock;
  /** Everything that looks random follows from it. */
  seed: string;
  /** A number makes as many nodes, named `node-1` and so on. */
  nodes: number | readonly NodeOptions[];
  /** Durations of pods' lives are divided by it; that includes `sleep` in containers. Default: 1. */
  speed?: number;
  /**
   * Registers metrics.k8s.io by objects, as a real API server needs it. Default: false, which leaves it to the API server
   * to take it from the dialer, so that people can install a metrics-server of their own.
   */
  registersMetrics?: boolean;
  /** Shared with others. Default: own ones. */
  informers?: Informers;
  onError?(error: unknown): void;
}

export interface Kubelets extends AsyncDisposable {
  /** Ways to the simulation, in the form that the API server asks for. */
  readonly dialer: {
    kubelet(node: string): Duplex | undefined;
    service(namespace: string, name: string, port: number): Duplex | undefined;
    pod(namespace: string, name: string, port: number): Duplex | undefined;
    /** APIs that need no registration. */
    readonly apis: readonly { group: string; version: string; connect(): Duplex }[];
  };
  /** For a real API server: serves all kubelets on a port of 127.0.0.1. @returns the port */
  listen(port: number, tls: { key: string; cert: string }): Promise<number>;
}

/** Registers the nodes and runs the pods that are scheduled to them. Resolves when the nodes are ready. */
export async function startKubelets(options: KubeletsOptions): Promise<Kubelets> {
  const { client, clock, seed, speed = 1, onError = () => {} } = options;
  await using starting = new AsyncDisposableStack();
  const informers = options.informers ?? starting.use(new Informers({ client, clock, onError }));
  const nodes: readonly NodeOptions[] =
    typeof options.nodes === 'number'
      ? Array.from({ length: options.nodes }, (_, index) => ({ name: `node-${index + 1}` }))
      : options.nodes;
  const caches = { nodes: informers.cache(NODES), pods: informers.cache(PODS) };
  await Promise.all([
    caches.nodes.synced,
    caches.pods.synced,
    informers.cache(SERVICES).synced,
    informers.cache(ENDPOINT_SLICES).synced,
  ]);
  const cluster: SimulatedCluster = starting.use(
    new SimulatedCluster({
      client,
      clock,
      informers,
      seed,
      speed,
      nodes,
      builtIn: (namespace, name) =>
        namespace === METRICS_SERVICE.namespace && name === METRICS_SERVICE.name
          ? { respond: (request) => metrics.respond(request) }
          : undefined,
      answersFor: (image) => (isMetricsServer(image) ? (request) => metrics.respond(request) : undefined),
      onError,
    }),
  );
  const metrics = new MetricsApi({ cluster, nodes: () => caches.nodes.values(), now: () => clock.now() });
  const keeper = starting.use(
    new NodeKeeper({ client, clock, nodes, imagesOf: (node) => cluster.imagesOf(node), onError }),
  );
  await keeper.start();
  starting.use(caches.nodes.subscribe({ onUpdate: (node) => keeper.noticed(node) }));
  const responder = starting.use(new Responder());
  const server = starting.use(new KubeletServer({ cluster, clock, onError }));
  cluster.start();
  if (options.registersMetrics) starting.use(await keepMetricsRegistered(client, { clock, speed, onError }));
  const resources = starting.move();
  return {
    dialer: {
      kubelet: (node) => server.connect(node),
      service: (namespace, name, port) => {
        const listener = cluster.network.service(namespace, name, port);
        return listener && responder.connect(listener);
      },
      pod: (namespace, name, port) => {
        const listener = cluster.podListener(namespace, name, port);
        return listener && responder.connect(listener);
      },
      apis: [
        {
          group: 'metrics.k8s.io',
          version: 'v1beta1',
          connect: () => responder.connect({ respond: (request) => metrics.respond(request) }),
        },
      ],
    },
    listen: (port, tls) => server.listen(port, tls),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
