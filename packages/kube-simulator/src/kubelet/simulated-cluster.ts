import type { Clock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Node, Pod } from '@luban/kube/kinds';
import type { SimulatedServer } from '../images/profile.ts';
import { type NodeOptions, nodeAddress, podNetwork } from '../nodes/node-object.ts';
import { ConfigSource } from '../shell/config-source.ts';
import { KeptVolumes } from '../shell/pod-volumes.ts';
import { PodWorker } from '../stages/pod/pod-worker.ts';
import { EventRecorder } from '../support/event-recorder.ts';
import type { Informers } from '../support/informers.ts';
import { ENDPOINT_SLICES, NODES, PODS, SERVICES } from '../support/kinds.ts';
import { ClusterNetwork } from './network/cluster-network.ts';
import { listeningContainer } from './network/listening.ts';
import type { Listener } from './network/simulated-network.ts';
import { NodeImages } from './node-images.ts';
import { SimulatedPod } from './simulated-pod.ts';

export interface SimulatedClusterOptions {
  client: KubeClient;
  informers: Informers;
  clock: Clock;
  seed: string;
  speed: number;
  nodes: readonly NodeOptions[];
  /** Services that the simulator answers by itself. */
  builtIn(namespace: string, name: string, port: number): Listener | undefined;
  /** What the simulator itself answers for images of a name. Absent: their kind answers. */
  answersFor(image: string): Listener['respond'] | undefined;
  onError(error: unknown): void;
}

interface SimulatedNode {
  address: string;
  network: string;
  images: NodeImages;
  events: EventRecorder;
  lastIp: number;
}

/** Everything that runs on the simulated nodes. */
export class SimulatedCluster implements AsyncDisposable {
  readonly network: ClusterNetwork;
  readonly #options: SimulatedClusterOptions;
  readonly #nodes: ReadonlyMap<string, SimulatedNode>;
  readonly #pods = new Map<string, SimulatedPod>();
  /** Pods by their address; those on their node's network share one. */
  readonly #byIp = new Map<string, Set<SimulatedPod>>();
  readonly #config: ConfigSource;
  readonly #kept = new KeptVolumes();
  #subscription: Disposable | undefined;

