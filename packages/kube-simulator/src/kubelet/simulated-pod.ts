import type { Clock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Container, Pod, Service } from '@luban/kube/kinds';
import { profileOf } from '../images/profile-of.ts';
import { type PullOutcome, simulatePull } from '../images/pull.ts';
import { containerUsage, type Usage } from '../metrics/usage.ts';
import type { ConfigSource } from '../shell/config-source.ts';
import type { PodFacts } from '../shell/downward.ts';
import { environmentOf } from '../shell/environment.ts';
import { type KeptVolumes, PodVolumes } from '../shell/pod-volumes.ts';
import type { ContainerInstance, ContainerRecord, ProbeKind } from '../stages/pod/container-record.ts';
import type { PodHost } from '../stages/pod/pod-subject.ts';
import type { PodWorker } from '../stages/pod/pod-worker.ts';
import type { SimulatedNetwork } from './network/simulated-network.ts';
import type { NodeImages } from './node-images.ts';
import { runProbe } from './probes.ts';
import { ContainerProcess } from './runtime/container-process.ts';

export interface SimulatedPodOptions {
  pod: Pod;
  nodeName: string;
  hostIp: string;
  images: NodeImages;
  config: ConfigSource;
  kept: KeptVolumes;
  network: SimulatedNetwork;
  services(namespace: string): readonly Service[];
  /** The API with the rights of a service account. */
  apiAs(namespace: string, serviceAccount: string): KubeClient;
  allocatable(): Readonly<Record<string, string | number>>;
  allocateIp(): string;
  clock: Clock;
  seed: string;
  speed: number;
  onError(error: unknown): void;
}

const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The effects of one pod's stages: its processes, volumes and probes. */
export class SimulatedPod implements PodHost {
  readonly nodeName: string;
  readonly #options: SimulatedPodOptions;
  readonly #volumes: PodVolumes;
  /** Set right after the worker is made, which needs this as its host. */
  worker: PodWorker | undefined;

  constructor(options: SimulatedPodOptions) {
    this.#options = options;
    this.nodeName = options.nodeName;
    this.#volumes = new PodVolumes(
      () => this.pod,
      () => this.facts,
      options.config,
      options.kept,
    );
  }

  get pod(): Pod {
    return this.worker?.pod ?? this.#options.pod;
  }

  get ip(): string {
    return this.pod.spec.hostNetwork ? this.#options.hostIp : (this.worker?.record.ip ?? this.pod.status?.podIP ?? '');
  }

  get facts(): PodFacts {
    return { podIp: this.ip, hostIp: this.#options.hostIp, allocatable: this.#options.allocatable() };
  }

  record(container: string): ContainerRecord | undefined {
    return this.worker?.record.containers.find(({ spec }) => spec.name === container);
  }

  /** The present run of a container, or with `previous` the one before. */
  process(container: string, previous = false): ContainerProcess | undefined {
    const record = this.record(container);
    const instance = previous ? record?.previousInstance : (record?.instance ?? record?.previousInstance);
    return instance instanceof ContainerProcess ? instance : undefined;
  }

  usage(container: Container, now: number): Usage {
    const startedAt = this.record(container.name)?.startedAt ?? now;
    return containerUsage(
      container,
      profileOf(container.image ?? ''),
      `${this.#seed}/${container.name}`,
      startedAt,
      now,
    );
  }

  get #seed(): string {
    return `${this.#options.seed}/${this.pod.metadata.uid}`;
  }

  allocateIp(): string {
    return this.#options.allocateIp();
  }

  hasImage(image: string): boolean {
    return this.#options.images.has(image);
  }

  keepImage(image: string, pull: PullOutcome): void {
    this.#options.images.keep(image, pull);
  }

  pull(image: string): PullOutcome {
    return simulatePull(image, this.#options.seed);
  }

  mountProblem(): Promise<string | undefined> {
    return this.#volumes.problem();
  }

  async configProblem(pod: Pod, container: Container): Promise<string | undefined> {
    const environment = await environmentOf({
      pod,
      container,
      facts: this.facts,
      config: this.#options.config,
      services: [],
      base: {},
    });
    return 'problem' in environment ? environment.problem : undefined;
  }

  async start(_pod: Pod, record: ContainerRecord, exited: () => void): Promise<ContainerInstance> {
    const { config, services, network, clock, speed, onError } = this.#options;
    const { spec } = record;
    const process = new ContainerProcess({
      pod: () => this.pod,
      container: spec,
      profile: profileOf(spec.image ?? ''),
      restartCount: record.restartCount,
      volumes: this.#volumes,
      config,
      facts: () => this.facts,
      services: () => services(this.pod.metadata.namespace ?? 'default'),
      network,
      api: () => this.#api(spec),
      clock,
      seed: this.#seed,
      speed,
      // A container that ran before the simulator was restarted.
      startedAt: record.step === 'running' ? record.startedAt : undefined,
      usage: () => this.usage(spec, clock.now()),
      exited,
      onError,
    });
    await process.log();
    return process;
  }

  /** Programs find the API by the token that is mounted for them. */
  #api({ volumeMounts = [] }: Container): KubeClient | undefined {
    if (!volumeMounts.some(({ mountPath }) => mountPath === TOKEN_FOLDER)) return undefined;
    const { metadata, spec } = this.pod;
    return this.#options.apiAs(metadata.namespace ?? 'default', spec.serviceAccountName ?? 'default');
  }

  async probe(_pod: Pod, container: ContainerRecord, kind: ProbeKind): Promise<string | undefined> {
    const probe = container.spec[`${kind}Probe`];
    const { instance } = container;
    if (probe === undefined || !(instance instanceof ContainerProcess)) return undefined;
    return await runProbe(probe, instance, this.#options.network);
  }
}
