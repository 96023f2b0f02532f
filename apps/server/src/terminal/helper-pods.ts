import { type Clock, isStatusError, type KubeObject } from '@luban/kube';
import type { ClusterHandle, ClusterRegistry } from '../clusters/cluster-registry.ts';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { HELPER, USED } from './helper-metadata.ts';
import { KUBECTL_PREFIX, removeKubectlObjects } from './kubectl-objects.ts';

export const HELPER_PODS = { group: '', version: 'v1', resource: 'pods', namespace: OWN_NAMESPACE };

/** Milliseconds between signs that a pod is still used, and between looks for those that are not. */
const ROUND = 120_000;
/** Milliseconds that a pod has to start in. */
const STARTS_WITHIN = 60_000;
/** A pod without a sign for so long was left by a replica that is gone. */
const LEFT_AFTER = 10 * 60_000;

interface PodShape extends KubeObject {
  status?: {
    phase?: string;
    containerStatuses?: { state?: { running?: object; waiting?: { reason?: string; message?: string } } }[];
  };
}

export interface HelperPodsOptions {
  clusters: ClusterRegistry;
  clock: Clock;
  onError(error: unknown): void;
}

/** Pods that stand behind terminals. Each goes with its terminal; those of a replica that died go by and by. */
export class HelperPods implements AsyncDisposable {
  readonly #options: HelperPodsOptions;
  readonly #held = new Map<string, ClusterHandle>();
  readonly #removing = new Set<Promise<void>>();
  #timer: Disposable | undefined;
  #disposed = false;

  constructor(options: HelperPodsOptions) {
    this.#options = options;
    this.#schedule(0);
  }

  /** Keeps it from being taken for one that was left. Disposing removes it. */
  hold(cluster: ClusterHandle, name: string): Disposable {
    this.#held.set(name, cluster);
    return {
      [Symbol.dispose]: () => {
        if (this.#held.delete(name)) this.#remove(cluster, name);
      },
    };
  }

  /** Waits until it runs. @returns why it does not, when it does not in a minute */
  async started({ connection }: ClusterHandle, name: string, signal: AbortSignal): Promise<string | undefined> {
    const { clock } = this.#options;
    const began = clock.now();
    let reason = 'it is not scheduled';
    while (clock.now() - began < STARTS_WITHIN && !signal.aborted) {
      const { status } = await connection.client().get<PodShape>({ ...HELPER_PODS, name });
      const state = status?.containerStatuses?.[0]?.state;
      if (state?.running !== undefined) return undefined;
      reason = state?.waiting?.message ?? state?.waiting?.reason ?? status?.phase ?? reason;
      if (status?.phase === 'Failed') break;
      await new Promise<void>((resolve) => clock.after(250, resolve));
    }
    return reason;
  }

  /** Removes what is held, and waits until it is. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    this.#timer?.[Symbol.dispose]();
    for (const [name, cluster] of this.#held) this.#remove(cluster, name);
    this.#held.clear();
    await Promise.all(this.#removing);
  }

  #remove({ connection }: ClusterHandle, name: string): void {
    const removing = connection
      .client()
      .delete({ ...HELPER_PODS, name }, { gracePeriodSeconds: 0 })
      .then(() => {})
      .catch((error: unknown) => {
        if (!isStatusError(error, 'NotFound')) this.#options.onError(error);
      })
      // Rights that were made for it go with it.
      .then(() => (name.startsWith(KUBECTL_PREFIX) ? removeKubectlObjects(connection.client(), name) : undefined))
      .finally(() => this.#removing.delete(removing));
    this.#removing.add(removing);
  }

  async #round(): Promise<void> {
    const { clock, clusters } = this.#options;
    const annotations = { [USED]: new Date(clock.now()).toISOString() };
    const renewed = [...this.#held].map(([name, { connection }]) =>
      connection.client().patch({ ...HELPER_PODS, name }, 'merge', { metadata: { annotations } }),
    );
    const swept = clusters.list().map((cluster) => this.#sweep(cluster));
    for (const { reason, status } of await Promise.allSettled([...renewed, ...swept]).then(withReasons)) {
      if (status === 'rejected' && !this.#disposed && !isStatusError(reason, 'NotFound')) this.#options.onError(reason);
    }
  }

  async #sweep(cluster: ClusterHandle): Promise<void> {
    // Asking it would only wait.
    if (cluster.health.state === 'unreachable') return;
    const options = { namespace: OWN_NAMESPACE, labelSelector: HELPER };
    const { items } = await cluster.connection.client().list(HELPER_PODS, options);
    for (const { metadata, status } of items) {
      const used = Date.parse(metadata.annotations?.[USED] ?? metadata.creationTimestamp ?? '');
      const over = ['Failed', 'Succeeded'].includes((status as { phase?: string } | undefined)?.phase ?? '');
      const left = !(this.#options.clock.now() - used < LEFT_AFTER);
      if ((over || left) && !this.#held.has(metadata.name!)) this.#remove(cluster, metadata.name!);
    }
  }

  #schedule(delay: number): void {
    this.#timer = this.#options.clock.after(delay, () => {
      this.#round()
        .catch((error: unknown) => {
          if (!this.#disposed) this.#options.onError(error);
        })
        .finally(() => {
          if (!this.#disposed) this.#schedule(ROUND);
        });
    });
  }
}

function withReasons(results: PromiseSettledResult<unknown>[]) {
  return results.map((result) => ({ status: result.status, reason: 'reason' in result ? result.reason : undefined }));
}
