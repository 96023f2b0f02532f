/** The controllers of the simulated control plane. They work on any Kubernetes API. */
import type { Clock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { autoscalerController } from './controllers/autoscaling/autoscaler-controller.ts';
import { cronJobController } from './controllers/cron-job/cron-job-controller.ts';
import { daemonSetController } from './controllers/daemon-set/daemon-set-controller.ts';
import { deploymentController } from './controllers/deployment/deployment-controller.ts';
import { disruptionController } from './controllers/disruption-controller.ts';
import { endpointSliceController } from './controllers/endpoints/endpoint-slice-controller.ts';
import { endpointsController } from './controllers/endpoints/endpoints-controller.ts';
import { ingressController } from './controllers/ingress-controller.ts';
import { jobController } from './controllers/job/job-controller.ts';
import { loadBalancerController } from './controllers/load-balancer-controller.ts';
import { nodeLifecycleController } from './controllers/nodes/node-lifecycle-controller.ts';
import { podGarbageCollector } from './controllers/nodes/pod-garbage-collector.ts';
import { taintEvictionController } from './controllers/nodes/taint-eviction-controller.ts';
import { replicaSetController } from './controllers/replica-set/replica-set-controller.ts';
import { replicationController } from './controllers/replication-controller.ts';
import { statefulSetController } from './controllers/stateful-set/stateful-set-controller.ts';
import { claimController } from './controllers/volumes/claim-controller.ts';
import { ephemeralVolumeController } from './controllers/volumes/ephemeral-volume-controller.ts';
import { claimProtectionController, volumeProtectionController } from './controllers/volumes/protection-controllers.ts';
import { volumeController } from './controllers/volumes/volume-controller.ts';
import { Cluster } from './support/cluster.ts';
import { type Controller, runController } from './support/controller.ts';
import { Informers } from './support/informers.ts';
import { randomOf } from './support/random.ts';

export interface ControllersOptions {
  client: KubeClient;
  clock: Clock;
  seed: number | string;
  /** Caches to share with others, who then dispose of them. Default: own ones. */
  informers?: Informers;
  /** Told of failures that are not part of normal work; the controllers go on. */
  onError?(error: unknown): void;
}

const CONTROLLERS: readonly ((cluster: Cluster) => Controller)[] = [
  deploymentController,
  replicaSetController,
  replicationController,
  statefulSetController,
  daemonSetController,
  jobController,
  cronJobController,
  endpointSliceController,
  endpointsController,
  claimController,
  volumeController,
  claimProtectionController,
  volumeProtectionController,
  ephemeralVolumeController,
  autoscalerController,
  disruptionController,
  loadBalancerController,
  ingressController,
  nodeLifecycleController,
  taintEvictionController,
  podGarbageCollector,
];

/** Runs all controllers until disposed. */
export function startControllers(options: ControllersOptions): AsyncDisposable {
  const { client, clock, seed, onError } = options;
  const stack = new AsyncDisposableStack();
  const informers = options.informers ?? stack.use(new Informers({ client, clock, onError }));
  const random = randomOf(seed, 'controllers');
  const manager = 'kube-controller-manager';
  const cluster = stack.use(new Cluster({ client, informers, clock, random, manager, onError }));
  const controllers = CONTROLLERS.map((make) => make(cluster));
  let ended = false;
  const running = new AsyncDisposableStack();
  // A controller that looked before its caches are complete would create everything once more.
  const start = async () => {
    await informers.synced();
    if (ended) return;
    for (const controller of controllers) running.use(runController(controller, cluster));
  };
  stack.defer(async () => {
    ended = true;
    await running.disposeAsync();
  });
  start().catch((error: unknown) => onError?.(error));
  return stack;
}
