import type { Tone } from '@luban/ui';
import { listAt, textAt } from '../json.ts';

/** metav1.Condition, and what looks like it. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** RFC 3339, or empty. */
  readonly changed: string;
}

export function conditionsOf(object: unknown): Condition[] {
  return listAt(object, 'status', 'conditions').map((condition) => ({
    type: textAt(condition, 'type'),
    status: textAt(condition, 'status'),
    reason: textAt(condition, 'reason'),
    message: textAt(condition, 'message'),
    changed: textAt(condition, 'lastTransitionTime') || textAt(condition, 'lastUpdateTime'),
  }));
}

/** Conditions that tell of trouble when they are true, such as MemoryPressure of a node. */
const TROUBLES =
  /(?:Pressure|Unavailable|Failure|Failed|Error|Stalled|Degraded|Dangling|Terminating|Conflict|Deprecated|Corrupted|Disrupted|DisruptionTarget|NonStructuralSchema)$/;

/** Conditions that say what is going on rather than how it is. */
const NEUTRAL =
  /^(?:Suspended|Complete|Progressing|Resizing|FileSystemResizePending|PodReadyToStartContainers|SuccessCriteriaMet|ScalingLimited|ScalingActive)$/;

/** How a condition is: what should be true and is not is a fault, and so is trouble that is there. */
export function toneOfCondition({ type, status }: Pick<Condition, 'type' | 'status'>): Tone {
  if (status === 'Unknown') return 'warning';
  const isTrue = status === 'True';
  if (TROUBLES.test(type)) return isTrue ? 'danger' : 'ok';
  if (type === 'Progressing') return isTrue ? 'ok' : 'danger';
  if (NEUTRAL.test(type)) return isTrue ? 'info' : 'neutral';
  return isTrue ? 'ok' : 'danger';
}
