import { gunzipSync, gzipSync } from 'node:zlib';
import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { KUBESPHERE_LABELS } from '../catalogue/objects.ts';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import type { ObjectRef, ReleaseTarget } from './releases.ts';

/** An object that was applied, or was about to be. */
export interface InventoryObject extends ObjectRef {
  release: string;
  /** A hook: helm forgets it as soon as it ran. */
  hook?: true;
  /** From a `crds/` folder: helm never removes it. `made`: it was not there before. */
  definition?: 'found' | 'made';
}

/** Everything that an extension has ever brought to a cluster. */
export interface Inventory {
  extension: string;
  cluster: string;
  releases: Record<string, { namespace: string /** Newest revision known to be whole. */; whole?: number }>;
  objects: InventoryObject[];
  /** Volume claims that stateful sets make: their names begin so. */
  claims: { namespace: string; prefix: string }[];
}

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' } as const;
const KEY = 'inventory.json';
/** Letters above which it is packed: an object may have a million. */
const LARGE = 400_000;
const TRIES = 8;

interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
}

/** Keeps the inventories, one for each extension and cluster, in the host cluster. */
export class Inventories {
  readonly #client: KubeClient;

  /** @param client of LuBan itself, for the host */
  constructor(client: KubeClient) {
    this.#client = client;
  }

  async read(extension: string, cluster: string): Promise<Inventory | undefined> {
    return (await this.#read(extension, cluster))?.inventory;
  }

  /** Writes down what is about to be applied. What was known stays: it may still be there. */
  async add(target: ReleaseTarget, objects: readonly InventoryObject[], claims: Inventory['claims'] = []) {
    await this.#change(target, (inventory) => {
      const known = new Map(inventory.objects.map((object) => [keyOf(object), object]));
      for (const object of objects) {
        const before = known.get(keyOf(object));
        // Once made, always made: the second run finds what the first has brought.
        const made = before?.definition === 'made' && object.definition !== undefined;
        known.set(keyOf(object), made ? { ...object, definition: 'made' } : object);
      }
      const claimed = new Map(
        [...inventory.claims, ...claims].map((claim) => [`${claim.namespace}/${claim.prefix}`, claim]),
      );
      return { ...inventory, objects: [...known.values()], claims: [...claimed.values()] };
    });
  }

  /** Writes down that a revision is deployed whole; undefined: that none is. */
  async whole(target: ReleaseTarget, revision: number | undefined): Promise<void> {
    const { name, namespace } = target;
    const release = { namespace, ...(revision !== undefined && { whole: revision }) };
    await this.#change(target, (inventory) => {
      return { ...inventory, releases: { ...inventory.releases, [name]: release } };
    });
  }

  async forget(extension: string, cluster: string): Promise<void> {
    await this.#client.delete(this.#ref(extension, cluster)).catch((error: unknown) => {
      if (!isStatusError(error, 'NotFound')) throw error;
    });
  }

  async #change({ extension, cluster, namespace, name }: ReleaseTarget, change: (was: Inventory) => Inventory) {
    for (let left = TRIES; ; left--) {
      const known = await this.#read(extension, cluster.name);
      const empty: Inventory = { extension, cluster: cluster.name, releases: {}, objects: [], claims: [] };
      const before = known?.inventory ?? empty;
      const releases = { ...before.releases, [name]: { ...before.releases[name], namespace } };
      const next = configMap(change({ ...before, releases }), known?.version);
      const { name: _, ...place } = this.#ref(extension, cluster.name);
      try {
        await (known === undefined
          ? this.#client.create(place, next)
          : this.#client.update(this.#ref(extension, cluster.name), next));
        return;
      } catch (error) {
        const isRace =
          isStatusError(error, 'Conflict') || isStatusError(error, 'AlreadyExists') || isStatusError(error, 'NotFound');
        if (!isRace || left === 0) throw error;
      }
    }
  }

  async #read(extension: string, cluster: string) {
    try {
      const object = await this.#client.get<ConfigMap>(this.#ref(extension, cluster));
      return { inventory: contentOf(object, extension, cluster), version: object.metadata.resourceVersion };
    } catch (error) {
      if (isStatusError(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  #ref(extension: string, cluster: string) {
    return { ...CONFIG_MAPS, namespace: OWN_NAMESPACE, name: `inventory.${extension}.${cluster}` };
  }
}

export const keyOf = ({ apiVersion, kind, namespace = '', name }: ObjectRef): string =>
  [apiVersion.includes('/') ? apiVersion.split('/')[0] : '', kind, namespace, name].join('/');

function configMap(inventory: Inventory, resourceVersion: string | undefined): ConfigMap {
  const { extension, cluster } = inventory;
  const text = JSON.stringify(inventory);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `inventory.${extension}.${cluster}`,
      namespace: OWN_NAMESPACE,
      labels: { ...OWN_LABELS, [KUBESPHERE_LABELS.extension]: extension },
      ...(resourceVersion !== undefined && { resourceVersion }),
    },
    ...(text.length <= LARGE
      ? { data: { [KEY]: text } }
      : { binaryData: { [`${KEY}.gz`]: gzipSync(text).toString('base64') } }),
  };
}

/** Somebody may have written into it by hand. */
function contentOf({ data, binaryData }: ConfigMap, extension: string, cluster: string): Inventory {
  const packed = binaryData?.[`${KEY}.gz`];
  const empty: Inventory = { extension, cluster, releases: {}, objects: [], claims: [] };
  try {
    const text = packed
      ? gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: 64 * 1024 * 1024 }).toString()
      : (data?.[KEY] ?? '{}');
    const { releases = {}, objects = [], claims = [] } = JSON.parse(text) as Partial<Inventory>;
    return { ...empty, releases, objects: objects.filter(isRef), claims };
  } catch {
    return empty;
  }
}

const isRef = ({ apiVersion, kind, name }: Partial<InventoryObject>) =>
  [apiVersion, kind, name].every((part) => typeof part === 'string' && part !== '');
