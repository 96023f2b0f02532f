import type { Container } from '@luban/kube/kinds';
import type { PullOutcome } from '../../images/pull.ts';

/** Init containers run to their end one after the other; sidecars among them go on; ephemeral ones debug. */
export type ContainerRole = 'init' | 'sidecar' | 'main' | 'ephemeral';

/** Where a container is on its way. All before `running`, and `crash-back-off`, show as waiting. */
export type ContainerStep =
  | 'pending'
  | 'pulling'
  | 'image-error'
  | 'image-back-off'
  | 'image-ready'
  | 'config-error'
  | 'created'
  | 'running'
  | 'terminated'
  | 'crash-back-off';

/** How a container ended. */
export interface ContainerExit {
  exitCode: number;
  /** `Completed`, `Error`, `OOMKilled`, `StartError`, … */
  reason: string;
  message?: string;
  signal?: number;
}

export interface ContainerEnd extends ContainerExit {
  /** Milliseconds of the epoch. */
  startedAt: number;
  finishedAt: number;
  containerId: string;
}

/** A run of a container's process. A restart makes a new one. */
export interface ContainerInstance {
  /** `containerd://…` with the runtime's own scheme. */
  readonly containerId: string;
  readonly startedAt: number;
  /** Set once the process has ended, shortly before its exit is told. */
  readonly exit: ContainerExit | undefined;
  /** Ends the process, by force after the grace period. */
  stop(graceMilliseconds: number, signal?: 'SIGTERM' | 'SIGKILL'): void;
}

/** What the kubelet knows of one container of a pod. */
export interface ContainerRecord {
  readonly role: ContainerRole;
  spec: Container;
  step: ContainerStep;
  restartCount: number;
  /** Why it waits, in the words of the kubelet. */
  waiting: { reason: string; message?: string } | undefined;
  pull: PullOutcome | undefined;
  /** Milliseconds; of the last failed pull. */
  pullBackOff: number;
  /** Milliseconds to wait before the next restart; 0 before the first one. */
  crashBackOff: number;
  instance: ContainerInstance | undefined;
  /** Whose output `--previous` shows. */
  previousInstance: ContainerInstance | undefined;
  imageId: string;
  containerId: string | undefined;
  startedAt: number | undefined;
  end: ContainerEnd | undefined;
  lastEnd: ContainerEnd | undefined;
  started: boolean;
  ready: boolean;
  stopping: boolean;
  probes: Record<ProbeKind, ProbeRecord>;
}

export type ProbeKind = 'startup' | 'readiness' | 'liveness';

export interface ProbeRecord {
  successes: number;
  failures: number;
  runs: number;
}

export function newContainerRecord(role: ContainerRole, spec: Container, initialReason: string): ContainerRecord {
  return {
    role,
    spec,
    step: 'pending',
    restartCount: 0,
    waiting: { reason: initialReason },
    pull: undefined,
    pullBackOff: 0,
    crashBackOff: 0,
    instance: undefined,
    previousInstance: undefined,
    imageId: '',
    containerId: undefined,
    startedAt: undefined,
    end: undefined,
    lastEnd: undefined,
    started: false,
    ready: false,
    stopping: false,
    probes: newProbeRecords(),
  };
}

export function newProbeRecords(): Record<ProbeKind, ProbeRecord> {
  const fresh = (): ProbeRecord => ({ successes: 0, failures: 0, runs: 0 });
  return { startup: fresh(), readiness: fresh(), liveness: fresh() };
}
