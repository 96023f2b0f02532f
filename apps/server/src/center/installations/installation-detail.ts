import type { Agent, Dependency, Health, Installation, InstallationSummary, Run } from '@luban/manifest/center-api';
import type { InstallPlanObject } from '../../catalogue/objects.ts';
import type { ClusterRegistry } from '../../clusters/cluster-registry.ts';
import type { Journal, Run as JournalRun } from '../../installation/journal.ts';
import { markOf } from '../../installation/plan.ts';

export interface InstallationDetailParts {
  summary: InstallationSummary;
  plan?: InstallPlanObject;
  journal?: Journal;
  installationMode: Installation['installationMode'];
  clusters: ClusterRegistry;
  dependants: Dependency[];
  awaitingConsent?: Installation['awaitingConsent'];
  health?: Health;
  /** Whether the person may read the plan, and with it the configuration. */
  mayRead: boolean;
}

export function installationDetail(parts: InstallationDetailParts): Installation {
  const { summary, plan, journal, mayRead, awaitingConsent, health } = parts;
  const { config = '', upgradeStrategy = 'Manual', clusterScheduling } = plan?.spec ?? {};
  const targetNamespace = plan?.status?.targetNamespace;
  const before = journal?.history[1];
  const declined = plan && markOf(plan, 'declined');
  const { clusters, clusterSelector } = clusterScheduling?.placement ?? {};
  return {
    ...summary,
    ...(targetNamespace && { targetNamespace }),
    config: mayRead ? config : '',
    overrides: mayRead ? { ...clusterScheduling?.overrides } : {},
    ...(!mayRead && plan !== undefined && { configHidden: true }),
    upgradeStrategy,
    installationMode: parts.installationMode,
    placement: { ...(clusters && { clusters }), ...(clusterSelector && { clusterSelector }) },
    runs: (journal?.runs ?? []).map(runOf),
    ...(before !== undefined && {
      rollbackTo: { version: before.version, config: mayRead ? before.config : '', at: before.at },
    }),
    ...(declined !== undefined && declined === summary.upgradeTo && { declined }),
    can: abilities(summary, plan, journal),
    agents: agentsOf(parts),
    dependants: parts.dependants,
    ...(awaitingConsent !== undefined && { awaitingConsent }),
    ...(health !== undefined && { healthDetail: health }),
  };
}

function abilities(
  { state }: InstallationSummary,
  plan: InstallPlanObject | undefined,
  journal: Journal | undefined,
): Installation['can'] {
  const newest = journal?.runs[0];
  const failed = state.endsWith('Failed') || newest?.state === 'failed' || newest?.state === 'cancelled';
  const isGoing = plan?.metadata.deletionTimestamp !== undefined;
  return {
    cancel: newest?.state === 'running',
    retry: plan !== undefined && newest?.state !== 'running' && failed,
    forceRemove: plan !== undefined && (failed || isGoing),
  };
}

/** Those that have a release, and those that are to have one. */
function agentsOf({ plan, journal, clusters }: InstallationDetailParts): Agent[] {
  const states = new Map(Object.entries(plan?.status?.clusterSchedulingStatuses ?? {}));
  const chosen = plan?.spec?.clusterScheduling?.placement?.clusters ?? [];
  const names = [...new Set([...states.keys(), ...chosen])].sort();
  return names.map((cluster) => {
    const { state = '', version } = states.get(cluster) ?? {};
    const problem = journal?.runs[0]?.steps.find(
      (step) => step.cluster === cluster && step.state === 'failed',
    )?.problem;
    const health = clusters.get(cluster)?.health.state;
    return {
      cluster,
      reachable: health === 'ready' || health === 'unknown',
      state,
      ...(version && { version }),
      ...(problem !== undefined && { problem }),
    };
  });
}

/** What the journal keeps for the controller alone is left out: it holds configurations. */
function runOf({ id, action, version, from, state, startedAt, endedAt, by, steps }: JournalRun): Run {
  return {
    ...{ id, action, version, state, startedAt },
    ...(from !== undefined && { from }),
    ...(endedAt !== undefined && { endedAt }),
    ...(by !== undefined && { by }),
    steps: steps.map((step) => ({ ...step })),
  };
}
