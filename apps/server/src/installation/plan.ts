import { compareBuild, parse } from 'semver';
import type { InstallationStatus, InstallPlanObject } from '../catalogue/objects.ts';
import type { ClusterHandle } from '../clusters/cluster-registry.ts';
import type { ReleaseTarget } from '../releases/releases.ts';
import { PLAN_MARKS } from './installations.ts';

/** Source: KubeSphere 4. */
export const PROTECTION = 'kubesphere.io/installplan-protection';

export const nameOf = ({ metadata }: InstallPlanObject) => metadata.name!;

export const markOf = ({ metadata }: InstallPlanObject, mark: keyof typeof PLAN_MARKS): string | undefined =>
  metadata.annotations?.[PLAN_MARKS[mark]];

export const isBeingRemoved = ({ metadata }: InstallPlanObject) => metadata.deletionTimestamp !== undefined;

/** As KubeSphere reads it: what does not say that it is enabled is not. */
export const wantsEnabled = ({ spec }: InstallPlanObject) => spec?.enabled === true;

/** Whether the host part is there, in whichever version. */
export const isInstalled = ({ status }: InstallPlanObject) => Boolean(status?.version);

const UNDER_WAY = new Set(['Preparing', 'Installing', 'Upgrading', 'Uninstalling']);

export const isUnderWay = ({ state }: InstallationStatus) => UNDER_WAY.has(state ?? '');

export const defaultNamespace = (extension: string) => `extension-${extension}`;

export function hostTarget(extension: string, namespace: string, cluster: ClusterHandle): ReleaseTarget {
  return { extension, cluster, namespace, name: extension };
}

export function agentTarget(extension: string, namespace: string, cluster: ClusterHandle): ReleaseTarget {
  return { extension, cluster, namespace, name: `${extension}-agent` };
}

/** Whether a version is greater than another; what is no version is not. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [parse(version), parse(than)];
  return a !== null && b !== null && compareBuild(a, b) > 0;
}
