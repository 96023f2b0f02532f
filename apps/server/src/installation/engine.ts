import type { Clock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { CatalogueObjects } from '../catalogue/catalogue-objects.ts';
import type { ExtensionVersionObject } from '../catalogue/objects.ts';
import type { Packages } from '../catalogue/packages.ts';
import type { Platform } from '../catalogue/platform.ts';
import type { ClusterHandle, ClusterRegistry } from '../clusters/cluster-registry.ts';
import type { Releases } from '../releases/releases.ts';
import type { Activities } from './activities.ts';
import type { DependencyView } from './dependencies.ts';
import type { InstallationLogs } from './installation-logs.ts';
import type { InterfaceInstaller } from './interface-installer.ts';
import type { JournalStore } from './journal-store.ts';
import type { PendingRemovals } from './pending-removals.ts';
import type { PlanObjects } from './plan-status.ts';
import type { StepLimits } from './step-limits.ts';

/** What all parts of the install controller work with. */
export interface Engine {
  /** LuBan itself, in the host. */
  client: KubeClient;
  clusters: ClusterRegistry;
  /** Labels of a cluster's object. */
  labelsOf(cluster: string): Readonly<Record<string, string>>;
  objects: CatalogueObjects;
  view: DependencyView;
  packages: Packages;
  releases: Releases;
  interfaces: InterfaceInstaller;
  /** Versions of what extensions run on, as they are now. */
  platform: Pick<Platform, 'versions' | 'watch'>;
  plans: PlanObjects;
  store: JournalStore;
  pendingRemovals: PendingRemovals;
  logs: InstallationLogs;
  activities: Activities;
  limits: StepLimits;
  clock: Clock;
  /** Has a plan looked at again. */
  soon(extension: string): void;
  /** Has one agent of a plan looked at again. */
  soonAgent(extension: string, cluster: string): void;
  /** Has the switch of a plan looked at again. */
  soonSwitch(extension: string): void;
  onError(error: unknown): void;
}

/** What it takes to say whether a plan can be brought about. */
export type CheckFacts = Pick<Engine, 'objects' | 'view' | 'packages' | 'platform' | 'clock' | 'limits'>;

export function versionOf(
  { objects }: Pick<Engine, 'objects'>,
  extension: string,
  version: string,
): ExtensionVersionObject | undefined {
  return objects.versions.get(`${extension}-${version}`);
}

/** Whether requests to a cluster have a chance. One that nobody has looked at yet has. */
export const isReachable = ({ health }: ClusterHandle) => health.state === 'ready' || health.state === 'unknown';
