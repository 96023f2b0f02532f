import { imageIdOf } from '../../images/pull.ts';
import { normal, type Stage, type StageEvent, warning } from '../stage.ts';
import { at, itsTurn, POD, wait } from './container-step.ts';
import type { ContainerSubject } from './pod-subject.ts';
import { LONGEST_BACK_OFF, nextBackOff } from './restarts.ts';

const imageOf = ({ container }: ContainerSubject): string => container.spec.image ?? '';
const mustPull = (subject: ContainerSubject): boolean => {
  const policy = subject.container.spec.imagePullPolicy ?? 'IfNotPresent';
  return policy === 'Always' || !subject.host.hasImage(imageOf(subject));
};

/** The way of a container's image onto the node, and what is tried when it does not come. */
export const IMAGE_STAGES: readonly Stage<ContainerSubject>[] = [
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
];

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
