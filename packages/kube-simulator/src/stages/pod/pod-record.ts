import type { Container, ContainerStatus, Pod } from '@luban/kube/kinds';
import { type ContainerEnd, type ContainerRecord, type ContainerRole, newContainerRecord } from './container-record.ts';

/** What the kubelet knows of a pod beyond its object. */
export interface PodRecord {
  readonly uid: string;
  /** The sandbox is the pod's network, which all its containers share. */
  sandbox: 'none' | 'ready' | 'stopped';
  startedAt: number | undefined;
  ip: string | undefined;
  /** Why volumes cannot be mounted, as of the last try. */
  mountProblem: string | undefined;
  mountTries: number;
  /** Set when the pod is over regardless of its containers, such as after its deadline. */
  verdict: { reason: string; message: string } | undefined;
  /** The kubelet is stopping all containers. */
  stopping: boolean;
  containers: ContainerRecord[];
}

/** A record for a pod as the kubelet meets it: a new one, or one that ran before the kubelet was restarted. */
export function podRecordOf(pod: Pod): PodRecord {
  const record: PodRecord = {
    uid: pod.metadata.uid ?? '',
    sandbox: 'none',
    startedAt: pod.status?.startTime === undefined ? undefined : Date.parse(pod.status.startTime),
    ip: pod.status?.podIP || undefined,
    mountProblem: undefined,
    mountTries: 0,
    verdict: undefined,
    stopping: false,
    containers: [],
  };
  adoptContainers(record, pod);
  if (record.ip !== undefined && record.containers.some(({ step }) => step !== 'pending')) record.sandbox = 'ready';
  return record;
}

/** Takes over the containers' specifications, which may have new images, and ephemeral containers that were added. */
export function adoptContainers(record: PodRecord, pod: Pod): void {
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
  const reason = initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  const adopt = (role: ContainerRole, spec: Container, statuses: readonly ContainerStatus[] = []) => {
    const known = record.containers.find((container) => container.spec.name === spec.name);
    if (known !== undefined) {
      known.spec = spec;
      return;
    }
    const container = newContainerRecord(role, spec, role === 'ephemeral' ? 'ContainerCreating' : reason);
    const status = statuses.find(({ name }) => name === spec.name);
    if (status !== undefined) restore(container, status);
    record.containers.push(container);
  };
  for (const spec of initContainers) {
    adopt(spec.restartPolicy === 'Always' ? 'sidecar' : 'init', spec, pod.status?.initContainerStatuses);
  }
  for (const spec of containers) adopt('main', spec, pod.status?.containerStatuses);
  for (const spec of ephemeralContainers) adopt('ephemeral', spec, pod.status?.ephemeralContainerStatuses);
}

function restore(container: ContainerRecord, status: ContainerStatus): void {
  container.restartCount = status.restartCount;
  container.imageId = status.imageID;
  container.lastEnd = endOf(status.lastState?.terminated);
  container.crashBackOff = Math.min(300_000, status.restartCount === 0 ? 0 : 10_000 * 2 ** (status.restartCount - 1));
  const { running, terminated } = status.state ?? {};
  if (terminated !== undefined) {
    container.step = 'terminated';
    container.waiting = undefined;
    container.end = endOf(terminated);
    container.containerId = status.containerID;
  } else if (running !== undefined) {
    // Its process is started again under the old identity when the kubelet takes the pod up.
    container.step = 'running';
    container.waiting = undefined;
    container.containerId = status.containerID;
    container.startedAt = Date.parse(running.startedAt ?? '') || undefined;
    container.started = status.started ?? true;
    container.ready = status.ready;
  }
}

function endOf(terminated: NonNullable<ContainerStatus['state']>['terminated']): ContainerEnd | undefined {
  if (terminated === undefined) return undefined;
  return {
    exitCode: terminated.exitCode,
    reason: terminated.reason ?? (terminated.exitCode === 0 ? 'Completed' : 'Error'),
    message: terminated.message,
    signal: terminated.signal,
    startedAt: Date.parse(terminated.startedAt ?? '') || 0,
    finishedAt: Date.parse(terminated.finishedAt ?? '') || 0,
    containerId: terminated.containerID ?? '',
  };
}
