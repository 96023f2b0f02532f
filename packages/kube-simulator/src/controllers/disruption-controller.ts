import { type LabelSelector, labelSelectorFromObject, matchesLabels, timestamp } from '@luban/kube';
import type { Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '@luban/kube/kinds';
import type { Cluster } from '../support/cluster.ts';
import { type Controller, onChange } from '../support/controller.ts';
import { byNamespace } from '../support/informers.ts';
import { sameJson } from '../support/json.ts';
import {
  POD_DISRUPTION_BUDGETS,
  PODS,
  REPLICA_SETS,
  REPLICATION_CONTROLLERS,
  STATEFUL_SETS,
} from '../support/kinds.ts';
import { keyOf, namespacedKey, timeOf } from '../support/objects.ts';
import { controllerOf } from '../support/owners.ts';
import { isActive, isReady } from '../support/pods.ts';
import { selectorOfOwner } from '../support/selection.ts';
import { budgetCounts } from './disruption-plan.ts';

/** So long, in milliseconds, a granted eviction may take before the pod counts as staying. */
const EVICTION_TIME = 120_000;

/** Counts how many pods may be evicted under each PodDisruptionBudget. */
export function disruptionController(cluster: Cluster): Controller {
  const budgets = cluster.cache(POD_DISRUPTION_BUDGETS);
  const pods = cluster.cache(PODS);
  for (const kind of [REPLICATION_CONTROLLERS, REPLICA_SETS, STATEFUL_SETS]) cluster.cache<ScalableObject>(kind);
  return {
    name: 'disruption',
    watch: (enqueue) => [
      onChange(budgets, (budget) => enqueue(keyOf(budget))),
      onChange(pods, (pod, previous) => {
        for (const budget of byNamespace(budgets).get(pod.metadata.namespace ?? '')) {
          const selector = selectorOfOwner(budget);
          if (selector === undefined) continue;
          const concerned = [pod, previous].some((state) => state && matchesLabels(selector, state.metadata.labels));
          if (concerned) enqueue(keyOf(budget), 100);
        }
      }),
    ],
    async reconcile(key) {
      const budget = budgets.get(key);
      if (budget === undefined) return undefined;
      // In this version an empty selector selects every pod, and none at all selects none.
      const selector = budget.spec.selector ? labelSelectorFromObject(budget.spec.selector) : undefined;
      const matching = selector === undefined ? [] : matchingPods(cluster, budget, selector);
      const { status, after } = statusOf(cluster, budget, matching);
      if (!sameJson(status, budget.status)) await cluster.updateStatus(POD_DISRUPTION_BUDGETS, { ...budget, status });
      return after;
    },
  };
}

type ScalableObject = import('@luban/kube').KubeObject & { spec: { replicas?: number } };

function matchingPods(cluster: Cluster, budget: PodDisruptionBudget, selector: LabelSelector): Pod[] {
  const pods = byNamespace(cluster.cache(PODS)).get(budget.metadata.namespace ?? '');
  return pods.filter((pod) => isActive(pod) && matchesLabels(selector, pod.metadata.labels));
}

function statusOf(cluster: Cluster, budget: PodDisruptionBudget, pods: readonly Pod[]) {
  const now = cluster.clock.now();
  const disrupted = new Map<string, string>();
  let after: number | undefined;
  for (const [name, time] of Object.entries(budget.status?.disruptedPods ?? {})) {
    const left = (timeOf(time) ?? 0) + EVICTION_TIME - now;
    if (left <= 0 || !pods.some(({ metadata }) => metadata.name === name)) continue;
    disrupted.set(name, time);
    after = Math.min(after ?? left, left);
  }
  const counts = budgetCounts({
    minAvailable: budget.spec.minAvailable,
    maxUnavailable: budget.spec.maxUnavailable,
    pods: pods.length,
    healthy: pods.filter((pod) => isReady(pod) && !disrupted.has(pod.metadata.name ?? '')).length,
    scale: scaleOf(cluster, pods),
  });
  const allowed = counts.disruptionsAllowed > 0;
  const condition = {
    type: 'DisruptionAllowed',
    status: allowed ? ('True' as const) : ('False' as const),
    reason: allowed ? 'SufficientPods' : 'InsufficientPods',
    message: '',
    observedGeneration: budget.metadata.generation,
  };
  const known = budget.status?.conditions?.find(({ type }) => type === condition.type);
  const lastTransitionTime = known?.status === condition.status ? known.lastTransitionTime : timestamp(now);
  const status: PodDisruptionBudgetStatus = {
    ...counts,
    ...(disrupted.size > 0 && { disruptedPods: Object.fromEntries(disrupted) }),
    observedGeneration: budget.metadata.generation,
    conditions: [{ ...condition, lastTransitionTime }],
  };
  return { status, after };
}

/** Pods that the controllers of these pods want in sum; a pod of its own counts as one. */
function scaleOf(cluster: Cluster, pods: readonly Pod[]): number {
  const seen = new Set<string>();
  let scale = 0;
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (owner === undefined) {
      scale++;
      continue;
    }
    if (seen.has(owner.uid)) continue;
    seen.add(owner.uid);
    const kind = [REPLICATION_CONTROLLERS, REPLICA_SETS, STATEFUL_SETS].find((known) => known.kind === owner.kind);
    const found = kind && cluster.cache<ScalableObject>(kind).get(namespacedKey(pod.metadata.namespace, owner.name));
    scale += found?.spec.replicas ?? pods.filter((other) => controllerOf(other)?.uid === owner.uid).length;
  }
  return scale;
}
