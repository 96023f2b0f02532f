import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { CatalogueObjects } from '../catalogue/catalogue-objects.ts';
import { INSTALL_PLANS } from '../catalogue/objects.ts';
import { PLAN_MARKS } from './installations.ts';

/** Keeps plans in step with what is done to user interfaces past them. */
export class PlannedExtensions {
  readonly #client: KubeClient;
  readonly #objects: CatalogueObjects;

  /** @param client of LuBan itself, for the host */
  constructor(client: KubeClient, objects: CatalogueObjects) {
    this.#client = client;
    this.#objects = objects;
  }

  /** The interface was switched: the plan of the extension, if it has one, says the same. */
  async switched(extension: string, enabled: boolean): Promise<void> {
    const plan = this.#objects.plans.get(extension);
    if (plan === undefined || (plan.spec?.enabled === true) === enabled) return;
    await this.#client
      .patch({ ...INSTALL_PLANS, name: extension }, 'merge', { spec: { enabled } })
      .catch(ignoringMissing);
  }

  /** Uninstalls what somebody has installed by a plan. @returns false: there is no such plan */
  async uninstall(extension: string): Promise<boolean> {
    const plan = this.#objects.plans.get(extension);
    if (plan === undefined || plan.metadata.annotations?.[PLAN_MARKS.preinstalled] !== undefined) return false;
    await this.#client.delete({ ...INSTALL_PLANS, name: extension }).catch(ignoringMissing);
    return true;
  }
}

function ignoringMissing(error: unknown): void {
  if (!isStatusError(error, 'NotFound')) throw error;
}
