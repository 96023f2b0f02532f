import { isStatusError, type KubeObject, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { WorkQueue } from '../clusters/work-queue.ts';
import { recordOf, textOf } from '../extension-api/json.ts';
import { ensureOwnNamespace, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { keyOf, partsOf } from './activities.ts';
import type { Engine } from './engine.ts';
import { CONFIG_MAPS, INSTALLATION_LABEL, installationObject } from './journal-object.ts';
import { agentTarget, isBeingRemoved } from './plan.ts';
import { reasonOf } from './problems.ts';
import { uninstallRelease } from './release-state.ts';
import { helmTimeout, within } from './step-limits.ts';
import { isOfInstaller, sweep } from './sweep.ts';

/** An agent that is left on a cluster which did not answer when its extension was removed. */
export interface PendingRemoval {
  extension: string;
  cluster: string;
  namespace: string;
}

const KIND = 'pending-removal';
const nameOf = ({ extension, cluster }: Omit<PendingRemoval, 'namespace'>) => `${KIND}.${extension}.${cluster}`;
const ref = (name?: string) => ({ ...CONFIG_MAPS, namespace: OWN_NAMESPACE, ...(name !== undefined && { name }) });

/** Remembers, in the host, what is to be removed from clusters that do not answer, and does it when they do. */
export class PendingRemovals implements AsyncDisposable {
  readonly #client: KubeClient;
  readonly #known = new Map<string, PendingRemoval>();
  readonly #resources = new AsyncDisposableStack();
  #queue: WorkQueue | undefined;

  /** @param client of LuBan itself, for the host */
  constructor(client: KubeClient) {
    this.#client = client;
  }

  /** Begins to work off what there is. */
  async start(engine: Engine): Promise<void> {
    const { clock, clusters, onError } = engine;
    const { items } = await this.#client.list<KubeObject>(CONFIG_MAPS, {
      namespace: OWN_NAMESPACE,
      labelSelector: `${INSTALLATION_LABEL}=${KIND}`,
    });
    for (const item of items) {
      const read = removalIn(item);
      if (read !== undefined) this.#known.set(keyOf(read.extension, read.cluster), read);
    }
    const queue = new WorkQueue((key) => this.#work(engine, key), { clock, onError });
    this.#queue = queue;
    this.#resources.use(queue);
    const all = () => {
      for (const key of this.#known.keys()) queue.add(key);
    };
    this.#resources.use(clusters.watch(all));
    all();
  }

  get size(): number {
    return this.#known.size;
  }

  async add(removal: PendingRemoval): Promise<void> {
    await ensureOwnNamespace(this.#client);
    const object = {
      ...installationObject(nameOf(removal), KIND, removal.extension, OWN_NAMESPACE),
      data: { ...removal },
    };
    await this.#client.create(ref(), object).catch((error: unknown) => {
      if (!isStatusError(error, 'AlreadyExists')) throw error;
    });
    const key = keyOf(removal.extension, removal.cluster);
    this.#known.set(key, removal);
    this.#queue?.add(key);
  }

  /** The agent is wanted again. */
  async drop(extension: string, cluster: string): Promise<void> {
    if (!this.#known.delete(keyOf(extension, cluster))) return;
    await this.#client.delete(ref(nameOf({ extension, cluster }))).catch((error: unknown) => {
      if (!isStatusError(error, 'NotFound')) throw error;
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#resources.disposeAsync().then(() => {});
  }

  async #work(engine: Engine, key: string): Promise<void> {
    const removal = this.#known.get(key);
    if (removal === undefined) return;
    const { extension, cluster } = partsOf(key);
    const handle = engine.clusters.get(cluster);
    // One that was never asked yet is asked by its monitor first, and leads here again.
    if (handle?.health.state !== 'ready') return;
    const plan = await engine.plans.get(extension);
    // Its own worker knows the cluster, and takes over what is there.
    const isKept =
      plan !== undefined && !isBeingRemoved(plan) && plan.status?.clusterSchedulingStatuses?.[cluster] !== undefined;
    if (!isKept) {
      const { clock, limits, releases } = engine;
      using activity = engine.activities.begin(extension, `${cluster}#removal`);
      const milliseconds = limits.release;
      await within({ clock, step: 'remove-release', milliseconds, signal: activity.signal }, async (signal) => {
        const target = agentTarget(extension, removal.namespace, handle);
        const options = { signal, log: () => {}, timeout: helmTimeout(limits) };
        await uninstallRelease(engine, target, options).catch((error: unknown) => {
          if (signal.aborted) throw error;
          engine.onError(new Error(`${key}: ${reasonOf(error)}`, { cause: error }));
          return releases.uninstall(target, { ...options, force: true });
        });
      });
      await this.#report(engine, removal);
    }
    await this.drop(extension, cluster);
  }

  /** What stays behind there belongs to what is known of the uninstallation. */
  async #report(engine: Engine, { extension, cluster, namespace }: PendingRemoval): Promise<void> {
    const handle = engine.clusters.get(cluster);
    if (handle === undefined) return;
    const target = agentTarget(extension, namespace, handle);
    const left = await sweep(engine.releases, target, isOfInstaller).catch(() => []);
    if (left.length === 0 || (await engine.plans.get(extension)) !== undefined) return;
    await engine.store.change(extension, (draft) => {
      draft.namespace ??= namespace;
      const { at = timestamp(engine.clock.now()), items = [] } = draft.remains ?? {};
      draft.remains = { at, items: [...items, ...left] };
    });
  }
}

function removalIn(object: KubeObject): PendingRemoval | undefined {
  const data = recordOf(object.data);
  const [extension, cluster, namespace] = [textOf(data.extension), textOf(data.cluster), textOf(data.namespace)];
  if (!extension || !cluster || !namespace) return undefined;
  return { extension, cluster, namespace };
}
