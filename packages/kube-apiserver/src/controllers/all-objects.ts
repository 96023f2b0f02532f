import type { KubeObject } from '@luban/kube';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import type { StorageKey, Store, StoredObject, StoreEvent } from '../store/store.ts';

export interface ObjectObserver {
  /** Objects that were there before, a few at a time. */
  onExisting(resource: StorageKey, object: StoredObject): void;
  onEvent(resource: StorageKey, event: StoreEvent): void;
  /** Everything that was there before has been told. */
  onReady?(): void;
}

/** How many objects are parsed before others get their turn. */
const SLICE = 250;

/** Tells of the objects of all resources, also of those that come to be served later. */
export class AllObjects implements Disposable {
  readonly #store: Store;
  readonly #registry: ResourceRegistry;
  readonly #observers: ObjectObserver[];
  readonly #subscriptions = new Map<StorageKey, Disposable>();
  readonly #change: Disposable;
  #ended = false;

  constructor(store: Store, registry: ResourceRegistry, observers: ObjectObserver[]) {
    this.#store = store;
    this.#registry = registry;
    this.#observers = observers;
    this.#change = registry.onChange(() => void this.#follow());
    void this.#follow().then(() => {
      for (const observer of observers) observer.onReady?.();
    });
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#change[Symbol.dispose]();
    for (const subscription of this.#subscriptions.values()) subscription[Symbol.dispose]();
    this.#subscriptions.clear();
  }

  async #follow(): Promise<void> {
    const served = new Set(
      this.#registry.types.filter(({ verbs }) => verbs.includes('list')).map(({ storageKey }) => storageKey),
    );
    for (const resource of served) {
      if (this.#ended) return;
      if (!this.#subscriptions.has(resource)) await this.#followResource(resource);
    }
  }

  async #followResource(resource: StorageKey): Promise<void> {
    const subscription = this.#store.subscribe(resource, undefined, (events) => {
      for (const event of events) for (const observer of this.#observers) observer.onEvent(resource, event);
    });
    this.#subscriptions.set(resource, subscription);
    const { items } = this.#store.list(resource);
    for (let i = 0; i < items.length && !this.#ended; i++) {
      // What changed meanwhile was told by its event.
      if (this.#store.get(resource, items[i]!.key)?.revision !== items[i]!.revision) continue;
      const brief = parsedBriefly(items[i]!);
      for (const observer of this.#observers) observer.onExisting(resource, brief);
      if (i % SLICE === SLICE - 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** Parsed for this look alone: kept, the objects of a large store would fill the memory before anybody asks for them. */
function parsedBriefly({ key, namespace, name, revision, json }: StoredObject): StoredObject {
  const object = JSON.parse(json.toString()) as KubeObject;
  return { key, namespace, name, revision, json, object, labels: object.metadata.labels ?? {} };
}
