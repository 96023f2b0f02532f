import { inRange } from '@luban/extension-package';
import type { Problem } from '@luban/manifest';
import type { ExtensionVersionObject, InstallPlanObject } from '../catalogue/objects.ts';
import { partOn } from './dependency-part.ts';
import type { PlacementCluster } from './placement.ts';
import { isBeingRemoved, isInstalled, isUnderWay, nameOf, wantsEnabled } from './plan.ts';
import { problem } from './problems.ts';

/** What dependencies are looked up in. */
export interface DependencyView {
  plans(): Iterable<InstallPlanObject>;
  plan(extension: string): InstallPlanObject | undefined;
  version(extension: string, version: string): ExtensionVersionObject | undefined;
  host(): PlacementCluster;
}

export interface Need {
  name: string;
  range: string;
  required: boolean;
}

export interface Dependencies {
  /** Required ones that are not met. */
  blocking: Problem[];
  /** Required ones that will be met when what is under way succeeds. */
  waitingFor: string[];
  /** Optional ones that are not met. */
  warnings: Problem[];
}

/** Other extensions that a version needs. Other types of dependencies are not known here. */
export function needsOf(version: ExtensionVersionObject): Need[] {
  return (version.spec?.externalDependencies ?? [])
    .filter(({ type }) => type === undefined || type === '' || type === 'extension')
    .map(({ name, version: range, required }) => ({ name, range, required: required === true }));
}

/** How the needs of a version are met. */
export function dependenciesOf(version: ExtensionVersionObject, extension: string, view: DependencyView): Dependencies {
  const found: Dependencies = { blocking: [], waitingFor: [], warnings: [] };
  for (const need of needsOf(version)) {
    const unmet = whyUnmet(need, extension, view);
    if (unmet === undefined) continue;
    if (!need.required) found.warnings.push(problem('LB7414', { dependency: need.name, range: need.range }, extension));
    else if (unmet === 'waits') found.waitingFor.push(need.name);
    else found.blocking.push(unmet);
  }
  const circle = circleOf(extension, version, view);
  if (circle !== undefined && (found.blocking.length > 0 || found.waitingFor.length > 0)) {
    found.blocking.push(problem('LB7408', { circle: circle.join(' → ') }, extension));
  }
  return found;
}

/** Installed and enabled extensions that need this one. */
export function dependantsOf(extension: string, view: DependencyView): { name: string; range: string }[] {
  const dependants: { name: string; range: string }[] = [];
  for (const plan of view.plans()) {
    const name = nameOf(plan);
    if (name === extension || !isInstalled(plan) || !wantsEnabled(plan) || isBeingRemoved(plan)) continue;
    const version = view.version(name, plan.status!.version!);
    const need = version && needsOf(version).find((one) => one.name === extension && one.required);
    if (need !== undefined) dependants.push({ name, range: need.range });
  }
  return dependants.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Why a need is not met, if it is not. `waits`: it will be when what is under way succeeds. */
export function whyUnmet(
  { name, range }: Need,
  extension: string,
  view: DependencyView,
): Problem | 'waits' | undefined {
  const plan = view.plan(name);
  const params = { dependency: name, range };
  if (plan === undefined || isBeingRemoved(plan)) return problem('LB7405', params, extension);
  const status = plan.status ?? {};
  if (isInstalled(plan) && inRange(status.version!, range)) {
    if (!wantsEnabled(plan)) return problem('LB7406', params, extension);
    return whyNotWhole(plan, view.host(), extension, view);
  }
  const planned = plan.spec?.extension.version ?? '';
  const isComing = inRange(planned, range) && (isUnderWay(status) || !status.state);
  if (isComing) return 'waits';
  if (!isInstalled(plan)) return problem('LB7405', params, extension);
  return problem('LB7407', { ...params, installed: status.version! }, extension);
}

/** What of an installed dependency is missing on a cluster, if it is to be there. `waits`: it is under way. */
function whyNotWhole(
  plan: InstallPlanObject,
  cluster: PlacementCluster,
  extension: string,
  view: DependencyView,
): Problem | 'waits' | undefined {
  const part = partOn(plan, cluster, view);
  if (part === 'coming') return 'waits';
  if (part !== 'failed') return undefined;
  return problem('LB7435', { dependency: nameOf(plan), cluster: cluster.name }, extension);
}

/** What the agent of a version has to wait for on a cluster. */
export function unmetOn(
  cluster: PlacementCluster,
  version: ExtensionVersionObject,
  extension: string,
  view: DependencyView,
): Problem[] {
  return needsOf(version).flatMap(({ name, required }) => {
    const plan = required ? view.plan(name) : undefined;
    if (plan === undefined || !isInstalled(plan)) return [];
    const unmet = whyNotWhole(plan, cluster, extension, view);
    if (unmet === undefined) return [];
    return [unmet === 'waits' ? problem('LB7409', { dependency: name }, extension) : unmet];
  });
}

/** Names from the extension back to itself, along what is required. */
function circleOf(extension: string, version: ExtensionVersionObject, view: DependencyView): string[] | undefined {
  const seen = new Set<string>();
  const search = (of: ExtensionVersionObject, path: readonly string[]): string[] | undefined => {
    for (const { name, required } of needsOf(of)) {
      if (!required) continue;
      if (name === extension) return [...path, name];
      if (seen.has(name)) continue;
      seen.add(name);
      const planned = view.plan(name)?.spec?.extension.version;
      const next = planned === undefined ? undefined : view.version(name, planned);
      const circle = next && search(next, [...path, name]);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  return search(version, [extension]);
}
