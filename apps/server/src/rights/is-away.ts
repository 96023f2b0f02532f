import type { ClusterHealth } from '../clusters/cluster-registry.ts';

/** Known not to answer: whoever waited for it would wait for nothing, and why it does not is told elsewhere. */
export function isAway({ state }: ClusterHealth): boolean {
  return state === 'unreachable' || state === 'refused';
}
