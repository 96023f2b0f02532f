import { normal, type Stage, warning } from '../stage.ts';
import { type ContainerExit, newProbeRecords } from './container-record.ts';
import { at, itsTurn, POD, wait } from './container-step.ts';
import { IMAGE_STAGES } from './image-stages.ts';
import type { ContainerSubject } from './pod-subject.ts';
import { LONGEST_BACK_OFF, nextBackOff, restarts } from './restarts.ts';

/** A container that ran this long starts its back-off anew. Source: pkg/kubelet, twice the longest back-off. */
const HEALTHY_AFTER = 2 * LONGEST_BACK_OFF;

/** The way of one container, from its image to its end and back again. */
export const CONTAINER_STAGES: readonly Stage<ContainerSubject>[] = [
  ...IMAGE_STAGES,
  {
    name: 'container-create',
    resourceRef: POD,
    selector: { matchExpressions: [at('image-ready'), itsTurn] },
    delay: { durationMilliseconds: 40, jitterDurationMilliseconds: 160 },
    next: {
      patch: async (subject) => {
        const problem = await subject.host.configProblem(subject.object, subject.container.spec);
        if (problem === undefined) subject.container.step = 'created';
        else wait(subject, 'config-error', 'CreateContainerConfigError', problem);
      },
      event: ({ container }) =>
        container.step === 'created'
          ? [normal('Created', `Created container: ${container.spec.name}`)]
          : [warning('Failed', `Error: ${container.waiting?.message}`)],
    },
  },
  {
    name: 'container-config-retry',
    resourceRef: POD,
    selector: { matchExpressions: [at('config-error'), itsTurn] },
    delay: { durationMilliseconds: 9_000, jitterDurationMilliseconds: 14_000 },
    next: {
      patch: ({ container }) => {
        container.step = 'image-ready';
      },
    },
  },
  {
    name: 'container-start',
    resourceRef: POD,
    selector: { matchExpressions: [at('created'), itsTurn] },
    delay: { durationMilliseconds: 50, jitterDurationMilliseconds: 250 },
    next: {
      patch: async (subject) => {
        const { container, host, now } = subject;
        container.instance = await host.start(subject.object, container, subject.wake);
        container.step = 'running';
        container.startedAt = now;
        container.started = false;
        container.ready = false;
        container.stopping = false;
        container.waiting = undefined;
        container.end = undefined;
        container.probes = newProbeRecords();
        container.containerId = container.instance.containerId;
      },
      event: ({ container }) =>
        container.instance?.exit?.reason === 'StartError'
          ? [warning('Failed', `Error: ${container.instance.exit.message}`)]
          : [normal('Started', `Started container ${container.spec.name}`)],
    },
  },
  {
    name: 'container-started',
    resourceRef: POD,
    selector: {
      matchExpressions: [
        at('running'),
        ({ container }) => !container.started && container.spec.startupProbe === undefined,
        ({ container }) => container.instance?.exit === undefined,
      ],
    },
    next: {
      patch: ({ container }) => {
        container.started = true;
        if (container.spec.readinessProbe === undefined) container.ready = true;
      },
    },
  },
  {
    name: 'container-exited',
    resourceRef: POD,
    selector: { matchExpressions: [at('running'), ({ container }) => container.instance?.exit !== undefined] },
    next: { patch: terminate },
  },
  {
    // The first restart comes at once; the back-off begins with the second.
    name: 'container-restart',
    resourceRef: POD,
    selector: {
      matchExpressions: [
        at('terminated'),
        ({ object, record, container }) => restarts(object, record, container),
        ({ container }) => container.crashBackOff === 0,
      ],
    },
    delay: { durationMilliseconds: 300, jitterDurationMilliseconds: 1000 },
    next: { patch: restart },
  },
  {
    name: 'container-crash-loop',
    resourceRef: POD,
    selector: {
      matchExpressions: [
        at('terminated'),
        ({ object, record, container }) => restarts(object, record, container),
        ({ container }) => container.crashBackOff > 0,
      ],
    },
    delay: { durationMilliseconds: 300, jitterDurationMilliseconds: 1000 },
    next: {
      patch: (subject) => {
        const { container, object } = subject;
        const pod = `${object.metadata.name}_${object.metadata.namespace}(${object.metadata.uid})`;
        const message = `back-off ${goDuration(container.crashBackOff)} restarting failed container=${container.spec.name} pod=${pod}`;
        container.lastEnd = container.end;
        wait(subject, 'crash-back-off', 'CrashLoopBackOff', message);
      },
      event: ({ container, object }) => [
        warning(
          'BackOff',
          `Back-off restarting failed container ${container.spec.name} in pod ${object.metadata.name}_${object.metadata.namespace}(${object.metadata.uid})`,
        ),
      ],
    },
  },
  {
    name: 'container-restart-after-back-off',
    resourceRef: POD,
    selector: { matchExpressions: [at('crash-back-off'), ({ record }) => !record.stopping] },
    delay: { durationMilliseconds: ({ container }) => container.crashBackOff },
    next: { patch: restart },
  },
];

/** `10s`, `1m20s`, `5m0s` */
export function goDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

function terminate({ container, now }: ContainerSubject): void {
  const { instance } = container;
  const exit: ContainerExit = instance?.exit ?? { exitCode: 137, reason: 'Error' };
  const startedAt = container.startedAt ?? now;
  container.end = { ...exit, startedAt, finishedAt: now, containerId: container.containerId ?? '' };
  container.step = 'terminated';
  container.ready = false;
  container.started = false;
  if (now - startedAt > HEALTHY_AFTER) container.crashBackOff = 0;
}

function restart({ container }: ContainerSubject): void {
  container.lastEnd = container.end ?? container.lastEnd;
  container.previousInstance = container.instance;
  container.instance = undefined;
  container.crashBackOff = nextBackOff(container.crashBackOff);
  container.restartCount++;
  container.step = 'pending';
  // Until it runs again the container shows how it ended.
  if (container.end === undefined) container.waiting = { ...container.waiting, reason: 'CrashLoopBackOff' };
}
