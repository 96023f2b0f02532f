import type { Problem } from '@luban/manifest';
import type { InstallationState, InstallationSummary, Texts } from '@luban/manifest/center-api';
import { gt, valid } from 'semver';
import type { InstallPlanObject } from '../../catalogue/objects.ts';
import type { ListedExtension } from '../../extensions/bundle.ts';
import { PLAN_MARKS } from '../../installation/installations.ts';
import type { Journal } from '../../installation/journal.ts';
import { isBeingRemoved, wantsEnabled } from '../../installation/plan.ts';

/** What is known of an installation. Of `plan` and `bundle` there is at least one. */
export interface InstallationParts {
  displayName: Texts;
  icon?: string;
  category?: string;
  plan?: InstallPlanObject;
  journal?: Journal;
  /** The interface that is in force. */
  bundle?: ListedExtension;
  recommendedVersion?: string;
  /** What else is in the way, such as conflicts of the interface. */
  problems: readonly Problem[];
  health?: InstallationSummary['health'];
}

export function installationSummary(name: string, parts: InstallationParts): InstallationSummary {
  const { plan, journal, bundle, icon, category, health } = parts;
  const version = inForce(parts);
  const upgradeTo = newer(parts.recommendedVersion, version);
  const progress = progressOf(journal);
  return {
    name,
    displayName: parts.displayName,
    ...(icon !== undefined && { icon }),
    ...(category !== undefined && { category }),
    state: stateOf(parts),
    ...(version !== undefined && { version }),
    plannedVersion: plan?.spec?.extension.version ?? version ?? '',
    enabled: isEnabled(parts),
    ...(upgradeTo !== undefined && { upgradeTo }),
    origin: plan === undefined ? 'bundle' : 'plan',
    preinstalled: isPreinstalled(parts),
    clusters: Object.keys(plan?.status?.clusterSchedulingStatuses ?? {}).length,
    problems: distinct([
      ...(journal?.problems ?? []),
      ...failuresOf(journal),
      ...(bundle?.problems ?? []),
      ...parts.problems,
    ]),
    ...(health !== undefined && { health }),
    ...(progress !== undefined && { progress }),
  };
}

function stateOf({ plan, bundle }: InstallationParts): InstallationState {
  if (plan === undefined) return bundle === undefined ? '' : 'Installed';
  const state = plan.status?.state ?? '';
  if (!isBeingRemoved(plan)) return state;
  return state === 'UninstallFailed' || state === 'Uninstalled' ? state : 'Uninstalling';
}

function inForce({ plan, bundle }: InstallationParts): string | undefined {
  return plan === undefined ? bundle?.active.version : plan.status?.version || undefined;
}

function isEnabled({ plan, bundle }: InstallationParts): boolean {
  return plan === undefined ? bundle?.state === 'Available' : wantsEnabled(plan);
}

function isPreinstalled({ plan, bundle }: InstallationParts): boolean {
  const mark = plan?.metadata.annotations?.[PLAN_MARKS.preinstalled];
  return plan === undefined ? bundle?.active.origin === 'builtin' : mark !== undefined;
}

function newer(candidate: string | undefined, than: string | undefined): string | undefined {
  if (candidate === undefined || than === undefined || valid(candidate) === null) return undefined;
  return valid(than) !== null && gt(candidate, than) ? candidate : undefined;
}

/** What made the newest run fail stays in the way until something else is tried. */
function failuresOf(journal: Journal | undefined): Problem[] {
  const newest = journal?.runs[0];
  if (newest?.state !== 'failed') return [];
  return newest.steps.flatMap(({ state, problem }) => (state === 'failed' && problem !== undefined ? [problem] : []));
}

function progressOf(journal: Journal | undefined): InstallationSummary['progress'] {
  const newest = journal?.runs[0];
  if (newest?.state !== 'running') return undefined;
  const over = newest.steps.filter(({ state }) => state !== 'waiting' && state !== 'running');
  return { done: over.length, of: newest.steps.length };
}

export function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify([problem.code, problem.params]), problem])).values()];
}
