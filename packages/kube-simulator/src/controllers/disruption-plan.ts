/** Arithmetic of PodDisruptionBudgets. Source: pkg/controller/disruption of Kubernetes. */
import type { IntOrString, PodDisruptionBudgetStatus } from '@luban/kube/kinds';
import { fractionOf } from '../support/fraction.ts';

export interface Budget {
  minAvailable?: IntOrString;
  maxUnavailable?: IntOrString;
  /** Matching pods. */
  pods: number;
  /** Matching pods that are ready and were not given free to evict. */
  healthy: number;
  /** Pods that the controllers of the matching pods want. */
  scale: number;
}

export function budgetCounts(
  budget: Budget,
): Pick<PodDisruptionBudgetStatus, 'currentHealthy' | 'desiredHealthy' | 'disruptionsAllowed' | 'expectedPods'> {
  const { expected, desired } = targets(budget);
  const allowed = budget.healthy - desired;
  return {
    currentHealthy: budget.healthy,
    desiredHealthy: desired,
    disruptionsAllowed: expected === 0 || allowed <= 0 ? 0 : allowed,
    expectedPods: expected,
  };
}

function targets({ minAvailable, maxUnavailable, pods, scale }: Budget): { expected: number; desired: number } {
  if (maxUnavailable !== undefined) {
    const unavailable = fractionOf(maxUnavailable, scale, 'up') ?? 0;
    return { expected: scale, desired: Math.max(0, scale - unavailable) };
  }
  if (typeof minAvailable === 'string') {
    return { expected: scale, desired: fractionOf(minAvailable, scale, 'up') ?? scale };
  }
  return { expected: pods, desired: minAvailable ?? 1 };
}
