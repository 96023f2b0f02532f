import type { Condition, ConditionStatus } from '@luban/kube/kinds';

export function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return conditionOf(conditions, type)?.status === 'True';
}

/**
 * The list with the condition in it, in its former place or at the end. The time of transition is kept while the status
 * stays, and everything is kept when status, reason and message stay.
 *
 * @param now as in metav1.Time
 */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  condition: { type: string; status: ConditionStatus; reason: string; message: string },
  now: string,
  extra: Partial<Condition> = {},
): Condition[] {
  const list = [...(conditions ?? [])];
  const at = list.findIndex(({ type }) => type === condition.type);
  const previous = list[at];
  if (
    previous?.status === condition.status &&
    previous.reason === condition.reason &&
    previous.message === condition.message
  ) {
    return list;
  }
  const lastTransitionTime = previous?.status === condition.status ? previous.lastTransitionTime : now;
  const next: Condition = { ...condition, lastTransitionTime: lastTransitionTime ?? now, ...extra };
  if (at < 0) list.push(next);
  else list[at] = next;
  return list;
}

export function withoutCondition(conditions: readonly Condition[] | undefined, type: string): Condition[] {
  return (conditions ?? []).filter((condition) => condition.type !== type);
}
