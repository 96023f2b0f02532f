/** Keeps the status of quotas right. Source: k8s.io/kubernetes/pkg/controller/resourcequota. */

import { type Clock, isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { ObjectObserver } from '../controllers/all-objects.ts';
import { KeyedLoop } from '../controllers/keyed-loop.ts';
import { sameJson } from '../json/json-value.ts';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import type { StorageKey, Store, StoredObject, StoreEvent } from '../store/store.ts';
import { formatUsage, quotaSpecOf } from './usage.ts';
import { usedIn } from './used-in.ts';

export interface QuotaControllerOptions {
  store: Store;
  registry: ResourceRegistry;
  client: KubeClient;
  clock: Clock;
  onError(error: unknown): void;
}

const QUOTAS = 'resourcequotas';
/** Changes of a namespace within this time are counted once. */
const TOGETHER = 50;

export class QuotaController implements ObjectObserver, Disposable {
  readonly #options: QuotaControllerOptions;
  readonly #loop: KeyedLoop;

  constructor(options: QuotaControllerOptions) {
    this.#options = options;
    this.#loop = new KeyedLoop((namespace) => this.#count(namespace), { ...options, delay: TOGETHER });
  }

  onExisting(resource: StorageKey, { namespace }: StoredObject): void {
    if (resource === QUOTAS) this.#loop.enqueue(namespace);
  }

  onEvent(_resource: StorageKey, { current: { namespace } }: StoreEvent): void {
    if (namespace !== '' && this.#options.store.count(QUOTAS, namespace) > 0) this.#loop.enqueue(namespace);
  }

  [Symbol.dispose](): void {
    this.#loop[Symbol.dispose]();
  }

  async #count(namespace: string): Promise<undefined> {
    const { store, registry, client } = this.#options;
    for (const { object, name } of store.list(QUOTAS, { namespace }).items) {
      const { hard = {} } = quotaSpecOf(object);
      const status = { hard, used: formatUsage(hard, usedIn(store, registry, object)) };
      if (sameJson(object.status, status)) continue;
      const ref = { group: '', version: 'v1', resource: QUOTAS, namespace, name };
      try {
        await client.update({ ...ref, subresource: 'status' }, { ...object, status });
      } catch (error) {
        if (!isStatusError(error, 'NotFound')) throw error;
      }
    }
  }
}
