import { imageIdOf } from '../../images/pull.ts';
import type { MatchExpression, Stage, StageEvent } from '../stage.ts';
import { type ContainerExit, newProbeRecords } from './container-record.ts';
import type { ContainerSubject } from './pod-subject.ts';
import { FIRST_BACK_OFF, LONGEST_BACK_OFF, mayStart, restarts } from './restarts.ts';

const POD = { apiGroup: 'v1', kind: 'Pod' } as const;
/** A container that ran this long starts its back-off anew. Source: pkg/kubelet, twice the longest back-off. */
const HEALTHY_AFTER = 2 * LONGEST_BACK_OFF;

const at =
  (...steps: ContainerSubject['container']['step'][]): MatchExpression<ContainerSubject> =>
  ({ container }) =>
    steps.includes(container.step);
const itsTurn: MatchExpression<ContainerSubject> = ({ record, container }) => mayStart(record, container);
const normal = (reason: string, message: string): StageEvent => ({ type: 'Normal', reason, message });
const warning = (reason: string, message: string): StageEvent => ({ type: 'Warning', reason, message });
const imageOf = ({ container }: ContainerSubject): string => container.spec.image ?? '';
const mustPull = (subject: ContainerSubject): boolean => {
  const policy = subject.container.spec.imagePullPolicy ?? 'IfNotPresent';
  return policy === 'Always' || !subject.host.hasImage(imageOf(subject));
};

