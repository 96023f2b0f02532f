import type { Installation } from '@luban/manifest/center-api';
import type { CatalogueObjects } from '../../catalogue/catalogue-objects.ts';
import type { ClusterRegistry } from '../../clusters/cluster-registry.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Center } from '../center.ts';
import type { CenterRights } from '../center-rights.ts';
import type { HealthSource } from '../health-source.ts';
import { installationDetail } from './installation-detail.ts';

export interface InstallationViewOptions {
  center: Center;
  objects: CatalogueObjects;
  clusters: ClusterRegistry;
  rights: CenterRights;
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
    const { center, objects, clusters, rights, health } = this.#options;
    const summary = center.summary(name);
    if (summary === undefined) return undefined;
    const plan = objects.plans.get(name);
    const version = center.versions.find(name, summary.version ?? summary.plannedVersion);
    return installationDetail({
      ...{ summary, plan, clusters },
      journal: center.journal(name),
      installationMode: version?.spec?.installationMode ?? 'HostOnly',
      dependants: [],
      health: health?.detail(name),
      mayRead: await rights.mayReadPlan(identity, name),
    });
  }
}
