/** Which of several possible nodes is the best: with most room, fewest siblings, and closest to what the pod prefers. */
import type { Node, Pod } from '@luban/kube/kinds';
import { matchesNodeTerm } from '../support/node-affinity.ts';
import { requestsOf } from '../support/pod-requests.ts';
import { isTolerated } from '../support/taints.ts';
import type { PlacementRules } from './filters.ts';
import type { NodeState } from './node-state.ts';

export interface Candidate {
  state: NodeState;
  node: Node;
}

/** Weights of kube-scheduler's default profile. */
const WEIGHTS = { room: 1, balance: 1, siblings: 2, nodeAffinity: 2, taints: 3, podAffinity: 2, spread: 2 };

/** A pod that asks for nothing counts as this, so that such pods spread as well. In cores and bytes. */
const ASSUMED = { cpu: 0.1, memory: 200 * 2 ** 20 };

/** @param siblings pods of the same controller by the name of their node */
export function scoreNodes(
  pod: Pod,
  candidates: readonly Candidate[],
  rules: PlacementRules,
  siblings: ReadonlyMap<string, number>,
): number[] {
  const parts: [weight: number, scores: number[]][] = [
    [WEIGHTS.room, candidates.map(({ state }) => room(pod, state))],
    [WEIGHTS.balance, candidates.map(({ state }) => balance(pod, state))],
    [WEIGHTS.siblings, lowIsGood(candidates.map(({ state }) => siblings.get(state.name) ?? 0))],
    [WEIGHTS.nodeAffinity, highIsGood(candidates.map(({ node }) => nodePreference(pod, node)))],
    [WEIGHTS.taints, lowIsGood(candidates.map(({ node }) => dislikedTaints(pod, node)))],
    [WEIGHTS.podAffinity, highIsGood(candidates.map(({ node }) => rules.affinity.score(node)))],
    [WEIGHTS.spread, lowIsGood(candidates.map(({ node }) => rules.spread.crowd(node)))],
  ];
  return candidates.map((_, index) => parts.reduce((sum, [weight, scores]) => sum + weight * (scores[index] ?? 0), 0));
}

/** Share of each resource in use with the pod, 0 to 1. */
function usage(pod: Pod, { allocatable, requested, pods }: NodeState): number[] {
  return (['cpu', 'memory'] as const).map((name) => {
    const total = allocatable.get(name) ?? 0;
    if (total === 0) return 1;
    const wanted = requestsOf(pod.spec).get(name) ?? ASSUMED[name];
    // Pods without requests leave no trace in the sum.
    const taken = Math.max(requested.get(name) ?? 0, pods.size * ASSUMED[name] * 0.1);
    return Math.min(1, (taken + wanted) / total);
  });
}

function room(pod: Pod, state: NodeState): number {
  const shares = usage(pod, state);
  return (100 * shares.reduce((sum, share) => sum + 1 - share, 0)) / shares.length;
}

function balance(pod: Pod, state: NodeState): number {
  const [cpu = 0, memory = 0] = usage(pod, state);
  return 100 * (1 - Math.abs(cpu - memory) / 2);
}

function nodePreference({ spec }: Pod, node: Node): number {
  const preferred = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return preferred.reduce((sum, { weight, preference }) => sum + (matchesNodeTerm(preference, node) ? weight : 0), 0);
}

function dislikedTaints({ spec }: Pod, node: Node): number {
  const soft = (node.spec.taints ?? []).filter(({ effect }) => effect === 'PreferNoSchedule');
  return soft.filter((taint) => !isTolerated(taint, spec.tolerations)).length;
}

/** Stretched to 0 to 100; all the same when there is no difference. */
function highIsGood(values: readonly number[]): number[] {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return values.map((value) => (span === 0 ? 0 : (100 * (value - low)) / span));
}

function lowIsGood(values: readonly number[]): number[] {
  return highIsGood(values.map((value) => -value));
}
