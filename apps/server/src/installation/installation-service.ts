import type { CatalogueObjects } from '../catalogue/catalogue-objects.ts';
import type { Packages } from '../catalogue/packages.ts';
import type { Platform } from '../catalogue/platform.ts';
import type { LiveClusters } from '../clusters/live-clusters.ts';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import type { Leadership } from '../operations/leadership.ts';
import type { Releases } from '../releases/releases.ts';
import { runInstallController } from './install-controller.ts';
import { InstallationLogs } from './installation-logs.ts';
import { InterfaceInstaller } from './interface-installer.ts';
import { LiveInstallations } from './live-installations.ts';
import { PreinstalledPlans } from './preinstalled.ts';

export interface InstallationServiceOptions {
  clusters: LiveClusters;
  objects: CatalogueObjects;
  packages: Packages;
  releases: Releases;
  platform: Platform;
  source: ExtensionSource;
  leadership: Leadership;
  /** Whether the built-in extensions are the product's own, and get plans. */
  preinstalled: boolean;
  onError(error: unknown): void;
}

/** Installations as they run: what every replica shows of them, and the controllers of the one that leads. */
export class InstallationService implements AsyncDisposable {
  readonly installations: LiveInstallations;
  readonly #resources: AsyncDisposableStack;

  static async open(options: InstallationServiceOptions): Promise<InstallationService> {
    const { clusters, objects, releases, source, leadership, onError } = options;
    await using resources = new AsyncDisposableStack();
    const logs = resources.use(new InstallationLogs({ onError }));
    const shared = { clusters, objects, releases, logs, onError };
    const installations = resources.use(await LiveInstallations.open(shared));
    const interfaces = new InterfaceInstaller(clusters.system);
    const { packages, platform } = options;
    resources.use(runInstallController({ ...shared, packages, platform, interfaces, leadership }));
    if (options.preinstalled) {
      const start = async () => new PreinstalledPlans({ client: clusters.system, source, objects, onError });
      resources.use(leadership.whileLeading('preinstalled extensions', start));
    }
    return new InstallationService(installations, resources.move());
  }

  private constructor(installations: LiveInstallations, resources: AsyncDisposableStack) {
    this.installations = installations;
    this.#resources = resources;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }
}
