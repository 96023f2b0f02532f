import { isStatusError, timestamp } from '@luban/kube';
import type { Pod } from '@luban/kube/kinds';
import type { Cluster } from '../support/cluster.ts';
import { conditionOf } from '../support/conditions.ts';
import { onChange } from '../support/controller.ts';
import { messageOf } from '../support/errors.ts';
import {
  NAMESPACES,
  NODES,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  PODS,
  refOf,
  STORAGE_CLASSES,
} from '../support/kinds.ts';
import { isDeleting, keyOf } from '../support/objects.ts';
import { isTerminal } from '../support/pods.ts';
import { ClusterState } from './cluster-state.ts';
import { Placer } from './placement.ts';
import { SchedulingQueue } from './scheduling-queue.ts';
import { bindVolumes } from './volume-binder.ts';

const SCHEDULER_NAME = 'default-scheduler';

/** In milliseconds. */
const RETRY_DELAY = 50;

/**
 * Gives every waiting pod a node, the most important first. Decisions are made one at a time; their writing goes on
 * meanwhile. Unlike kube-scheduler it never preempts: pods that find no room wait until there is some.
 */
export class Scheduler implements AsyncDisposable {
  readonly #cluster: Cluster;
  readonly #state: ClusterState;
  readonly #placer: Placer;
  readonly #queue: SchedulingQueue;
  readonly #subscriptions: Disposable[] = [];
  readonly #writing = new Set<Promise<void>>();
  readonly #end = new AbortController();
  #retry: Disposable | undefined;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#state = new ClusterState(cluster);
    this.#placer = new Placer(cluster, this.#state);
    this.#queue = new SchedulingQueue(cluster.clock, (key) => this.#schedule(key));
  }

  /** Begins when the caches are complete. */
  async start(): Promise<void> {
    const cluster = this.#cluster;
    await Promise.all([
      cluster.cache(NODES).synced,
      cluster.cache(PODS).synced,
      cluster.cache(NAMESPACES).synced,
      cluster.cache(PERSISTENT_VOLUMES).synced,
      cluster.cache(PERSISTENT_VOLUME_CLAIMS).synced,
      cluster.cache(STORAGE_CLASSES).synced,
    ]);
    if (this.#end.signal.aborted) return;
    const retryAll = () => this.#retrySoon();
    this.#subscriptions.push(
      onChange(cluster.cache(PODS), (pod, previous) => this.#seePod(pod, previous)),
      cluster.cache(NODES).subscribe({
        onAdd: retryAll,
        onUpdate: (node, previous) => {
          // Heartbeats of nodes come often and change nothing here.
          if (placementFacts(node) !== placementFacts(previous)) retryAll();
        },
      }),
      onChange(cluster.cache(PERSISTENT_VOLUMES), retryAll),
      onChange(cluster.cache(PERSISTENT_VOLUME_CLAIMS), retryAll),
      onChange(cluster.cache(STORAGE_CLASSES), retryAll),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
    this.#retry?.[Symbol.dispose]();
    this.#queue[Symbol.dispose]();
    this.#state[Symbol.dispose]();
    await Promise.allSettled(this.#writing);
  }

  #seePod(pod: Pod, previous: Pod | undefined): void {
    const key = keyOf(pod);
    const current = this.#cluster.cache(PODS).get(key);
    if (current === undefined || !this.#isMine(current)) this.#queue.remove(key);
    else if (previous?.spec !== undefined && !changesPlacement(pod, previous)) return;
    else this.#queue.add(key, current);
    const freed =
      pod.spec.nodeName && (current === undefined || (isTerminal(pod) && previous && !isTerminal(previous)));
    if (freed || (pod.spec.nodeName && !previous?.spec.nodeName)) this.#retrySoon();
  }

  /** Changes come in swarms; the pods that wait look at them together. */
  #retrySoon(): void {
    this.#retry ??= this.#cluster.clock.after(RETRY_DELAY, () => {
      this.#retry = undefined;
      this.#queue.retryAll();
    });
  }

  #isMine(pod: Pod): boolean {
    const { nodeName, schedulerName = SCHEDULER_NAME, schedulingGates = [] } = pod.spec;
    if (nodeName || schedulerName !== SCHEDULER_NAME || schedulingGates.length > 0) return false;
    return !isDeleting(pod) && !isTerminal(pod) && !this.#state.isAssumed(pod);
  }

  #schedule(key: string): void {
    const pod = this.#cluster.cache(PODS).get(key);
    if (pod === undefined || !this.#isMine(pod)) return;
    const placement = this.#placer.place(pod);
    if (placement.node === undefined) {
      this.#queue.setAside(key, pod);
      this.#write(() => this.#tellFailure(pod, 'Unschedulable', placement.message));
      return;
    }
    const { node, rules } = placement;
    this.#state.assume(pod, node);
    this.#write(async () => {
      try {
        await bindVolumes(this.#cluster, rules.volumes.waiting, node, this.#end.signal);
        await this.#bind(pod, node);
        this.#queue.forget(key);
      } catch (error) {
        this.#state.forget(pod);
        if (this.#end.signal.aborted || isStatusError(error, 'NotFound')) return;
        this.#queue.setAside(key, pod);
        await this.#tellFailure(pod, 'SchedulerError', messageOf(error));
      }
    });
  }

  async #bind(pod: Pod, node: string): Promise<void> {
    const { name, namespace, uid } = pod.metadata;
    await this.#cluster.client.create(refOf(PODS, pod, 'binding'), {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name, namespace, uid },
      target: { kind: 'Node', name: node },
    });
    const message = `Successfully assigned ${namespace}/${name} to ${node}`;
    this.#cluster.recorder(SCHEDULER_NAME).event(pod, 'Normal', 'Scheduled', message);
  }

  async #tellFailure(pod: Pod, reason: string, message: string): Promise<void> {
    this.#cluster.recorder(SCHEDULER_NAME).event(pod, 'Warning', 'FailedScheduling', message);
    const known = conditionOf(pod.status?.conditions, 'PodScheduled');
    if (known?.status === 'False' && known.reason === reason && known.message === message) return;
    const lastTransitionTime =
      known?.status === 'False' ? known.lastTransitionTime : timestamp(this.#cluster.clock.now());
    const condition = { type: 'PodScheduled', status: 'False', reason, message, lastTransitionTime };
    const patch = { metadata: { uid: pod.metadata.uid }, status: { conditions: [condition] } };
    await this.#cluster.patch(PODS, pod, 'strategic', patch, 'status');
  }

  #write(act: () => Promise<void>): void {
    const run = act()
      .catch((error: unknown) => {
        // The pod may be gone, or have become another of the same name.
        if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Conflict')) this.#cluster.onError(error);
      })
      .finally(() => this.#writing.delete(run));
    this.#writing.add(run);
  }
}

/** Updates of status alone, as the scheduler writes them itself, call for no new attempt. */
function changesPlacement(pod: Pod, previous: Pod): boolean {
  return (
    pod.metadata.uid !== previous.metadata.uid ||
    JSON.stringify(pod.spec) !== JSON.stringify(previous.spec) ||
    JSON.stringify(pod.metadata.labels) !== JSON.stringify(previous.metadata.labels)
  );
}

function placementFacts({ metadata, spec, status }: { metadata: object; spec?: unknown; status?: unknown }): string {
  const labels = 'labels' in metadata ? metadata.labels : undefined;
  const allocatable =
    typeof status === 'object' && status !== null && 'allocatable' in status ? status.allocatable : undefined;
  return JSON.stringify([labels, spec, allocatable]);
}
