import type { Problem } from '@luban/manifest';
import type { InstallationStatus, InstallPlanObject } from '../catalogue/objects.ts';
import { unmetOn } from './dependencies.ts';
import { type Engine, isReachable, versionOf } from './engine.ts';
import type { AgentRecord, Journal } from './journal.ts';
import { placementOf } from './placement.ts';
import { isBeingRemoved, markOf, nameOf } from './plan.ts';
import { problem } from './problems.ts';
import { configHash, digestOf, effectiveValues } from './values.ts';

/** What one cluster's agent is to be. */
export interface WantedAgent {
  cluster: string;
  version: string;
  values: string;
  /** Tells this wish apart from others. */
  wants: string;
}

/** What is to be done on clusters, and what cannot. */
export interface AgentPlan {
  install: WantedAgent[];
  remove: string[];
  /** Clusters that do not answer, and the reasons; they are caught up when they do. */
  unreachable: Map<string, string>;
  /** Gone clusters, of which nothing can be removed any more. */
  gone: string[];
  problems: Problem[];
}

/**
 * Compares the agents that a plan asks for with those that there are. They follow the version that is in force on the host,
 * and where there is none, there are no agents.
 */
export function planAgents(engine: Engine, plan: InstallPlanObject, journal: Journal | undefined): AgentPlan {
  const extension = nameOf(plan);
  const planned: AgentPlan = { install: [], remove: [], unreachable: new Map(), gone: [], problems: [] };
  const wanted = wantedClusters(engine, plan, journal, planned.problems);
  const statuses = plan.status?.clusterSchedulingStatuses ?? {};
  for (const cluster of wanted) {
    const agent = wantedAgent(plan, journal, cluster);
    if (agent === undefined || isCurrent(statuses[cluster], agent)) continue;
    const record = journal?.agents?.[cluster];
    if (record?.failed === agent.wants) {
      if (record.problem !== undefined) planned.problems.push(record.problem);
      continue;
    }
    const handle = engine.clusters.get(cluster)!;
    const waitsFor = isReachable(handle) ? waitsOn(engine, plan, agent) : [];
    if (waitsFor.length > 0) planned.problems.push(...waitsFor);
    else if (isReachable(handle)) planned.install.push(agent);
    else planned.unreachable.set(cluster, handle.health.reason ?? '');
  }
  for (const cluster of Object.keys(statuses)) {
    if (wanted.includes(cluster)) continue;
    const handle = engine.clusters.get(cluster);
    const record: AgentRecord | undefined = journal?.agents?.[cluster];
    if (handle === undefined) planned.gone.push(cluster);
    else if (!isReachable(handle)) planned.unreachable.set(cluster, handle.health.reason ?? '');
    else if (record?.failed === removalOf(plan) && record.problem !== undefined) planned.problems.push(record.problem);
    else planned.remove.push(cluster);
  }
  for (const [cluster, reason] of planned.unreachable) {
    planned.problems.push(problem('LB7419', { cluster, reason }, extension));
  }
  return planned;
}

function waitsOn(engine: Engine, plan: InstallPlanObject, { cluster, version }: WantedAgent): Problem[] {
  const found = versionOf(engine, nameOf(plan), version);
  if (found === undefined || markOf(plan, 'ignoreDependencies') !== undefined) return [];
  return unmetOn({ name: cluster, labels: engine.labelsOf(cluster) }, found, nameOf(plan), engine.view);
}

/** What an agent is to be now; undefined: there is none to be. */
export function wantedAgent(
  plan: InstallPlanObject,
  journal: Journal | undefined,
  cluster: string,
): WantedAgent | undefined {
  const inForce = journal?.history[0];
  if (inForce === undefined) return undefined;
  const override = plan.spec?.clusterScheduling?.overrides;
  const own = override !== undefined && Object.hasOwn(override, cluster) ? override[cluster] : undefined;
  const values = effectiveValues(inForce.config, own, cluster);
  const wants = digestOf(inForce.version, values, markOf(plan, 'retry'));
  return { cluster, version: inForce.version, values, wants };
}

/** Tells one wish that an agent be gone from the next. */
export const removalOf = (plan: InstallPlanObject) =>
  digestOf('remove', markOf(plan, 'retry'), markOf(plan, 'forceDelete'));

export function isWanted(
  engine: Engine,
  plan: InstallPlanObject,
  journal: Journal | undefined,
  cluster: string,
): boolean {
  return wantedClusters(engine, plan, journal, []).includes(cluster);
}

/** Whether the agent is there as it is wanted. */
export function isCurrent(status: InstallationStatus | undefined, { version, values }: WantedAgent): boolean {
  return status?.state === 'Installed' && status.version === version && status.configHash === configHash(values);
}

function wantedClusters(
  engine: Engine,
  plan: InstallPlanObject,
  journal: Journal | undefined,
  problems: Problem[],
): string[] {
  const extension = nameOf(plan);
  const inForce = journal?.history[0];
  if (isBeingRemoved(plan) || inForce === undefined || !plan.status?.version) return [];
  const known = engine.clusters.list().map(({ name }) => ({ name, labels: engine.labelsOf(name) }));
  const { clusters, unknown } = placementOf(plan, known, (name) => engine.clusters.get(name) !== undefined);
  for (const cluster of unknown) problems.push(problem('LB7418', { cluster }, extension));
  if (clusters.length === 0) return [];
  const mode = versionOf(engine, extension, inForce.version)?.spec?.installationMode;
  if (mode === 'Multicluster') return clusters;
  // A version that is gone from the catalogue says nothing; what is there stays.
  if (mode === undefined && versionOf(engine, extension, inForce.version) === undefined) {
    return clusters.filter((cluster) => plan.status?.clusterSchedulingStatuses?.[cluster] !== undefined);
  }
  problems.push(problem('LB7417', {}, extension));
  return [];
}
