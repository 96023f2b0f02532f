import { isDeepStrictEqual } from 'node:util';
import { type Clock, isStatusError, systemClock } from '@luban/kube';
import { explain } from '@luban/manifest/messages';
import type { AddressGuard } from '../addresses/address-guard.ts';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import type { Leadership } from '../operations/leadership.ts';
import { Refusal } from '../refusal.ts';
import { ClusterConnection } from './cluster-connection.ts';
import {
  CREDENTIALS_LABEL,
  credentialsName,
  forgetCredentials,
  keepCredentials,
  kubeconfigIn,
} from './cluster-credentials.ts';
import { clusterFacts, HOST_ANNOTATION, inspectCluster, NAMESPACES } from './cluster-inspection.ts';
import { CLUSTERS, type ClusterObject, connectionOf, isHostObject } from './cluster-object.ts';
import { statusAfter } from './cluster-status.ts';
import { keepsClusters } from './given-clusters.ts';
import { LiveCluster } from './live-cluster.ts';
import type { LiveClusters } from './live-clusters.ts';
import { WorkQueue } from './work-queue.ts';

export interface ClusterControllerOptions {
  clusters: LiveClusters;
  addresses: AddressGuard;
  leadership: Leadership;
  clock?: Clock;
  onError(error: unknown): void;
}

/** Milliseconds between looks at what changes without a word, such as the number of nodes. */
const INTERVAL = 60_000;
/** What `kubectl apply` keeps of what was applied: with a kubeconfig in it, when there was one. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Keeps `Cluster` objects in order: moves their kubeconfigs into Secrets, writes what is known of each cluster into its
 * status, and tidies up behind those that were removed. Does nothing where a KubeSphere's controllers do all that.
 */
export function runClusterController(options: ClusterControllerOptions): AsyncDisposable {
  return options.leadership.whileLeading('clusters', async () => {
    if (!(await keepsClusters(options.clusters.system))) return { async [Symbol.asyncDispose]() {} };
    return new ClusterController(options);
  });
}

class ClusterController implements AsyncDisposable {
  readonly #clusters: LiveClusters;
  readonly #addresses: AddressGuard;
  readonly #clock: Clock;
  readonly #queue: WorkQueue;
  readonly #watches = new DisposableStack();

  constructor({ clusters, addresses, clock = systemClock, onError }: ClusterControllerOptions) {
    this.#clusters = clusters;
    this.#addresses = addresses;
    this.#clock = clock;
    this.#queue = new WorkQueue((name) => this.#reconcile(name), { clock, onError });
    const changed = ({ metadata }: ClusterObject) => this.#queue.add(metadata.name!);
    this.#watches.use(clusters.objects.subscribe({ onAdd: changed, onUpdate: changed, onDelete: changed }));
    this.#watches.use(clusters.watch(() => this.#all()));
    // Also those whose object went while nobody led.
    for (const { metadata } of clusters.secrets.values()) this.#queue.add(metadata.labels![CREDENTIALS_LABEL]!);
    this.#again();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watches.dispose();
    await this.#queue[Symbol.asyncDispose]();
  }

