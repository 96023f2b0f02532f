/** A simulated cluster behind a Kubernetes API: its control plane, its nodes and what runs on them. */
import type { Clock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { startControllers } from './controllers.ts';
import { type Kubelets, type NodeOptions, startKubelets } from './kubelet.ts';
import { KUBELET_VERSION } from './nodes/node-object.ts';
import { SimulatedOperators } from './operators/simulated-operators.ts';
import { startScheduler } from './scheduler.ts';
import { Informers } from './support/informers.ts';

export interface SimulatorOptions {
  /** A client that calls itself so: each part of a cluster has its name in audit and in managed fields. */
  client(userAgent: string): KubeClient;
  clock: Clock;
  /** Everything that looks random follows from it. */
  seed: string;
  /** A number makes as many nodes, named `node-1` and so on. */
  nodes: number | readonly NodeOptions[];
  /** Durations of pods' lives are divided by it. Default: 1. */
  speed?: number;
  /** For a real API server: registers metrics.k8s.io by objects. Default: false. */
  registersMetrics?: boolean;
  /** Told of failures that are not part of normal work; the simulation goes on. */
  onError?(error: unknown): void;
}

export interface Simulator extends AsyncDisposable {
  /** For `ApiServer.setDialer`: ways to kubelets, pods and services of the simulation. */
  readonly dialer: Kubelets['dialer'];
  /** For a real API server: serves all kubelets on a port of 127.0.0.1. @returns the port */
  readonly listen: Kubelets['listen'];
}

/**
 * Starts controllers, scheduler and kubelets, which share one copy of the cluster's objects. Resolves when the nodes are
 * ready. Whatever the API holds already goes on: pods that ran are found running.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { client, clock, seed, nodes, speed, registersMetrics, onError } = options;
  await using starting = new AsyncDisposableStack();
  const informers = starting.use(new Informers({ client: client('kube-simulator'), clock, onError }));
  const shared = { clock, seed, informers, onError };
  // First of all: whoever looks after nodes would find leases that nobody has renewed since the last run.
  const kubelets = starting.use(
    await startKubelets({ ...shared, client: client(`kubelet/${KUBELET_VERSION}`), nodes, speed, registersMetrics }),
  );
  starting.use(startControllers({ ...shared, client: client('kube-controller-manager') }));
  starting.use(await startScheduler({ ...shared, client: client('kube-scheduler') }));
  starting.use(
    new SimulatedOperators({
      client: client('luban-simulated-operators'),
      clock,
      informers,
      onError: onError ?? (() => {}),
    }),
  );
  const resources = starting.move();
  return {
    dialer: kubelets.dialer,
    listen: kubelets.listen,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