/** The way of one container, from its image to its end and back again. */
export const CONTAINER_STAGES: readonly Stage<ContainerSubject>[] = [
  {
    name: 'image-present',
    resourceRef: POD,
    selector: { matchExpressions: [at('pending'), itsTurn, (subject) => !mustPull(subject)] },
    next: {
      patch: (subject) => imageReady(subject, false),
      event: (subject) => [normal('Pulled', `Container image "${imageOf(subject)}" already present on machine`)],
    },
  },
  {
    name: 'image-never-pulled',
    resourceRef: POD,
    selector: {
      matchExpressions: [
        at('pending'),
        itsTurn,
        mustPull,
        ({ container }) => container.spec.imagePullPolicy === 'Never',
      ],
    },
    next: {
      patch: (subject) => {
        const message = `Container image "${imageOf(subject)}" is not present with pull policy of Never`;
        wait(subject, 'image-back-off', 'ErrImageNeverPull', message);
        subject.container.pullBackOff = LONGEST_BACK_OFF;
      },
      event: ({ container }) => [
        warning('ErrImageNeverPull', container.waiting?.message ?? ''),
        warning('Failed', 'Error: ErrImageNeverPull'),
      ],
    },
  },
  {
    name: 'image-pull',
    resourceRef: POD,
    selector: {
      matchExpressions: [
        at('pending'),
        itsTurn,
        mustPull,
        ({ container }) => container.spec.imagePullPolicy !== 'Never',
      ],
    },
    next: {
      patch: (subject) => {
        subject.container.pull = subject.host.pull(imageOf(subject));
        subject.container.step = 'pulling';
      },
      event: (subject) =>
        subject.container.pull?.result === 'invalid-name'
          ? []
          : [normal('Pulling', `Pulling image "${imageOf(subject)}"`)],
    },
  },
  {
    name: 'image-pulled',
    resourceRef: POD,
    selector: { matchExpressions: [at('pulling'), itsTurn, ({ container }) => container.pull?.result === 'pulled'] },
    delay: { durationMilliseconds: pullMilliseconds },
    next: { patch: (subject) => imageReady(subject, true), event: pulledEvents },
  },
  {
    name: 'image-pull-failed',
    resourceRef: POD,
    selector: { matchExpressions: [at('pulling'), itsTurn, ({ container }) => container.pull?.result !== 'pulled'] },
    delay: { durationMilliseconds: pullMilliseconds },
    next: {
      patch: (subject) => {
        const { container } = subject;
        const invalid = container.pull?.result === 'invalid-name';
        wait(subject, 'image-error', invalid ? 'InvalidImageName' : 'ErrImagePull', pullMessage(subject));
        container.pullBackOff = nextBackOff(container.pullBackOff);
      },
      event: (subject) =>
        subject.container.waiting?.reason === 'InvalidImageName'
          ? [warning('InspectFailed', pullMessage(subject)), warning('Failed', 'Error: InvalidImageName')]
          : [
              warning('Failed', `Failed to pull image "${imageOf(subject)}": ${pullMessage(subject)}`),
              warning('Failed', 'Error: ErrImagePull'),
            ],
    },
  },
  {
    name: 'image-back-off',
    resourceRef: POD,
    selector: {
      matchExpressions: [at('image-error'), itsTurn, ({ container }) => container.waiting?.reason === 'ErrImagePull'],
    },
    delay: { durationMilliseconds: 900, jitterDurationMilliseconds: 1500 },
    next: {
      patch: (subject) => {
        const message = `Back-off pulling image "${imageOf(subject)}": ErrImagePull: ${pullMessage(subject)}`;
        wait(subject, 'image-back-off', 'ImagePullBackOff', message);
      },
      event: (subject) => [
        normal('BackOff', `Back-off pulling image "${imageOf(subject)}"`),
        warning('Failed', 'Error: ImagePullBackOff'),
      ],
    },
  },
  {
    name: 'image-retry',
    resourceRef: POD,
    selector: { matchExpressions: [at('image-back-off'), itsTurn] },
    delay: { durationMilliseconds: ({ container }) => container.pullBackOff },
    next: {
      patch: ({ container }) => {
        container.step = 'pending';
      },
    },
  },
  {
    // A new image of the specification is tried at once.
    name: 'image-corrected',
    resourceRef: POD,
    selector: {
      matchExpressions: [
        at('image-error'),
        itsTurn,
        ({ container }) => container.waiting?.reason === 'InvalidImageName',
        (subject) => subject.host.pull(imageOf(subject)).result !== 'invalid-name',
      ],
    },
    next: {
      patch: ({ container }) => {
        container.step = 'pending';
      },
    },
  },
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

function nextBackOff(current: number): number {
  return current === 0 ? FIRST_BACK_OFF : Math.min(current * 2, LONGEST_BACK_OFF);
}

function wait(
  subject: ContainerSubject,
  step: 'image-error' | 'image-back-off' | 'config-error' | 'crash-back-off',
  reason: string,
  message: string,
): void {
  subject.container.step = step;
  subject.container.waiting = { reason, message };
  if (step !== 'crash-back-off') return;
  subject.container.end = undefined;
}

function imageReady(subject: ContainerSubject, pulled: boolean): void {
  const { container, host } = subject;
  const outcome = container.pull?.result === 'pulled' ? container.pull : host.pull(imageOf(subject));
  if (outcome.result === 'pulled') {
    container.imageId = imageIdOf(outcome.image, outcome.digest);
    if (pulled) host.keepImage(imageOf(subject), outcome);
  }
  container.pullBackOff = 0;
  container.step = 'image-ready';
  if (container.waiting?.reason.includes('Image')) container.waiting = { reason: 'ContainerCreating' };
}

function pullMilliseconds({ container }: ContainerSubject): number {
  return container.pull === undefined || container.pull.result === 'invalid-name' ? 0 : container.pull.milliseconds;
}

function pullMessage({ container }: ContainerSubject): string {
  return container.pull === undefined || container.pull.result === 'pulled' ? '' : container.pull.message;
}

function pulledEvents(subject: ContainerSubject): StageEvent[] {
  const { pull } = subject.container;
  if (pull?.result !== 'pulled') return [];
  const took = pull.milliseconds < 1000 ? `${pull.milliseconds}ms` : `${pull.milliseconds / 1000}s`;
  return [
    normal(
      'Pulled',
      `Successfully pulled image "${imageOf(subject)}" in ${took} (${took} including waiting). Image size: ${pull.bytes} bytes.`,
    ),
  ];
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
