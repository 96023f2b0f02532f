/** The scheduler of the simulated control plane. It works on any Kubernetes API. */
import type { Clock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { Scheduler } from './scheduler/scheduler.ts';
import { Cluster } from './support/cluster.ts';
import { Informers } from './support/informers.ts';
import { randomOf } from './support/random.ts';

export interface SchedulerOptions {
  client: KubeClient;
  clock: Clock;
  /** Decides between equally good nodes. */
  seed: number | string;
  /** Caches to share with others, who then dispose of them. Default: own ones. */
  informers?: Informers;
  onError?(error: unknown): void;
}

/** Gives nodes to pods with the scheduler name `default-scheduler` until disposed. Resolves when it has begun. */
export async function startScheduler(options: SchedulerOptions): Promise<AsyncDisposable> {
  const { client, clock, seed, onError } = options;
  await using starting = new AsyncDisposableStack();
  const informers = options.informers ?? starting.use(new Informers({ client, clock, onError }));
  const random = randomOf(seed, 'scheduler');
  const cluster = starting.use(new Cluster({ client, informers, clock, random, manager: 'kube-scheduler', onError }));
  const scheduler = starting.use(new Scheduler(cluster));
  await scheduler.start();
  return starting.move();
}
