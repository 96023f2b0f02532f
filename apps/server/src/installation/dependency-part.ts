import type { InstallPlanObject } from '../catalogue/objects.ts';
import type { DependencyView } from './dependencies.ts';
import { type PlacementCluster, placementOf } from './placement.ts';
import { nameOf } from './plan.ts';

/** How far the part of an installed extension on one cluster is. `none`: it is to have none there. */
export type PartState = 'there' | 'coming' | 'failed' | 'none';

/**
 * What an extension offers is often in its part for clusters, such as the kinds that others make objects of; that part
 * comes after the one on the host.
 */
export function partOn(plan: InstallPlanObject, cluster: PlacementCluster, view: DependencyView): PartState {
  const { version, clusterSchedulingStatuses = {} } = plan.status ?? {};
  const status = Object.hasOwn(clusterSchedulingStatuses, cluster.name)
    ? clusterSchedulingStatuses[cluster.name]
    : undefined;
  if (status?.version) return 'there';
  const mode = view.version(nameOf(plan), version ?? '')?.spec?.installationMode;
  if (mode !== 'Multicluster' || !isPlacedOn(plan, cluster)) return 'none';
  return status?.state === 'InstallFailed' ? 'failed' : 'coming';
}

function isPlacedOn(plan: InstallPlanObject, cluster: PlacementCluster): boolean {
  try {
    return placementOf(plan, [cluster]).clusters.length > 0;
  } catch {
    // A selector that nobody can understand selects nothing; its own plan says so.
    return false;
  }
}
