import type { Pod } from '@luban/kube/kinds';
import type { ContainerRecord } from './container-record.ts';
import type { PodRecord } from './pod-record.ts';

/** First delay of a crash loop, doubled at each restart. Source: pkg/kubelet, MaxContainerBackOff. */
export const FIRST_BACK_OFF = 10_000;
export const LONGEST_BACK_OFF = 300_000;

/** Whether the pod's restart policy starts the container again. */
export function restarts(pod: Pod, record: PodRecord, container: ContainerRecord): boolean {
  if (record.stopping || record.verdict !== undefined || container.end === undefined) return false;
  const { restartPolicy = 'Always' } = pod.spec;
  const failed = container.end.exitCode !== 0;
  switch (container.role) {
    case 'ephemeral':
      return false;
    case 'init':
      return failed && restartPolicy !== 'Never';
    case 'sidecar':
      return !mainContainersEnded(pod, record);
    case 'main':
      return restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && failed);
  }
}

/** Whether all that makes up the pod's work is over for good. */
export function mainContainersEnded(pod: Pod, record: PodRecord): boolean {
  return record.containers
    .filter(({ role }) => role === 'main')
    .every((container) => container.step === 'terminated' && !restarts(pod, record, container));
}

/** An init container that failed and may not be tried again fails the pod. */
export function initFailed(pod: Pod, record: PodRecord): boolean {
  return record.containers.some(
    (container) =>
      container.role === 'init' &&
      container.step === 'terminated' &&
      container.end?.exitCode !== 0 &&
      !restarts(pod, record, container),
  );
}

/** Whether it is the container's turn. */
export function mayStart(record: PodRecord, container: ContainerRecord): boolean {
  if (record.sandbox !== 'ready' || record.stopping || record.verdict !== undefined) return false;
  if (container.role === 'ephemeral') return true;
  const before =
    container.role === 'main' ? record.containers : record.containers.slice(0, record.containers.indexOf(container));
  return before.every((other) => {
    if (other.role === 'init') return other.step === 'terminated' && other.end?.exitCode === 0;
    return other.role !== 'sidecar' || (other.step === 'running' && other.started) || other.restartCount > 0;
  });
}

/** Milliseconds until the next try after one more failure. */
export function nextBackOff(current: number): number {
  return current === 0 ? FIRST_BACK_OFF : Math.min(current * 2, LONGEST_BACK_OFF);
}
