import { expect, test } from 'vitest';
import { budgetCounts } from './disruption-plan.ts';

const budget = { pods: 5, healthy: 5, scale: 5 };

test.each([
  [
    { ...budget, minAvailable: 3 },
    { expectedPods: 5, desiredHealthy: 3, disruptionsAllowed: 2 },
  ],
  [
    { ...budget, minAvailable: '50%' },
    { expectedPods: 5, desiredHealthy: 3, disruptionsAllowed: 2 },
  ],
  [
    { ...budget, maxUnavailable: 1 },
    { expectedPods: 5, desiredHealthy: 4, disruptionsAllowed: 1 },
  ],
  [
    { ...budget, maxUnavailable: '30%', healthy: 3 },
    { desiredHealthy: 3, disruptionsAllowed: 0 },
  ],
  [
    { pods: 0, healthy: 0, scale: 0, maxUnavailable: 1 },
    { expectedPods: 0, disruptionsAllowed: 0 },
  ],
])('%j allows %j', (given, expected) => {
  expect(budgetCounts(given)).toMatchObject(expected);
});
