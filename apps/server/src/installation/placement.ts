import { type LabelSelector, labelSelectorFromObject, matchesLabels } from '@luban/kube';
import type { InstallPlanObject } from '../catalogue/objects.ts';
import { Refusal } from '../refusal.ts';

/** A cluster that agents can be placed on. */
export interface PlacementCluster {
  name: string;
  labels: Readonly<Record<string, string>>;
}

export interface Placement {
  /** Names of known clusters, each once. */
  clusters: string[];
  /** Named, and not there. */
  unknown: string[];
}

/**
 * Where the agents of a plan belong. A list of names wins over a selector; neither: nowhere. Source: KubeSphere 4.
 *
 * @throws Refusal LB7429 when the selector says nothing that can be understood
 */
export function placementOf(
  plan: InstallPlanObject,
  known: readonly PlacementCluster[],
  isKnown = (name: string) => known.some((cluster) => cluster.name === name),
): Placement {
  const { clusters = [], clusterSelector } = plan.spec?.clusterScheduling?.placement ?? {};
  if (clusters.length > 0) {
    const wanted = [...new Set(clusters)];
    return { clusters: wanted.filter(isKnown), unknown: wanted.filter((name) => !isKnown(name)) };
  }
  if (clusterSelector === undefined) return { clusters: [], unknown: [] };
  const selector = readSelector(clusterSelector);
  return {
    clusters: known.filter(({ labels }) => matchesLabels(selector, labels)).map(({ name }) => name),
    unknown: [],
  };
}

type Selector = NonNullable<
  NonNullable<NonNullable<NonNullable<InstallPlanObject['spec']>['clusterScheduling']>['placement']>['clusterSelector']
>;

function readSelector(selector: Selector): LabelSelector {
  try {
    return labelSelectorFromObject(selector);
  } catch (error) {
    throw new Refusal(422, 'LB7429', { reason: error instanceof Error ? error.message : String(error) });
  }
}