  #again(): void {
    this.#watches.use(
      this.#clock.after(INTERVAL, () => {
        this.#all();
        this.#again();
      }),
    );
  }

  #all(): void {
    for (const { metadata } of this.#clusters.objects.values()) this.#queue.add(metadata.name!);
  }

  async #reconcile(name: string): Promise<void> {
    const object = this.#clusters.objects.get(name);
    if (object === undefined) return this.#tidyUp(name);
    const refused = await this.#takeKubeconfig(object);
    const cluster = this.#clusters.get(name);
    if (cluster === undefined) return;
    const { health, connection } = cluster;
    const facts = health.state === 'ready' ? await clusterFacts(connection.client()).catch(() => undefined) : undefined;
    const expires = cluster instanceof LiveCluster ? cluster.expires : undefined;
    const before = object.status ?? {};
    const duplicateOf = this.#firstOf(object, facts?.uid ?? before.uid);
    const status = statusAfter(before, { health, facts, expires, refused, duplicateOf }, this.#clock.now());
    if (!isDeepStrictEqual(status, before)) {
      await this.#clusters.system.patch({ ...CLUSTERS, name }, 'merge', { status }, { fieldManager: 'luban' });
    }
    if (!cluster.isHost && facts !== undefined) await this.#mark(connection);
  }

  /** The object that had this cluster first: nobody has to look at a cluster before importing it. */
  #firstOf({ metadata, status = {} }: ClusterObject, uid: string | undefined): string | undefined {
    const isNew = status.uid === undefined || status.conditions?.some(({ type }) => type === 'Unique') === true;
    if (uid === undefined || !isNew) return undefined;
    const others = [...this.#clusters.objects.values()].filter((other) => other.metadata.name !== metadata.name);
    return others.find((other) => other.status?.uid === uid)?.metadata.name;
  }

  /** Out of the object, which many may read. @returns why it was not taken; null: it was; undefined: there is none */
  async #takeKubeconfig(object: ClusterObject): Promise<string | null | undefined> {
    const { kubeconfig } = connectionOf(object);
    if (!kubeconfig || isHostObject(object)) return undefined;
    const name = object.metadata.name!;
    const text = Buffer.from(kubeconfig, 'base64').toString('utf8');
    const refused = await this.#whyNot(object, text);
    if (refused === undefined) await keepCredentials(this.#clusters.system, object.metadata, text);
    await this.#clusters.system.patch(
      { ...CLUSTERS, name },
      'merge',
      {
        metadata: { resourceVersion: object.metadata.resourceVersion, annotations: { [LAST_APPLIED]: null } },
        spec: { connection: { kubeconfig: null } },
      },
      { fieldManager: 'luban' },
    );
    return refused ?? null;
  }

  /** A kubeconfig may take the place of another of the same cluster alone. The first is taken as it is. */
  async #whyNot({ metadata, status }: ClusterObject, text: string): Promise<string | undefined> {
    if (this.#clusters.kubeconfigOf(metadata) === undefined || status?.uid === undefined) return undefined;
    const source = LiveCluster.sourceOf(metadata.name!, text, this.#addresses);
    if ('problem' in source) return sentence(source.problem);
    try {
      const { uid } = await inspectCluster(source.endpoint);
      if (uid === status.uid) return undefined;
      return sentence(new Refusal(409, 'LB5134', { cluster: metadata.name!, found: uid, wanted: status.uid }));
    } catch (error) {
      if (error instanceof Refusal) return sentence(error);
      throw error;
    }
  }

  /** So that no other host takes it, too. */
  async #mark(connection: ClusterConnection): Promise<void> {
    const host = this.#clusters.hostUid;
    if (host === undefined) return;
    const namespace = { ...NAMESPACES, name: 'kube-system' };
    const client = connection.client();
    const { metadata } = await client.get(namespace);
    if (metadata.annotations?.[HOST_ANNOTATION] !== undefined) return;
    await client.patch(namespace, 'merge', { metadata: { annotations: { [HOST_ANNOTATION]: host } } });
  }

  async #tidyUp(name: string): Promise<void> {
    if (!(await this.#isGone(name))) return;
    const kubeconfig = kubeconfigIn(this.#clusters.secrets.get(`${OWN_NAMESPACE}/${credentialsName(name)}`));
    if (kubeconfig === undefined) return;
    await this.#unmark(name, kubeconfig);
    await forgetCredentials(this.#clusters.system, name);
  }

  /** What the informer does not have may only not have arrived. */
  async #isGone(name: string): Promise<boolean> {
    try {
      await this.#clusters.system.get({ ...CLUSTERS, name });
      return false;
    } catch (error) {
      if (isStatusError(error, 'NotFound')) return true;
      throw error;
    }
  }

  /** As far as it can be reached: a cluster that is gone for good must not keep its credentials here. */
  async #unmark(name: string, kubeconfig: string): Promise<void> {
    const source = LiveCluster.sourceOf(name, kubeconfig, this.#addresses);
    const host = this.#clusters.hostUid;
    if ('problem' in source || host === undefined) return;
    await using connection = new ClusterConnection(source.endpoint, { connectsWithin: 3_000 });
    const namespace = { ...NAMESPACES, name: 'kube-system' };
    try {
      const { metadata } = await connection.client().get(namespace);
      if (metadata.annotations?.[HOST_ANNOTATION] !== host) return;
      await connection.client().patch(namespace, 'merge', { metadata: { annotations: { [HOST_ANNOTATION]: null } } });
    } catch {
      // The mark names this host; whoever imports the cluster elsewhere is told how to take it off.
    }
  }
}

function sentence({ code, params }: Refusal): string {
  return `${explain({ code, params }, 'en').sentence} (${code})`;
}
