import { inRange } from '@luban/extension-package';
import type { Dependency } from '@luban/manifest/center-api';
import type { CatalogueObjects } from '../../catalogue/catalogue-objects.ts';
import type { ExtensionVersionObject } from '../../catalogue/objects.ts';
import type { PlatformVersions } from '../../catalogue/platform.ts';
import { type DependencyView, dependantsOf, type Need, needsOf, whyUnmet } from '../../installation/dependencies.ts';
import type { PlacementCluster } from '../../installation/placement.ts';
import { fitnessOf } from '../catalogue/fitness.ts';
import type { Center } from '../center.ts';

export interface DependencyListOptions {
  center: Center;
  objects: CatalogueObjects;
  platform: { versions: PlatformVersions };
  host(): PlacementCluster;
}

const STATES: Readonly<Record<string, Dependency['state']>> = {
  LB7405: 'missing',
  LB7406: 'disabled',
  LB7407: 'wrong-version',
};

/** What extensions need of each other, by the same rules by which the install controller decides. */
export class DependencyList {
  readonly #options: DependencyListOptions;
  readonly view: DependencyView;

  constructor(options: DependencyListOptions) {
    const { center, objects } = options;
    this.#options = options;
    this.view = {
      plans: () => objects.plans.values(),
      plan: (extension) => objects.plans.get(extension),
      version: (extension, version) => center.versions.find(extension, version),
      host: options.host,
    };
  }

  /** What a version needs. */
  needs(extension: string, version: ExtensionVersionObject): Dependency[] {
    return needsOf(version).map((need) => this.#need(extension, need));
  }

  /** Installed extensions that need this one, and whether they could work with the version. */
  dependants(extension: string, version: string | undefined): Dependency[] {
    const { center, objects } = this.#options;
    return dependantsOf(extension, this.view).map(({ name, range }): Dependency => {
      const installedVersion = objects.plans.get(name)?.status?.version;
      return {
        name,
        displayName: center.displayName(name),
        version: range,
        required: true,
        state: version === undefined ? 'missing' : inRange(version, range) ? 'met' : 'wrong-version',
        ...(installedVersion && { installedVersion }),
      };
    });
  }

  #need(extension: string, need: Need): Dependency {
    const { center, objects } = this.#options;
    const { name, range, required } = need;
    const unmet = whyUnmet(need, extension, this.view);
    const state = unmet === undefined ? 'met' : unmet === 'waits' ? 'under-way' : (STATES[unmet.code] ?? 'missing');
    const installedVersion = objects.plans.get(name)?.status?.version;
    const available = state === 'missing' || state === 'wrong-version' ? this.#available(name, range) : undefined;
    return {
      name,
      displayName: center.displayName(name),
      version: range,
      required,
      state,
      ...(installedVersion && { installedVersion }),
      ...(available !== undefined && { available }),
    };
  }

  /** The newest that would do here. */
  #available(name: string, range: string): string | undefined {
    const { center, platform } = this.#options;
    const inside = center.versions.of(name).filter(({ spec }) => inRange(spec!.version!, range));
    return fitnessOf(inside, platform.versions).recommended;
  }
}
