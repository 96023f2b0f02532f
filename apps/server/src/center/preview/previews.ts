import { diffPermissions, type ExtensionPackage, permissionsDigest } from '@luban/extension-package';
import { documents } from '@luban/extension-package/helm';
import type { Problem } from '@luban/manifest';
import type { Preview } from '@luban/manifest/center-api';
import type { CatalogueObjects } from '../../catalogue/catalogue-objects.ts';
import type { ExtensionVersionObject } from '../../catalogue/objects.ts';
import type { Packages } from '../../catalogue/packages.ts';
import type { ExtensionObjects } from '../../extension-api/extension-objects.ts';
import type { ExtensionSource } from '../../extensions/extension-source.ts';
import { isBeingRemoved } from '../../installation/plan.ts';
import { problem, problemOf } from '../../installation/problems.ts';
import type { IndexService } from '../../live/index-service.ts';
import { AWAITS_CONSENT, type Obstacles } from '../actions/obstacles.ts';
import { PlanGuards } from '../actions/plan-guards.ts';
import type { Center } from '../center.ts';
import type { DependencyList } from '../dependencies/dependency-list.ts';
import { ruleOf } from '../version/permission-view.ts';
import { apiConflicts } from './api-conflicts.ts';
import { compareObjects } from './compare-objects.ts';
import { indexConflicts } from './index-conflicts.ts';
import { type PreviewRequest, plannedBy } from './preview-request.ts';
import type { PreviewedReleases, ReleasePreviews } from './release-previews.ts';
import { secretsOf, shownObjects } from './shown-object.ts';

export interface PreviewsOptions {
  center: Center;
  objects: CatalogueObjects;
  packages: Packages;
  obstacles: Obstacles;
  dependencies: DependencyList;
  source: ExtensionSource;
  index: IndexService;
  apiObjects?: ExtensionObjects;
  /** Absent: nothing can be rendered here. */
  releases?: ReleasePreviews;
}

const NOTHING: Pick<Preview, 'objects' | 'diff' | 'diffCut'> = {
  objects: { added: [], changed: [], removed: [], unchanged: 0 },
  diff: '',
  diffCut: false,
};

/** Finds out what a change would do, without doing it. */
export class Previews {
  readonly #options: PreviewsOptions;

  constructor(options: PreviewsOptions) {
    this.#options = options;
  }

  /** @throws the reason of the signal. All else that goes wrong is told in the preview */
  async of(
    extension: string,
    object: ExtensionVersionObject,
    request: PreviewRequest,
    signal: AbortSignal,
  ): Promise<Preview> {
    const { objects, packages, obstacles, dependencies, center } = this.#options;
    const current = objects.plans.get(extension);
    const plan = plannedBy(extension, current, request);
    const preview: Preview = {
      version: request.version,
      ...(current?.status?.version && { from: current.status.version }),
      blocking: [...request.problems, ...this.#states(extension)],
      warnings: [],
      dependencies: dependencies.needs(extension, object),
      permissions: { added: [], removed: [], unchanged: 0, digest: '' },
      conflicts: [],
      ...NOTHING,
    };
    const check = await obstacles.check(plan);
    signal.throwIfAborted();
    // Values that are no YAML were named already, with line and column.
    const told = request.problems.length > 0 ? [AWAITS_CONSENT, 'LB7404'] : [AWAITS_CONSENT];
    preview.blocking.push(...check.blocking.filter(({ code }) => !told.includes(code)));
    preview.warnings.push(...check.warnings);
    let found: ExtensionPackage;
    try {
      found = await packages.read(object, signal);
    } catch (error) {
      signal.throwIfAborted();
      preview.blocking.push(problemOf(error, 'fetch', extension));
      return preview;
    }
    preview.warnings.push(...found.warnings);
    const { granted = { role: [], clusterRole: [] } } = center.journal(extension) ?? {};
    const { added, removed, unchanged } = diffPermissions(granted, found.permissions);
    const digest = permissionsDigest(found.permissions);
    preview.permissions = { added: added.map(ruleOf), removed: removed.map(ruleOf), unchanged, digest };
    preview.conflicts.push(...indexConflicts(extension, found.ui?.manifest, this.#options));
    const { releases } = this.#options;
    if (releases === undefined || request.problems.length > 0) return preview;
    const archive = await packages.archive(object, signal);
    const rendered = await releases.of({ plan, current, package: found, archive, signal });
    this.#addReleases(preview, extension, rendered, plan.spec?.config ?? '');
    return preview;
  }

  #addReleases(
    preview: Preview,
    extension: string,
    { releases, blocking, warnings }: PreviewedReleases,
    config: string,
  ) {
    preview.blocking.push(...blocking);
    preview.warnings.push(...warnings);
    const secrets = secretsOf(
      releases.flatMap(({ before, after }) => [before, after]),
      [config],
    );
    const before = releases.flatMap((release) => shownObjects(release.before, release.cluster, secrets));
    const after = releases.flatMap((release) => shownObjects(release.after, release.cluster, secrets));
    Object.assign(preview, compareObjects(before, after));
    const host = releases.find(({ cluster }) => cluster === undefined)?.after;
    const { apiObjects } = this.#options;
    if (host === undefined || apiObjects === undefined) return;
    preview.conflicts.push(...apiConflicts(extension, documents(host.manifest), apiObjects));
  }

  /** What has to be over first. */
  #states(extension: string): Problem[] {
    const { center, objects } = this.#options;
    const plan = objects.plans.get(extension);
    if (plan === undefined && center.bundle(extension) !== undefined) return [problem('LB7620', {}, extension)];
    if (plan !== undefined && isBeingRemoved(plan)) return [problem('LB7604', {}, extension)];
    const run = new PlanGuards(center).busyWith(extension);
    return run === undefined ? [] : [problem('LB7605', { action: run.action, version: run.version }, extension)];
  }
}
