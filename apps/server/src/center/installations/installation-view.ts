import { diffPermissions } from '@luban/extension-package';
import type { Installation } from '@luban/manifest/center-api';
import type { CatalogueObjects } from '../../catalogue/catalogue-objects.ts';
import type { InstallPlanObject } from '../../catalogue/objects.ts';
import type { Packages } from '../../catalogue/packages.ts';
import type { ClusterRegistry } from '../../clusters/cluster-registry.ts';
import type { Identity } from '../../identity/identity.ts';
import { isBeingRemoved, markOf } from '../../installation/plan.ts';
import type { Center } from '../center.ts';
import type { CenterRights } from '../center-rights.ts';
import type { DependencyList } from '../dependencies/dependency-list.ts';
import type { HealthSource } from '../health-source.ts';
import { ruleOf } from '../version/permission-view.ts';
import { installationDetail } from './installation-detail.ts';

export interface InstallationViewOptions {
  center: Center;
  objects: CatalogueObjects;
  clusters: ClusterRegistry;
  dependencies: DependencyList;
  rights: CenterRights;
  packages?: Packages;
  health?: HealthSource;
}

/** Installations with everything that there is to know of one, as far as somebody may know it. */
export class InstallationView {
  readonly #options: InstallationViewOptions;

  constructor(options: InstallationViewOptions) {
    this.#options = options;
  }

  /** @returns undefined for what is not installed */
  async of(name: string, identity: Identity): Promise<Installation | undefined> {
    const { center, objects, clusters, dependencies, rights, health } = this.#options;
    const summary = center.summary(name);
    if (summary === undefined) return undefined;
    const plan = objects.plans.get(name);
    const version = center.versions.find(name, summary.version ?? summary.plannedVersion);
    return installationDetail({
      ...{ summary, plan, clusters },
      journal: center.journal(name),
      installationMode: version?.spec?.installationMode ?? 'HostOnly',
      dependants: dependencies.dependants(name, summary.version),
      awaitingConsent: await this.#awaitingConsent(name, plan),
      health: health?.detail(name),
      mayRead: await rights.mayReadPlan(identity, name),
    });
  }

  /** What a waiting version asks for beyond what was agreed to. A package that cannot be read says so elsewhere. */
  async #awaitingConsent(name: string, plan: InstallPlanObject | undefined): Promise<Installation['awaitingConsent']> {
    const { center, packages } = this.#options;
    const { awaitingConsent, granted } = center.journal(name) ?? {};
    if (awaitingConsent === undefined || plan === undefined || isBeingRemoved(plan)) return undefined;
    // Somebody has decided already, and the controller is about to see it.
    const isPlanned = plan.spec?.extension.version === awaitingConsent.version;
    if (!isPlanned && markOf(plan, 'declined') === awaitingConsent.version) return undefined;
    if (markOf(plan, 'consent') === awaitingConsent.digest) return undefined;
    const object = center.versions.find(name, awaitingConsent.version);
    const found = object && (await packages?.read(object, AbortSignal.timeout(CONSENT_WITHIN)).catch(() => undefined));
    const none = { role: [], clusterRole: [] };
    const added = found === undefined ? [] : diffPermissions(granted ?? none, found.permissions).added;
    return { ...awaitingConsent, added: added.map(ruleOf) };
  }
}

/** Milliseconds that the page of an installation waits for a package. */
const CONSENT_WITHIN = 10_000;
