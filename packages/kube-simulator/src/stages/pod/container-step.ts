/** What stages of images and of containers ask and say of a container's step. */
import type { MatchExpression } from '../stage.ts';
import type { ContainerStep } from './container-record.ts';
import type { ContainerSubject } from './pod-subject.ts';
import { mayStart } from './restarts.ts';

export const POD = { apiGroup: 'v1', kind: 'Pod' } as const;

export const at =
  (...steps: ContainerStep[]): MatchExpression<ContainerSubject> =>
  ({ container }) =>
    steps.includes(container.step);

/** The containers before it have come so far that this one may go on. */
export const itsTurn: MatchExpression<ContainerSubject> = ({ record, container }) => mayStart(record, container);

export function wait(
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
