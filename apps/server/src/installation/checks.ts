import { diffPermissions, inRange, permissionsDigest, reasonsUnfit } from '@luban/extension-package';
import type { Problem } from '@luban/manifest';
import type { ExtensionVersionObject, InstallPlanObject } from '../catalogue/objects.ts';
import { candidateOf } from '../catalogue/platform.ts';
import { Refusal } from '../refusal.ts';
import { dependantsOf, dependenciesOf } from './dependencies.ts';
import { type CheckFacts, versionOf } from './engine.ts';
import type { Journal } from './journal.ts';
import { isBeingRemoved, markOf, nameOf } from './plan.ts';
import { problem, problemOf } from './problems.ts';
import { within } from './step-limits.ts';
import { parseValues } from './values.ts';

/** Whether a plan can be brought about, and why not. */
export interface Check {
  /** Present: the version that is planned exists. */
  version?: ExtensionVersionObject;
  /** Empty: nothing is in the way. */
  blocking: Problem[];
  /** Dependencies that are under way themselves. */
  waitingFor: string[];
  /** What the administrator should know. */
  warnings: Problem[];
  awaitingConsent?: Journal['awaitingConsent'];
}

/** Looks at everything that stands in objects; nothing is changed, and packages are read only where rights are compared. */
export async function checkPlan(
  engine: CheckFacts,
  plan: InstallPlanObject,
  journal: Journal | undefined,
): Promise<Check> {
  const extension = nameOf(plan);
  const planned = plan.spec!.extension;
  const check: Check = { blocking: [], waitingFor: [], warnings: [] };
  if (planned.name !== extension) {
    check.blocking.push(problem('LB7402', { plan: extension, named: planned.name }, extension));
    return check;
  }
  check.blocking.push(...configProblems(plan));
  const version = versionOf(engine, extension, planned.version);
  if (version === undefined || version.metadata.deletionTimestamp !== undefined) {
    const others = engine.objects.versionsOf(extension).map(({ spec }) => spec?.version ?? '');
    const available = others.sort().join(', ') || '–';
    check.blocking.push(problem('LB7401', { version: planned.version, available }, extension));
    return check;
  }
  check.version = version;
  check.blocking.push(...reasonsAgainst(version, engine).map((reason) => ({ ...reason, extension })));
  checkDependencies(engine, plan, version, check);
  check.warnings.push(...sharedNamespace(engine, plan, version));
  if (check.blocking.length === 0 && check.waitingFor.length === 0)
    await checkRights(engine, plan, version, journal, check);
  return check;
}

/** Values that are no YAML, in the plan as a whole: they are never taken for empty ones. */
export function configProblems(plan: InstallPlanObject): Problem[] {
  const { config, clusterScheduling } = plan.spec ?? {};
  const fields: [string, string | undefined][] = [['spec.config', config]];
  for (const [cluster, override] of Object.entries(clusterScheduling?.overrides ?? {})) {
    fields.push([`spec.clusterScheduling.overrides.${cluster}`, override]);
  }
  return fields.flatMap(([field, text]) => {
    try {
      parseValues(text, field);
      return [];
    } catch (error) {
      if (error instanceof Refusal) return [problemOf(error, 'check', nameOf(plan))];
      throw error;
    }
  });
}

function reasonsAgainst(version: ExtensionVersionObject, { platform }: CheckFacts): Problem[] {
  const { versions } = platform;
  const candidate = candidateOf(version);
  // As long as the host has not said its version, its range cannot stand in the way.
  if (versions.kubeVersion === '') candidate.kubeVersion = undefined;
  return reasonsUnfit(candidate, versions);
}

function checkDependencies(
  engine: CheckFacts,
  plan: InstallPlanObject,
  version: ExtensionVersionObject,
  check: Check,
): void {
  const extension = nameOf(plan);
  const { blocking, waitingFor, warnings } = dependenciesOf(version, extension, engine.view);
  const wanted = version.spec!.version!;
  const broken = dependantsOf(extension, engine.view)
    .filter(({ range }) => !inRange(wanted, range))
    .map(({ name, range }) => problem('LB7413', { dependant: name, range, version: wanted }, extension));
  const ignores = markOf(plan, 'ignoreDependencies') !== undefined;
  check.warnings.push(...warnings);
  if (ignores) check.warnings.push(...blocking, ...broken);
  else {
    check.blocking.push(...blocking, ...broken);
    check.waitingFor.push(...waitingFor);
  }
}

/** What stays worth knowing once the plan is brought about. */
export function standingWarnings(engine: CheckFacts, plan: InstallPlanObject): Problem[] {
  const version = versionOf(engine, nameOf(plan), plan.status?.version ?? '');
  return version === undefined ? [] : sharedNamespace(engine, plan, version);
}

function sharedNamespace(
  { objects }: CheckFacts,
  plan: InstallPlanObject,
  { spec }: ExtensionVersionObject,
): Problem[] {
  const { namespace } = spec ?? {};
  if (!namespace) return [];
  const others = [...objects.plans.values()].filter(
    (other) => nameOf(other) !== nameOf(plan) && other.status?.targetNamespace === namespace && !isBeingRemoved(other),
  );
  return others.map((other) => problem('LB7416', { namespace, other: nameOf(other) }, nameOf(plan)));
}

/** The first version is agreed to by being planned; later ones may ask for no more than that without a word. */
async function checkRights(
  engine: CheckFacts,
  plan: InstallPlanObject,
  version: ExtensionVersionObject,
  journal: Journal | undefined,
  check: Check,
): Promise<void> {
  const granted = journal?.granted;
  if (granted === undefined) return;
  const extension = nameOf(plan);
  const { clock, limits } = engine;
  const never = new AbortController().signal;
  // A package that cannot be fetched fails in the step that is there for it, where people see how.
  const found = await within({ clock, step: 'fetch', milliseconds: limits.fetch, signal: never }, (signal) =>
    engine.packages.read(version, signal),
  ).catch(() => undefined);
  if (found === undefined) return;
  const { permissions } = found;
  const digest = permissionsDigest(permissions);
  if (diffPermissions(granted, permissions).added.length === 0) return;
  if (markOf(plan, 'consent') === digest) return;
  const wanted = plan.spec!.extension.version;
  // Who goes back agreed to that version once.
  if (journal?.history.some((past) => past.version === wanted && past.rights === digest)) return;
  check.awaitingConsent = { version: wanted, digest };
  check.blocking.push(problem('LB7415', { version: wanted }, extension));
}
