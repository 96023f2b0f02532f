import { systemClock } from '@luban/kube';
import type { FastifyInstance } from 'fastify';
import type { EncodedFiles } from '../assets/encoded-files.ts';
import type { CatalogueObjects } from '../catalogue/catalogue-objects.ts';
import type { Packages } from '../catalogue/packages.ts';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import type { ExtensionObjects } from '../extension-api/extension-objects.ts';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import type { Installations } from '../installation/installations.ts';
import { STEP_LIMITS } from '../installation/step-limits.ts';
import type { IndexService } from '../live/index-service.ts';
import type { Releases } from '../releases/releases.ts';
import type { Rights } from '../rights/rights.ts';
import { registerActionRoutes } from './actions/action-routes.ts';
import { Agreements } from './actions/agreements.ts';
import { Obstacles } from './actions/obstacles.ts';
import { PlanActions } from './actions/plan-actions.ts';
import { PlanWriter } from './actions/plan-writer.ts';
import { SchedulingRequests } from './actions/scheduling-request.ts';
import { registerCatalogueRoutes } from './catalogue/catalogue-routes.ts';
import { CatalogueText } from './catalogue/catalogue-text.ts';
import { Center, type CenterOptions } from './center.ts';
import { CenterRights } from './center-rights.ts';
import { registerKubeSphereFiles } from './compatible/kubesphere-files.ts';
import { DependencyList } from './dependencies/dependency-list.ts';
import { ExtensionProblems } from './extension-problems.ts';
import { registerInstallationRoutes } from './installations/installation-routes.ts';
import { InstallationView } from './installations/installation-view.ts';
import { registerPreviewRoutes } from './preview/preview-routes.ts';
import { Previews } from './preview/previews.ts';
import { ReleasePreviews } from './preview/release-previews.ts';
import { RemainsRights } from './remains/remains-rights.ts';
import { registerRemainsRoutes } from './remains/remains-routes.ts';
import { ChangeFeed } from './streams/change-feed.ts';
import { registerStreamRoutes } from './streams/stream-routes.ts';
import { registerExtensionDetailRoutes } from './version/extension-routes.ts';
import { registerVersionRoutes } from './version/version-routes.ts';

export interface CenterRoutesOptions extends Omit<CenterOptions, 'problems'> {
  objects: CatalogueObjects;
  clusters: ClusterRegistry;
  rights: Rights;
  source: ExtensionSource;
  index: IndexService;
  files: EncodedFiles;
  /** Objects of the host that extend the API. */
  apiObjects?: ExtensionObjects;
  /** Absent: nothing of a version but what its object says is shown. */
  packages?: Packages;
  /** Absent: nothing is rendered in previews. */
  releases?: Releases;
  /** Labels of a cluster's object. Default: none. */
  labelsOf?(cluster: string): Readonly<Record<string, string>>;
  installations?: Installations;
  /** Milliseconds between signs of life on streams. Default: 25,000. */
  heartbeat?: number;
}

/** `/api/center`: find, judge, install, configure and remove extensions. To be disposed of before the server closes. */
export function registerCenterRoutes(app: FastifyInstance, options: CenterRoutesOptions): Disposable {
  const { objects, clusters, source, packages, releases, installations, health, platform, files, heartbeat } = options;
  const resources = new DisposableStack();
  const closing = new AbortController();
  resources.defer(() => closing.abort(new Error('The server closes')));
  // Before the center, which asks for problems when the same changes are told.
  const problems = resources.use(
    new ExtensionProblems({ ...options, onChange: (names) => center.changes.extension(...names) }),
  );
  const center: Center = resources.use(new Center({ ...options, problems: (name) => problems.of(name) }));
  const rights = new CenterRights(options.rights);
  const catalogue = resources.use(new CatalogueText({ center, objects, platform }));
  const feed = resources.use(new ChangeFeed({ changes: center.changes, heartbeat }));
  resources.use(options.rights.watch(() => void feed.review()));
  const labelsOf = options.labelsOf ?? (() => ({}));
  const host = () => ({ name: clusters.host.name, labels: labelsOf(clusters.host.name) });
  const dependencies = new DependencyList({ center, objects, platform, host });
  const view = new InstallationView({ center, objects, clusters, dependencies, rights, packages, health });

  registerCatalogueRoutes(app, { center, catalogue, rights, files });
  registerExtensionDetailRoutes(app, { center, installations: view, platform, rights });
  if (packages !== undefined) {
    registerVersionRoutes(app, { center, objects, packages, dependencies, rights, files });
    const facts = { objects, packages, platform, view: dependencies.view, limits: STEP_LIMITS, clock: systemClock };
    const obstacles = new Obstacles({ facts, journal: (name) => center.journal(name) });
    const previewed = releases && new ReleasePreviews({ clusters, releases, labelsOf });
    registerKubeSphereFiles(app, { objects, packages, rights: options.rights });
    registerPreviewRoutes(app, {
      ...{ center, rights, closing: closing.signal },
      previews: new Previews({ ...options, center, packages, obstacles, dependencies, releases: previewed }),
    });
    registerActionRoutes(app, {
      ...{ center, rights, source },
      actions: new PlanActions({ center, obstacles, dependencies, writer: new PlanWriter(clusters) }),
      agreements: new Agreements({ center, packages }),
      scheduling: new SchedulingRequests(clusters),
    });
  }
  registerInstallationRoutes(app, { center, view, rights });
  if (installations !== undefined) {
    const remains = new RemainsRights({ clusters, rights: options.rights });
    registerRemainsRoutes(app, { installations, rights, remains });
  }
  registerStreamRoutes(app, { center, feed, rights, installations, heartbeat, closing: closing.signal });
  return resources;
}