  constructor(options: SimulatedClusterOptions) {
    const { client, clock, informers, nodes } = options;
    this.#options = options;
    this.#config = new ConfigSource(client, clock);
    this.#nodes = new Map(
      nodes.map(({ name }, index) => [
        name,
        {
          address: nodeAddress(index),
          network: podNetwork(index),
          images: new NodeImages(),
          events: new EventRecorder(client, clock, { component: 'kubelet', host: name }),
          lastIp: 1,
        },
      ]),
    );
    const services = informers.cache(SERVICES);
    const slices = informers.cache(ENDPOINT_SLICES);
    const byService = slices.index('service', ({ metadata }) => [
      `${metadata.namespace}/${metadata.labels?.['kubernetes.io/service-name'] ?? ''}`,
    ]);
    this.network = new ClusterNetwork({
      services: () => services.values(),
      service: (namespace, name) => services.get(`${namespace}/${name}`),
      slicesOf: (namespace, name) => byService.get(`${namespace}/${name}`),
      podListener: (address, port) => this.#listenerAt(address, port),
      builtIn: options.builtIn,
      nodeAddress: (name) => this.#nodes.get(name)?.address,
    });
  }

  /** Takes up the pods of its nodes, and goes on with those to come. */
  start(): void {
    const pods = this.#options.informers.cache(PODS);
    this.#subscription = pods.subscribe({
      onAdd: (pod) => this.#see(pod),
      onUpdate: (pod) => this.#see(pod),
      onDelete: (pod) => this.#forget(pod),
    });
  }

  pods(): Iterable<SimulatedPod> {
    return this.#pods.values();
  }

  pod(namespace: string, name: string): SimulatedPod | undefined {
    const pod = this.#options.informers.cache(PODS).get(`${namespace}/${name}`);
    return pod && this.#pods.get(pod.metadata.uid ?? '');
  }

  hasNode(name: string): boolean {
    return this.#nodes.has(name);
  }

  imagesOf(node: string) {
    return this.#nodes.get(node)?.images.reported() ?? [];
  }

  podListener(namespace: string, name: string, port: number): Listener | undefined {
    const pod = this.pod(namespace, name);
    return pod && this.#listenerOf(pod, port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#subscription?.[Symbol.dispose]();
    const workers = [...this.#pods.values()].map(({ worker }) => worker);
    for (const worker of workers) worker?.[Symbol.dispose]();
    this.#pods.clear();
    for (const { events } of this.#nodes.values()) events[Symbol.dispose]();
    await Promise.all(workers.map((worker) => worker?.settled()));
  }

  #see(pod: Pod): void {
    const { uid = '' } = pod.metadata;
    const known = this.#pods.get(uid);
    if (known !== undefined) {
      known.worker?.update(pod);
      return;
    }
    const node = this.#nodes.get(pod.spec.nodeName ?? '');
    if (node === undefined) return;
    const { client, clock, seed, speed, onError, informers } = this.#options;
    const services = informers.cache(SERVICES);
    const simulated: SimulatedPod = new SimulatedPod({
      pod,
      nodeName: pod.spec.nodeName ?? '',
      hostIp: node.address,
      images: node.images,
      config: this.#config,
      kept: this.#kept,
      network: this.network,
      services: (namespace) =>
        [...services.values()].filter(
          ({ metadata }) =>
            metadata.namespace === namespace || (metadata.namespace === 'default' && metadata.name === 'kubernetes'),
        ),
      apiAs: (namespace, name) =>
        client.withHeaders({
          'user-agent': 'kubectl/v1.34.0 (simulated by LuBan)',
          'impersonate-user': `system:serviceaccount:${namespace}:${name}`,
        }),
      allocatable: () => this.#node(pod.spec.nodeName)?.status?.allocatable ?? {},
      allocateIp: () => this.#allocateIp(node, simulated),
      clock,
      seed,
      speed,
      onError,
    });
    this.#pods.set(uid, simulated);
    simulated.worker = new PodWorker({
      pod,
      host: simulated,
      hostIp: node.address,
      client,
      clock,
      seed: `${seed}/${uid}`,
      speed,
      events: node.events,
      onError,
    });
    this.#putIp(simulated.ip, simulated);
    simulated.worker.start();
  }

  #forget(pod: Pod): void {
    const { uid = '' } = pod.metadata;
    const simulated = this.#pods.get(uid);
    if (simulated === undefined) return;
    simulated.worker?.[Symbol.dispose]();
    this.#pods.delete(uid);
    const neighbours = this.#byIp.get(simulated.ip);
    neighbours?.delete(simulated);
    if (neighbours?.size === 0) this.#byIp.delete(simulated.ip);
  }

  #node(name: string | undefined): Node | undefined {
    return this.#options.informers.cache(NODES).get(name ?? '');
  }

  #allocateIp(node: SimulatedNode, pod: SimulatedPod): string {
    const prefix = node.network.replace(/0\/24$/, '');
    let ip = `${prefix}254`;
    for (let tries = 0; tries < 253; tries++) {
      node.lastIp = node.lastIp >= 254 ? 2 : node.lastIp + 1;
      ip = `${prefix}${node.lastIp}`;
      if (!this.#byIp.has(ip)) break;
    }
    if (!pod.pod.spec.hostNetwork) this.#putIp(ip, pod);
    return ip;
  }

  #putIp(ip: string, pod: SimulatedPod): void {
    if (ip === '') return;
    const pods = this.#byIp.get(ip) ?? new Set();
    pods.add(pod);
    this.#byIp.set(ip, pods);
  }

  #listenerAt(address: string, port: number): Listener | undefined {
    for (const pod of this.#byIp.get(address) ?? []) {
      const listener = this.#listenerOf(pod, port);
      if (listener !== undefined) return listener;
    }
    return undefined;
  }

  #listenerOf(pod: SimulatedPod, port: number): Listener | undefined {
    const process = listeningContainer(pod, port);
    if (process === undefined) return undefined;
    const answers = this.#options.answersFor(process.host.container.image ?? '');
    if (answers !== undefined) return { respond: answers };
    const { respond } = process.host.profile;
    if (respond === undefined) return {};
    const server: SimulatedServer = {
      namespace: pod.pod.metadata.namespace ?? '',
      pod: pod.pod.metadata.name ?? '',
      node: pod.nodeName,
      ip: pod.ip,
      container: process.host.container.name,
      image: process.host.container.image ?? '',
      port,
      now: this.#options.clock.now(),
      readFile: (path) => process.readFile(path),
    };
    return { respond: (request) => respond(request, server) };
  }
}
