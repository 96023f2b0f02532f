import type { InstallPlanObject } from './objects.ts';

/** Versions of an extension that a rollback may go back to, from the journal of its installation. */
export type PastVersions = (extension: string) => readonly string[];

/**
 * Names of the `ExtensionVersion` objects that installations need: planned, in force on any cluster, or where a rollback
 * goes. They stay, whatever a repository says.
 */
export function heldVersions(plans: Iterable<InstallPlanObject>, past: PastVersions = () => []): Set<string> {
  const held = new Set<string>();
  for (const { metadata, spec, status } of plans) {
    const extension = spec?.extension?.name || metadata.name!;
    const agents = Object.values(status?.clusterSchedulingStatuses ?? {});
    for (const version of [
      spec?.extension?.version,
      status?.version,
      ...agents.map((agent) => agent.version),
      ...past(extension),
    ]) {
      if (version) held.add(`${extension}-${version}`);
    }
  }
  return held;
}
