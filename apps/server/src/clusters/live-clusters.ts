import { createHash } from 'node:crypto';
import { type Clock, type KubeObject, type ObjectMeta, systemClock } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import type { AddressGuard } from '../addresses/address-guard.ts';
import { ensureOwnNamespace, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import {
  CREDENTIALS_LABEL,
  credentialsName,
  isOf,
  kubeconfigIn,
  SECRETS,
  type SecretObject,
} from './cluster-credentials.ts';
import { CLUSTERS, type ClusterObject, connectionOf, displayNameOf, HOST, isHostObject } from './cluster-object.ts';
import type { ClusterHandle, ClusterRegistry } from './cluster-registry.ts';
import { keepGivenClusters } from './given-clusters.ts';
import { LiveCluster } from './live-cluster.ts';
import type { StaticCluster } from './static-clusters.ts';

export interface LiveClustersOptions {
  /** The first is the host; the others are kept in it as members, as if somebody had imported them. */
  clusters: readonly StaticCluster[];
  /** Looks at the addresses of members. Those that are given above are the operator's own. */
  addresses: AddressGuard;
  clock?: Clock;
  onError(error: unknown): void;
  /** Told when a cluster begins or ceases to answer, for the log. */
  onHealth?(cluster: ClusterHandle): void;
}

/** The registry of the clusters that `Cluster` objects on the host name. */
export class LiveClusters implements ClusterRegistry, AsyncDisposable {
  readonly #options: LiveClustersOptions & { clock: Clock };
  readonly #host: LiveCluster;
  readonly #members = new Map<string, LiveCluster>();
  /** What each member was made of. */
  readonly #sources = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  readonly #resources = new AsyncDisposableStack();
  readonly objects: Informer<ClusterObject>;
  readonly secrets: Informer<SecretObject>;
  #list: readonly ClusterHandle[] | undefined;

  /** Resolves when all clusters are known; whether they answer is found out behind it. */
  static async open(options: LiveClustersOptions): Promise<LiveClusters> {
    const clusters = new LiveClusters(options);
    try {
      await ensureOwnNamespace(clusters.system);
      await keepGivenClusters(clusters.system, options.clusters);
      await clusters.#start();
    } catch (error) {
      await clusters[Symbol.asyncDispose]();
      throw error;
    }
    return clusters;
  }

  private constructor(options: LiveClustersOptions) {
    this.#options = { clock: systemClock, ...options };
    const { clock, onError } = this.#options;
    const [host] = options.clusters;
    if (host === undefined) throw new Error('There is no host cluster');
    this.#host = new LiveCluster({
      ...{ name: HOST, displayName: host.displayName, isHost: true, clock },
      onChange: (cluster) => this.#changed(cluster),
      source: { endpoint: host.endpoint },
      // Nothing works without it, so it is looked for often.
      longestRetry: 5_000,
    });
    this.#resources.use(this.#host);
    this.objects = this.#resources.use(new Informer<ClusterObject>(this.system, CLUSTERS, { clock, onError }));
    this.secrets = this.#resources.use(
      new Informer<SecretObject>(this.system, SECRETS, {
        ...{ namespace: OWN_NAMESPACE, labelSelector: CREDENTIALS_LABEL },
        clock,
        onError,
      }),
    );
  }

  /** LuBan itself, in the host. */
  get system(): KubeClient {
    return this.#host.connection.client();
  }

  /** Of its namespace kube-system, as soon as it is known. */
  get hostUid(): string | undefined {
    return [...this.objects.values()].find(isHostObject)?.status?.uid;
  }

  /** The kept kubeconfig of a cluster, by the metadata of its object. */
  kubeconfigOf(metadata: ObjectMeta): string | undefined {
    const secret = this.secrets.get(`${OWN_NAMESPACE}/${credentialsName(metadata.name!)}`);
    return isOf(secret, metadata) ? kubeconfigIn(secret) : undefined;
  }

  get host(): ClusterHandle {
    return this.#host;
  }

  get(name: string): ClusterHandle | undefined {
    if (name === HOST) return this.#host;
    const object = this.objects.get(name);
    return object !== undefined && isHostObject(object) ? this.#host : this.#members.get(name);
  }

  list(): readonly ClusterHandle[] {
    this.#list ??= [this.#host, ...[...this.#members.values()].sort((a, b) => (a.name < b.name ? -1 : 1))];
    return this.#list;
  }

  watch(listener: () => void): Disposable {
    // Of its own, since two may watch with the same function.
    const own = () => listener();
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear();
    await this.#resources.disposeAsync();
    await Promise.all([...this.#members.values()].map((member) => member[Symbol.asyncDispose]()));
  }

  async #start(): Promise<void> {
    await Promise.all([this.objects.start(), this.secrets.start()]);
    const changed = ({ metadata }: KubeObject) => this.#sync(metadata.name!);
    this.objects.subscribe({ onAdd: changed, onUpdate: changed, onDelete: changed });
    const renewed = (secret: SecretObject) => this.#sync(secret.metadata.labels?.[CREDENTIALS_LABEL] ?? '');
    this.secrets.subscribe({ onAdd: renewed, onUpdate: renewed, onDelete: renewed });
    void this.#host.monitor?.probe();
  }

  /** Makes the member what its object and its Secret say now. */
  #sync(name: string): void {
    const object = this.objects.get(name);
    if (object !== undefined && isHostObject(object)) this.#rename(this.#host, displayNameOf(object));
    if (object === undefined || isHostObject(object) || name === HOST) {
      this.#drop(name);
      return;
    }
    const kubeconfig = this.#kubeconfigOf(object);
    const source = createHash('sha256').update(`${object.metadata.uid}\n${kubeconfig}`).digest('base64url');
    const known = this.#members.get(name);
    if (known !== undefined && this.#sources.get(name) === source) {
      this.#rename(known, displayNameOf(object));
      return;
    }
    const { addresses, clock } = this.#options;
    const member = new LiveCluster({
      ...{ name, displayName: displayNameOf(object), isHost: false, clock },
      onChange: (cluster) => this.#changed(cluster),
      source: LiveCluster.sourceOf(name, kubeconfig, addresses),
    });
    this.#members.set(name, member);
    this.#sources.set(name, source);
    this.#end(known);
    this.#tell();
    void member.monitor?.probe();
  }

  /** The kept one; one that stands in the object itself counts until it is kept, or where a KubeSphere wants it there. */
  #kubeconfigOf(object: ClusterObject): string | undefined {
    const inline = connectionOf(object).kubeconfig;
    return this.kubeconfigOf(object.metadata) ?? (inline ? Buffer.from(inline, 'base64').toString('utf8') : undefined);
  }

  #rename(cluster: LiveCluster, displayName: string): void {
    if (cluster.displayName === displayName) return;
    cluster.displayName = displayName;
    this.#tell();
  }

  #drop(name: string): void {
    const member = this.#members.get(name);
    if (member === undefined) return;
    this.#members.delete(name);
    this.#sources.delete(name);
    this.#end(member);
    this.#tell();
  }

  #end(member: LiveCluster | undefined): void {
    member?.[Symbol.asyncDispose]().catch(this.#options.onError);
  }

  #changed(cluster: ClusterHandle): void {
    this.#options.onHealth?.(cluster);
    this.#tell();
  }

  #tell(): void {
    this.#list = undefined;
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        this.#options.onError(error);
      }
    }
  }
}
