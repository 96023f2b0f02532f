import { timestamp } from '@luban/kube';
import type { Condition, ContainerState, ContainerStatus, Pod, PodStatus } from '@luban/kube/kinds';
import { fullImageName, parseImageName } from '../../images/image-name.ts';
import type { ContainerEnd, ContainerRecord } from './container-record.ts';
import type { PodRecord } from './pod-record.ts';
import { qosClassOf } from './qos-class.ts';
import { initFailed, restarts } from './restarts.ts';

/** The status as a kubelet would write it. `now` dates the conditions that changed since the pod's own. */
export function podStatusOf(pod: Pod, record: PodRecord, hostIp: string, now: number): PodStatus {
  const phase = phaseOf(pod, record);
  const status: PodStatus = {
    phase,
    conditions: conditionsOf(pod, record, phase, now),
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    qosClass: qosClassOf(pod),
    observedGeneration: pod.metadata.generation,
    containerStatuses: statusesOf(record, 'main'),
    ...(record.verdict ?? {}),
  };
  if (record.startedAt !== undefined) status.startTime = timestamp(record.startedAt);
  const ip = pod.spec.hostNetwork ? hostIp : record.ip;
  if (ip !== undefined) Object.assign(status, { podIP: ip, podIPs: [{ ip }] });
  if (pod.spec.initContainers !== undefined) status.initContainerStatuses = statusesOf(record, 'init', 'sidecar');
  if (pod.spec.ephemeralContainers !== undefined) status.ephemeralContainerStatuses = statusesOf(record, 'ephemeral');
  return status;
}

/** Source of the rules: pkg/kubelet, getPhase. */
export function phaseOf(pod: Pod, record: PodRecord): NonNullable<PodStatus['phase']> {
  if (record.verdict !== undefined) return 'Failed';
  if (initFailed(pod, record)) return 'Failed';
  const regularInit = record.containers.filter(({ role }) => role === 'init');
  if (regularInit.some(({ step, end }) => step !== 'terminated' || end?.exitCode !== 0)) return 'Pending';
  const main = record.containers.filter(({ role }) => role === 'main');
  const over = main.filter((container) => container.step === 'terminated' && !restarts(pod, record, container));
  const sidecarsRun = record.containers.some(({ role, step }) => role === 'sidecar' && step === 'running');
  if (over.length === main.length && main.length > 0) {
    // A pod that is being deleted keeps running until its containers are gone.
    if (sidecarsRun) return 'Running';
    return main.every(({ end }) => end?.exitCode === 0) ? 'Succeeded' : 'Failed';
  }
  const waits = main.some(
    ({ step, end, lastEnd }) =>
      step !== 'running' && step !== 'terminated' && end === undefined && lastEnd === undefined,
  );
  return waits ? 'Pending' : 'Running';
}

function containerStatusOf(container: ContainerRecord): ContainerStatus {
  const { spec, step, lastEnd } = container;
  const image = spec.image ?? '';
  const name = parseImageName(image);
  const status: ContainerStatus = {
    name: spec.name,
    state: stateOf(container),
    lastState: lastEnd === undefined ? {} : { terminated: terminatedState(lastEnd) },
    ready: container.role === 'init' ? step === 'terminated' && container.end?.exitCode === 0 : container.ready,
    started: container.started,
    restartCount: container.restartCount,
    image: container.imageId === '' || name === undefined ? image : fullImageName(name),
    imageID: container.imageId,
  };
  if (container.containerId !== undefined) status.containerID = container.containerId;
  if (spec.resources !== undefined && step === 'running') {
    status.resources = spec.resources;
    if (spec.resources.requests !== undefined) status.allocatedResources = spec.resources.requests;
  }
  return status;
}

function statusesOf(record: PodRecord, ...roles: ContainerRecord['role'][]): ContainerStatus[] {
  return record.containers.filter(({ role }) => roles.includes(role)).map(containerStatusOf);
}

function stateOf({ step, startedAt, end, waiting }: ContainerRecord): ContainerState {
  if (step === 'running') return { running: { startedAt: timestamp(startedAt ?? 0) } };
  if (end !== undefined) return { terminated: terminatedState(end) };
  return { waiting: waiting ?? { reason: 'ContainerCreating' } };
}

function terminatedState(end: ContainerEnd): NonNullable<ContainerState['terminated']> {
  return {
    exitCode: end.exitCode,
    ...(end.signal !== undefined && { signal: end.signal }),
    reason: end.reason,
    ...(end.message !== undefined && { message: end.message }),
    startedAt: timestamp(end.startedAt),
    finishedAt: timestamp(end.finishedAt),
    containerID: end.containerId,
  };
}

/** Conditions that the kubelet owns. Those of others, such as PodScheduled, are left out: the patch keeps them. */
function conditionsOf(pod: Pod, record: PodRecord, phase: PodStatus['phase'], now: number): Condition[] {
  const ended = phase === 'Succeeded' || phase === 'Failed';
  const init = record.containers.filter(({ role }) => role === 'init' || role === 'sidecar');
  const main = record.containers.filter(({ role }) => role === 'main');
  const initialized = init.every(({ role, step, end, started }) =>
    role === 'init' ? step === 'terminated' && end?.exitCode === 0 : started || step === 'terminated',
  );
  const unready = [...init.filter(({ role }) => role === 'sidecar'), ...main].filter(({ ready }) => !ready);
  const gates = (pod.spec.readinessGates ?? []).filter(
    ({ conditionType }) => pod.status?.conditions?.find(({ type }) => type === conditionType)?.status !== 'True',
  );
  const notReady = ended
    ? { reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
    : unready.length > 0
      ? { reason: 'ContainersNotReady', message: `containers with unready status: [${names(unready)}]` }
      : undefined;
  const gated =
    notReady ??
    (gates.length > 0
      ? {
          reason: 'ReadinessGatesNotReady',
          message: gates
            .map(
              ({ conditionType }) => `corresponding condition of pod readiness gate "${conditionType}" does not exist.`,
            )
            .join(', '),
        }
      : undefined);
  const uninitialized = initialized
    ? undefined
    : {
        reason: 'ContainersNotInitialized',
        message: `containers with incomplete status: [${names(init.filter(({ step, role }) => (role === 'init' ? step !== 'terminated' : step !== 'running')))}]`,
      };
  const condition = (type: string, problem?: { reason: string; message?: string }, good?: string): Condition => {
    const status = problem === undefined ? 'True' : 'False';
    const before = pod.status?.conditions?.find((other) => other.type === type);
    return {
      type,
      status,
      observedGeneration: pod.metadata.generation,
      lastProbeTime: null,
      lastTransitionTime: before?.status === status ? (before.lastTransitionTime ?? timestamp(now)) : timestamp(now),
      ...(problem ?? (good === undefined ? {} : { reason: good })),
    };
  };
  return [
    condition('PodReadyToStartContainers', record.sandbox === 'ready' && !ended ? undefined : { reason: '' }),
    condition('Initialized', uninitialized, phase === 'Succeeded' ? 'PodCompleted' : undefined),
    condition('Ready', gated),
    condition('ContainersReady', notReady),
  ].map(({ reason, ...rest }) => (reason ? { ...rest, reason } : rest));
}

function names(containers: readonly ContainerRecord[]): string {
  return containers.map(({ spec }) => spec.name).join(' ');
}
