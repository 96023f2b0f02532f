/** Lets volumes and claims go when nothing uses them. Source: k8s.io/kubernetes/pkg/controller/volume/{pvc,pv}protection. */
import { type Clock, isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient, ResourceRef } from '@luban/kube/client';
import type { Store } from '../store/store.ts';
import { KeyedLoop } from './keyed-loop.ts';

export interface StorageProtectionOptions {
  store: Store;
  client: KubeClient;
  clock: Clock;
  onError(error: unknown): void;
}

const CLAIMS = 'persistentvolumeclaims';
const VOLUMES = 'persistentvolumes';
const FINALIZERS: Readonly<Record<string, string>> = {
  [CLAIMS]: 'kubernetes.io/pvc-protection',
  [VOLUMES]: 'kubernetes.io/pv-protection',
};

export class StorageProtectionController implements Disposable {
  readonly #options: StorageProtectionOptions;
  readonly #loop: KeyedLoop;
  readonly #held = new DisposableStack();

  constructor(options: StorageProtectionOptions) {
    const { store } = options;
    this.#options = options;
    this.#loop = this.#held.use(new KeyedLoop((key) => this.#release(key), options));
    for (const resource of [CLAIMS, VOLUMES]) {
      const look = (key: string, object: KubeObject) => {
        if (object.metadata.deletionTimestamp !== undefined) this.#loop.enqueue(`${resource}|${key}`);
      };
      this.#held.use(
        store.subscribe(resource, undefined, (events) => {
          for (const { current, type } of events) if (type !== 'DELETED') look(current.key, current.object);
        }),
      );
      for (const { key, object } of store.list(resource).items) look(key, object);
    }
    this.#held.use(
      store.subscribe('pods', undefined, (events) => {
        for (const { current } of events)
          for (const claim of claimsOf(current.object)) this.#loop.enqueue(`${CLAIMS}|${claim}`);
      }),
    );
  }

  [Symbol.dispose](): void {
    this.#held.dispose();
  }

  async #release(entry: string): Promise<undefined> {
    const { store, client } = this.#options;
    const [resource, key] = entry.split('|') as [string, string];
    const object = store.get(resource, key)?.object;
    const finalizer = FINALIZERS[resource]!;
    if (object?.metadata.deletionTimestamp === undefined || !object.metadata.finalizers?.includes(finalizer)) return;
    if (resource === CLAIMS ? this.#isMounted(key) : isBound(object)) return;
    const { name, namespace } = object.metadata;
    const finalizers = object.metadata.finalizers.filter((other) => other !== finalizer);
    const ref: ResourceRef = { group: '', version: 'v1', resource, namespace, name };
    try {
      await client.patch(ref, 'merge', { metadata: { finalizers: finalizers.length > 0 ? finalizers : null } });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
  }

  #isMounted(key: string): boolean {
    const namespace = key.slice(0, key.indexOf('/'));
    return this.#options.store.list('pods', { namespace }).items.some(({ object }) => {
      const { phase } = (object.status ?? {}) as { phase?: string };
      return phase !== 'Succeeded' && phase !== 'Failed' && claimsOf(object).includes(key);
    });
  }
}

function isBound({ status }: KubeObject): boolean {
  return (status as { phase?: string } | undefined)?.phase === 'Bound';
}

function claimsOf({ metadata, spec }: KubeObject): string[] {
  const { volumes = [] } = (spec ?? {}) as {
    volumes?: { name?: string; persistentVolumeClaim?: { claimName?: string }; ephemeral?: object }[];
  };
  return volumes.flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    const claim = persistentVolumeClaim?.claimName ?? (ephemeral && `${metadata.name}-${name}`);
    return claim === undefined ? [] : [`${metadata.namespace}/${claim}`];
  });
}
