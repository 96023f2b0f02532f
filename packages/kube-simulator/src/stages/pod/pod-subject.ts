import type { Container, Pod } from '@luban/kube/kinds';
import type { PullOutcome } from '../../images/pull.ts';
import type { StageSubject } from '../stage.ts';
import type { ContainerInstance, ContainerRecord, ProbeKind } from './container-record.ts';
import type { PodRecord } from './pod-record.ts';

/** What pod stages decide on. */
export interface PodSubject extends StageSubject {
  object: Pod;
  record: PodRecord;
  /** Milliseconds of the epoch. */
  now: number;
  host: PodHost;
}

export interface ContainerSubject extends PodSubject {
  container: ContainerRecord;
  /** Has the stages look again, such as after the container's process ended. */
  wake(): void;
}

/** Effects that stages have on the node, as an argument so that stages can be tested alone. */
export interface PodHost {
  nodeName: string;
  allocateIp(): string;
  /** Whether the node has the image. */
  hasImage(image: string): boolean;
  keepImage(image: string, pull: PullOutcome): void;
  pull(image: string): PullOutcome;
  /** Why volumes cannot be mounted, in the kubelet's words. */
  mountProblem(pod: Pod): Promise<string | undefined>;
  /** Why the container cannot be created, such as a missing config map. */
  configProblem(pod: Pod, container: Container): Promise<string | undefined>;
  /** Starts the container's process, and resolves when it is known whether it could be started. `exited` is called once. */
  start(pod: Pod, container: ContainerRecord, exited: () => void): Promise<ContainerInstance>;
  /** @returns why the probe failed */
  probe(pod: Pod, container: ContainerRecord, kind: ProbeKind): Promise<string | undefined>;
}
