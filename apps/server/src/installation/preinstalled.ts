import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { CatalogueObjects } from '../catalogue/catalogue-objects.ts';
import { INSTALL_PLANS, type InstallPlanObject, KUBESPHERE_LABELS } from '../catalogue/objects.ts';
import type { ListedExtension } from '../extensions/bundle.ts';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import { isPublished, UI_BUNDLES, type UIBundleObject } from '../extensions/ui-bundle-object.ts';
import { OWN_LABELS } from '../kube/own-namespace.ts';
import { PLAN_MARKS } from './installations.ts';

export interface PreinstalledOptions {
  /** LuBan itself, for the host. */
  client: KubeClient;
  source: ExtensionSource;
  objects: CatalogueObjects;
  onError(error: unknown): void;
}

/**
 * Gives the extensions of the product itself an `InstallPlan` each, as if somebody had installed them, so that they are
 * switched, upgraded and removed like all others. Nothing is run for it: they are in force already.
 */
export class PreinstalledPlans implements AsyncDisposable {
  readonly #options: PreinstalledOptions;
  readonly #watch: Disposable;
  #working: Promise<void> = Promise.resolve();
  #again = false;
  #closed = false;

  constructor(options: PreinstalledOptions) {
    this.#options = options;
    this.#watch = options.source.watch(() => this.#soon());
    this.#soon();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#watch[Symbol.dispose]();
    await this.#working;
  }

  /** One pass at a time; changes meanwhile make one more. */
  #soon(): void {
    if (this.#again || this.#closed) return;
    this.#again = true;
    this.#working = this.#working.then(async () => {
      this.#again = false;
      if (!this.#closed) await this.#adopt().catch(this.#options.onError);
    });
  }

  async #adopt(): Promise<void> {
    const { source, objects } = this.#options;
    for (const extension of source.list().extensions) {
      if (this.#closed) return;
      const plan = objects.plans.get(extension.name);
      if (plan === undefined && extension.active.origin === 'builtin') await this.#create(extension);
      if (plan === undefined) continue;
      if (followsProduct(plan, extension)) await this.#follow(plan, extension);
    }
  }

  async #create({ name, active: { version }, state }: ListedExtension): Promise<void> {
    const { client } = this.#options;
    // What is listed may have been uninstalled this moment.
    const bundle = await client.get<UIBundleObject>({ ...UI_BUNDLES, name }).catch(absent);
    if (bundle === undefined || !isPublished(bundle) || bundle.metadata.deletionTimestamp !== undefined) return;
    const enabled = state === 'Available';
    const plan: InstallPlanObject = {
      apiVersion: 'kubesphere.io/v1alpha1',
      kind: 'InstallPlan',
      metadata: {
        name,
        labels: { [KUBESPHERE_LABELS.extension]: name, ...OWN_LABELS },
        annotations: { [PLAN_MARKS.preinstalled]: 'true' },
      },
      spec: { extension: { name, version }, enabled, upgradeStrategy: 'Manual' },
      status: { state: 'Installed', version, enabled, targetNamespace: `extension-${name}` },
    };
    await client.create(INSTALL_PLANS, plan).catch((error: unknown) => {
      if (!isStatusError(error, 'AlreadyExists')) throw error;
    });
  }

  async #follow(plan: InstallPlanObject, { name, active: { version } }: ListedExtension): Promise<void> {
    const change = { spec: { extension: { name, version } }, status: { version } };
    const { resourceVersion } = plan.metadata;
    await this.#options.client
      .patch({ ...INSTALL_PLANS, name }, 'merge', { metadata: { resourceVersion }, ...change })
      .catch((error: unknown) => {
        if (!isStatusError(error, 'Conflict') && !isStatusError(error, 'NotFound')) throw error;
      });
  }
}

/** The product was upgraded, and nobody has chosen another version meanwhile. */
function followsProduct({ metadata, spec, status }: InstallPlanObject, { active }: ListedExtension): boolean {
  if (metadata.annotations?.[PLAN_MARKS.preinstalled] === undefined || metadata.deletionTimestamp !== undefined) {
    return false;
  }
  const planned = spec?.extension.version;
  return status?.state === 'Installed' && status.version === planned && planned !== active.version;
}

function absent(error: unknown): undefined {
  if (isStatusError(error, 'NotFound')) return undefined;
  throw error;
}
