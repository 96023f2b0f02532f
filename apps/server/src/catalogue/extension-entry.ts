import { compare, valid } from 'semver';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import {
  type ExtensionObject,
  type ExtensionVersionObject,
  type InstallPlanObject,
  KUBESPHERE_LABELS,
} from './objects.ts';
import { type PlatformVersions, recommendedOf } from './platform.ts';

/** Leads to the versions of an Extension going with it. Source: KubeSphere 4. */
export const EXTENSION_FINALIZER = 'kubesphere.io/extension-protection';

export interface EntryFacts {
  name: string;
  /** Undefined: there is none yet. */
  entry: ExtensionObject | undefined;
  versions: readonly ExtensionVersionObject[];
  plan: InstallPlanObject | undefined;
  platform: PlatformVersions;
  /** Whether there is a Repository object of that name. */
  isRepository(name: string): boolean;
  /** Repositories that list the extension, in the order in which they have it. */
  offeredBy: readonly string[];
}

/** Versions that are complete, ascending. */
export function inAscendingOrder(versions: readonly ExtensionVersionObject[]): ExtensionVersionObject[] {
  return versions
    .filter(({ spec }) => valid(spec?.version) !== null)
    .sort((a, b) => compare(a.spec!.version!, b.spec!.version!));
}

/** The Extension as it should be; undefined: there is nothing to make one of. Fields: KubeSphere 4. */
export function entryOf(facts: EntryFacts): ExtensionObject | undefined {
  const { name, entry } = facts;
  const versions = inAscendingOrder(facts.versions);
  const newest = versions.at(-1);
  if (newest === undefined && entry === undefined) return undefined;
  const { ownerReferences: _, ...metadata } = entry?.metadata ?? { name };
  const { displayName, description, icon, provider, created } = newest?.spec ?? {};
  return {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'Extension',
    metadata: {
      ...metadata,
      labels: labelsOf(facts, newest),
      annotations: annotationsOf(facts),
      finalizers: [...new Set([...(metadata.finalizers ?? []), EXTENSION_FINALIZER])],
    },
    // What somebody wrote by hand stands until there is a version.
    spec: newest === undefined ? entry?.spec : defined({ displayName, description, icon, provider, created }),
    status: statusOf(facts, versions),
  };
}

function labelsOf({ entry, versions, isRepository }: EntryFacts, newest: ExtensionVersionObject | undefined) {
  const { repository, category } = KUBESPHERE_LABELS;
  const { [repository]: known, [category]: before, ...others } = entry?.metadata.labels ?? {};
  const owners = versions.flatMap(({ metadata: { labels = {} } }) => labels[repository] ?? []).filter(isRepository);
  // One that a person set on what was published by hand lets that repository add to it.
  const owner =
    known !== undefined && isRepository(known) && (owners.length === 0 || owners.includes(known)) ? known : owners[0];
  const kind = newest === undefined ? before : newest.metadata.labels?.[category];
  return { ...others, ...(owner && { [repository]: owner }), ...(kind && { [category]: kind }) };
}

function annotationsOf({ entry, versions, offeredBy }: EntryFacts): Record<string, string> {
  const { [CATALOGUE_MARKS.alsoIn]: _, ...others } = entry?.metadata.annotations ?? {};
  const used = new Set(versions.map(({ metadata }) => metadata.labels?.[KUBESPHERE_LABELS.repository]));
  const [first, ...rest] = offeredBy;
  const unused = first !== undefined && used.has(first) ? rest : offeredBy;
  return { ...others, ...(unused.length > 0 && { [CATALOGUE_MARKS.alsoIn]: unused.join(',') }) };
}

/** What the plan says of the installation, and what there is to install. */
function statusOf(
  { entry, plan, platform, versions: all }: EntryFacts,
  versions: readonly ExtensionVersionObject[],
): NonNullable<ExtensionObject['status']> {
  const { status, spec } = plan ?? {};
  const conditions = plan === undefined ? ownConditions(entry) : status?.conditions;
  return {
    state: status?.state ?? '',
    enabled: status?.enabled ?? false,
    ...defined({
      plannedInstallVersion: spec?.extension?.version,
      installedVersion: status?.version,
      recommendedVersion: recommendedOf(all, platform),
      conditions: conditions?.length ? conditions : undefined,
      clusterSchedulingStatuses: status?.clusterSchedulingStatuses,
    }),
    versions: versions.map(({ spec: of, metadata }) => ({
      version: of!.version!,
      ...defined({ creationTimestamp: of!.created ?? metadata.creationTimestamp }),
    })),
  };
}

/** Of an extension that is not installed, the conditions of an installation are gone with it. */
function ownConditions(entry: ExtensionObject | undefined) {
  const ofPlans = new Set(['Initialized', 'Installed', 'Upgraded', 'Uninstalled', 'Ready', 'Consented']);
  return entry?.status?.conditions?.filter(({ type }) => !ofPlans.has(type));
}

function defined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
