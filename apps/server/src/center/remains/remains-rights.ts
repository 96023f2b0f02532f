import type { ClusterRegistry } from '../../clusters/cluster-registry.ts';
import type { Identity } from '../../identity/identity.ts';
import { ApiKinds } from '../../releases/api-kinds.ts';
import type { ObjectRef } from '../../releases/releases.ts';
import type { Rights } from '../../rights/rights.ts';

export type Item = ObjectRef & { cluster: string };

export interface RemainsRightsOptions {
  clusters: ClusterRegistry;
  rights: Rights;
}

/** Nobody deletes by way of an extension what they could not delete themselves. */
export class RemainsRights {
  readonly #options: RemainsRightsOptions;

  constructor(options: RemainsRightsOptions) {
    this.#options = options;
  }

  async divide(
    identity: Identity,
    items: readonly Item[],
  ): Promise<{ allowed: Item[]; refused: { item: Item; reason: string }[] }> {
    const allowed: Item[] = [];
    const refused: { item: Item; reason: string }[] = [];
    for (const [cluster, group] of Map.groupBy(items, (item) => item.cluster)) {
      const reasons = await Promise.all(await this.#reasons(identity, cluster, group));
      group.forEach((item, i) => {
        if (reasons[i] === undefined) allowed.push(item);
        else refused.push({ item, reason: reasons[i] });
      });
    }
    return { allowed, refused };
  }

  async #reasons(
    identity: Identity,
    cluster: string,
    items: readonly Item[],
  ): Promise<(Promise<string | undefined> | string)[]> {
    const { clusters, rights } = this.#options;
    const handle = clusters.get(cluster);
    if (handle === undefined) return items.map(() => 'There is no such cluster any more.');
    const kinds = await ApiKinds.of(handle.connection.client()).catch(() => undefined);
    if (kinds === undefined) return items.map(() => 'The cluster does not answer.');
    return items.map(async ({ apiVersion, kind, namespace, name }) => {
      const found = kinds.find(apiVersion, kind);
      // Its kind is gone, and with it all objects of it.
      if (found === undefined) return undefined;
      const { group, resource } = found;
      const action = { cluster, verb: 'delete', group, resource, name, ...(namespace && { namespace }) };
      const may = await rights.allows(identity, action);
      return may ? undefined : `${identity.name} may not delete it.`;
    });
  }
}

export function keyOf({ cluster, apiVersion, kind, namespace = '', name }: Item): string {
  return JSON.stringify([cluster, apiVersion, kind, namespace, name]);
}
