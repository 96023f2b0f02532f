import { normal, type Stage, warning } from '../stage.ts';
import { POD } from './container-step.ts';
import type { PodSubject } from './pod-subject.ts';
import { initFailed, mainContainersEnded } from './restarts.ts';

const OVERDUE = 'Pod was active on the node longer than the specified deadline';
const deleting = { key: '.metadata.deletionTimestamp', operator: 'Exists' } as const;
const notDeleting = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' } as const;
const live = ({ record }: PodSubject): boolean => !record.stopping && record.verdict === undefined;

/** The way of the pod itself: its volumes, its network, its end. */
export const POD_STAGES: readonly Stage<PodSubject>[] = [
  {
    name: 'pod-admit',
    resourceRef: POD,
    selector: { matchExpressions: [notDeleting, live, ({ record }) => record.startedAt === undefined] },
    next: {
      patch: ({ record, now }) => {
        record.startedAt = now;
      },
    },
  },
  {
    name: 'pod-mount-volumes',
    resourceRef: POD,
    selector: {
      matchExpressions: [
        notDeleting,
        live,
        ({ record }) => record.sandbox === 'none' && record.startedAt !== undefined,
      ],
    },
    delay: {
      durationMilliseconds: ({ record }) =>
        record.mountTries === 0 ? 80 : Math.min(1000 * 2 ** record.mountTries, 60_000),
      jitterDurationMilliseconds: ({ record }) => (record.mountTries === 0 ? 400 : 0),
    },
    next: {
      patch: async ({ record, object, host }) => {
        record.mountTries++;
        record.mountProblem = await host.mountProblem(object);
        if (record.mountProblem !== undefined) return;
        record.ip ??= host.allocateIp();
        record.sandbox = 'ready';
      },
      event: ({ record }) => (record.mountProblem === undefined ? [] : [warning('FailedMount', record.mountProblem)]),
    },
  },
  {
    name: 'pod-deadline',
    resourceRef: POD,
    selector: {
      matchExpressions: [
        notDeleting,
        live,
        { key: '.spec.activeDeadlineSeconds', operator: 'Exists' },
        ({ object, record }) => record.sandbox === 'ready' && !mainContainersEnded(object, record),
      ],
    },
    delay: {
      durationMilliseconds: ({ object, record, now }) =>
        (record.startedAt ?? now) + (object.spec.activeDeadlineSeconds ?? 0) * 1000 - now,
    },
    next: {
      patch: (subject) => {
        subject.record.verdict = { reason: 'DeadlineExceeded', message: OVERDUE };
        stopAll(subject, 30_000);
      },
      event: () => [normal('DeadlineExceeded', OVERDUE)],
    },
  },
  {
    name: 'pod-init-failed',
    resourceRef: POD,
    selector: {
      matchExpressions: [
        notDeleting,
        live,
        ({ object, record }) => initFailed(object, record) && runningCount(record) > 0,
      ],
    },
    next: { patch: (subject) => stopAll(subject, 30_000) },
  },
  {
    name: 'pod-sidecars-stop',
    resourceRef: POD,
    selector: {
      matchExpressions: [
        notDeleting,
        live,
        ({ object, record }) => mainContainersEnded(object, record),
        ({ record }) =>
          record.containers.some(({ role, step, stopping }) => role === 'sidecar' && step === 'running' && !stopping),
      ],
    },
    next: {
      patch: ({ record, object }) => {
        for (const container of record.containers.filter(({ role }) => role === 'sidecar')) {
          container.stopping = true;
          container.instance?.stop((object.spec.terminationGracePeriodSeconds ?? 30) * 1000);
        }
      },
    },
  },
  {
    name: 'pod-stop',
    resourceRef: POD,
    selector: { matchExpressions: [deleting, ({ record }) => !record.stopping] },
    next: {
      patch: (subject) => stopAll(subject, (subject.object.metadata.deletionGracePeriodSeconds ?? 30) * 1000),
      event: ({ record }) =>
        record.containers
          .filter(({ step }) => step === 'running')
          .map(({ spec }) => normal('Killing', `Stopping container ${spec.name}`)),
    },
  },
  {
    name: 'pod-delete',
    resourceRef: POD,
    selector: {
      matchExpressions: [
        deleting,
        ({ record }) => record.stopping && runningCount(record) === 0,
        // Once is enough: what finalizers hold back goes by itself when they are taken off.
        ({ record }) => record.sandbox !== 'stopped',
      ],
    },
    delay: { durationMilliseconds: 100, jitterDurationMilliseconds: 400 },
    next: {
      patch: ({ record }) => {
        record.sandbox = 'stopped';
      },
      delete: true,
    },
  },
];

function runningCount(record: PodSubject['record']): number {
  return record.containers.filter(({ step }) => step === 'running').length;
}

function stopAll({ record }: PodSubject, graceMilliseconds: number): void {
  record.stopping = true;
  for (const container of record.containers) {
    if (container.step !== 'running') continue;
    container.stopping = true;
    container.instance?.stop(graceMilliseconds);
  }
}
