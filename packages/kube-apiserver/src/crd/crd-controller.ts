import { type Clock, type KubeObject, systemClock, timestamp } from '@luban/kube';
import { isObject, sameJson } from '../json/json-value.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { TypedSchema } from '../schema/schema.ts';
import type { Store, StoredObject } from '../store/store.ts';
import { acceptNames, setCondition } from './accept-names.ts';
import {
  CLEANUP_FINALIZER,
  type Condition,
  CRD_STORAGE_KEY,
  isConditionTrue,
  readDefinition,
} from './custom-resource-definition.ts';
import { customResourceTypes } from './custom-resource-types.ts';

export interface CrdControllerOptions {
  readonly store: Store;
  /** Schema of `metadata`, as all kinds have it. */
  readonly metadataSchema: TypedSchema;
  /**
   * Told of everything that definitions make the server serve, each time it changes: at once when the store shows that a
   * definition is established, so that whoever waited for that finds its kind served.
   */
  onTypes(types: readonly ResourceType[]): void;
  /** Default: the computer's own. */
  readonly clock?: Clock;
  /** Told of what nobody expected; the controller goes on. */
  onError?(error: unknown): void;
}

/** How long a deletion that failed waits for its next try, in milliseconds. */
const RETRY = 1_000;

interface Served {
  /** The parts of the definition that its types come from. */
  readonly source: unknown;
  readonly types: readonly ResourceType[];
}

/**
 * Keeps the status of CustomResourceDefinitions right, tells what they make the server serve, and cleans up behind
 * those that are deleted. It works on the store itself, as Kubernetes' own does for what it cleans up: the API for
 * a kind may be gone before its objects are.
 */
export class CrdController implements Disposable {
  readonly #options: CrdControllerOptions;
  readonly #clock: Clock;
  readonly #served = new Map<string, Served>();
  /** What watches the objects of a definition that is being deleted, by the definition's name. */
  readonly #cleanups = new Map<string, Disposable>();
  #subscription: Disposable | undefined;
  #isDisposed = false;

  constructor(options: CrdControllerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Looks at all definitions that there are, tells their types before it returns, and follows what comes. */
  start(): void {
    const { store } = this.#options;
    const { items, revision } = store.list(CRD_STORAGE_KEY);
    for (const item of items) this.#serve(item.name, item.object);
    this.#tell();
    this.#subscription = store.subscribe(CRD_STORAGE_KEY, revision, (events) => {
      let isChanged = false;
      for (const { type, current } of events) {
        if (this.#serve(current.name, type === 'DELETED' ? undefined : current.object)) isChanged = true;
        if (type === 'DELETED') this.#stopCleanup(current.name);
      }
      if (isChanged) this.#tell();
      for (const name of this.#concerned(events.map((event) => event.current.object))) this.#reconcile(name);
    });
    for (const item of items) this.#reconcile(item.name);
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#subscription?.[Symbol.dispose]();
    for (const name of [...this.#cleanups.keys()]) this.#stopCleanup(name);
  }

  /** Whoever shares a group with a changed definition may get a name that it gave up. */
  #concerned(changed: readonly KubeObject[]): Set<string> {
    const names = new Set(changed.map(({ metadata }) => metadata.name ?? ''));
    const groups = new Set(changed.map((crd) => readDefinition(crd).group));
    for (const { name, object } of this.#options.store.list(CRD_STORAGE_KEY).items) {
      const definition = readDefinition(object);
      if (groups.has(definition.group) && !isConditionTrue(definition, 'NamesAccepted')) names.add(name);
    }
    return names;
  }

  /** @returns whether there is something new to tell */
  #serve(name: string, crd: KubeObject | undefined): boolean {
    const before = this.#served.get(name);
    if (crd === undefined) return this.#served.delete(name) && (before?.types.length ?? 0) > 0;
    const source = sourceOfTypes(crd);
    if (before !== undefined && sameJson(before.source, source)) return false;
    let types: readonly ResourceType[] = [];
    try {
      types = customResourceTypes(crd, this.#options.metadataSchema);
    } catch (error) {
      this.#options.onError?.(error);
    }
    this.#served.set(name, { source, types });
    return types.length > 0 || (before?.types.length ?? 0) > 0;
  }

  #tell(): void {
    this.#options.onTypes([...this.#served.values()].flatMap(({ types }) => types));
  }

  #reconcile(name: string): void {
    if (this.#isDisposed) return;
    try {
      const stored = this.#options.store.newest(CRD_STORAGE_KEY, name);
      if (stored === undefined) return;
      if (stored.object.metadata.deletionTimestamp !== undefined) this.#cleanUp(stored);
      else this.#updateNames(stored);
    } catch (error) {
      this.#options.onError?.(error);
    }
  }

  #updateNames(stored: StoredObject): void {
    const { items } = this.#options.store.list(CRD_STORAGE_KEY);
    const others = items
      .filter((item) => item.name !== stored.name)
      .map((item) => this.#options.store.newest(CRD_STORAGE_KEY, item.key)?.object ?? item.object);
    const status = acceptNames(stored.object, others, this.#clock.now());
    const next = { ...(isObject(stored.object.status) && stored.object.status), ...withoutEmpty(status) };
    if (!sameJson(next, stored.object.status)) this.#write(stored, { ...stored.object, status: next });
  }

  #cleanUp(stored: StoredObject): void {
    const { name, object } = stored;
    if (!object.metadata.finalizers?.includes(CLEANUP_FINALIZER)) return;
    const definition = readDefinition(object);
    if (!isConditionTrue(definition, 'Terminating')) {
      const message = 'CustomResource deletion is in progress';
      this.#write(stored, this.#withTerminating(object, true, 'InstanceDeletionInProgress', message));
      return;
    }
    const resource = `${definition.names.plural}.${definition.group}`;
    // Watched before they are counted, so that the last one to go is not missed.
    if (!this.#cleanups.has(name)) {
      const { store } = this.#options;
      const again = () => this.#reconcile(name);
      this.#cleanups.set(
        name,
        store.subscribe(resource, undefined, () => queueMicrotask(again)),
      );
    }
    if (this.#deleteInstances(resource)) this.#finish(stored);
  }

  /** Deletes what may go and marks what has finalizers. @returns whether nothing is left */
  #deleteInstances(resource: string): boolean {
    const { store } = this.#options;
    let isDone = true;
    for (const { key } of store.list(resource).items) {
      const newest = store.newest(resource, key);
      if (newest === undefined) continue;
      isDone = false;
      const { metadata } = newest.object;
      const mustStay = (metadata.finalizers?.length ?? 0) > 0;
      if (mustStay && metadata.deletionTimestamp !== undefined) continue;
      const marked = mustStay ? this.#marked(newest.object) : undefined;
      this.#await(store.write({ resource, key, object: marked, expected: newest.revision }));
    }
    return isDone;
  }

  #marked(object: KubeObject): KubeObject {
    const { metadata } = object;
    const generation = metadata.generation === undefined ? undefined : metadata.generation + 1;
    return {
      ...object,
      metadata: {
        ...metadata,
        deletionTimestamp: timestamp(this.#clock.now()),
        deletionGracePeriodSeconds: 0,
        ...(generation !== undefined && { generation }),
      },
    };
  }

  #finish(stored: StoredObject): void {
    this.#stopCleanup(stored.name);
    const finalizers = stored.object.metadata.finalizers?.filter((name) => name !== CLEANUP_FINALIZER) ?? [];
    if (finalizers.length === 0) {
      this.#write(stored, undefined);
      return;
    }
    const object = this.#withTerminating(stored.object, false, 'InstanceDeletionCompleted', 'removed all instances');
    this.#write(stored, { ...object, metadata: { ...object.metadata, finalizers } });
  }

  #withTerminating(object: KubeObject, isTrue: boolean, reason: string, message: string): KubeObject {
    const { status } = readDefinition(object);
    const now = this.#clock.now();
    const conditions: readonly Condition[] = setCondition(
      status.conditions,
      'Terminating',
      isTrue,
      reason,
      message,
      now,
    );
    return { ...object, status: { ...(isObject(object.status) && object.status), conditions } };
  }

  #write(stored: StoredObject, object: KubeObject | undefined): void {
    const { key, revision } = stored;
    const next = object && { ...object, metadata: { ...object.metadata } };
    this.#await(this.#options.store.write({ resource: CRD_STORAGE_KEY, key, object: next, expected: revision }));
  }

  /** What fails is told, and tried again after a while. */
  #await(written: Promise<unknown>): void {
    written.catch((error: unknown) => {
      if (this.#isDisposed) return;
      this.#options.onError?.(error);
      this.#clock.after(RETRY, () => {
        if (this.#isDisposed) return;
        for (const { name } of this.#options.store.list(CRD_STORAGE_KEY).items) this.#reconcile(name);
      });
    });
  }

  #stopCleanup(name: string): void {
    this.#cleanups.get(name)?.[Symbol.dispose]();
    this.#cleanups.delete(name);
  }
}

/** The names of a definition that leaves some out are written without them. */
function withoutEmpty(status: ReturnType<typeof acceptNames>): Record<string, unknown> {
  const { plural, singular, kind, listKind, shortNames, categories } = status.acceptedNames;
  return {
    acceptedNames: {
      ...(categories.length > 0 && { categories }),
      kind,
      ...(listKind !== '' && { listKind }),
      plural,
      ...(shortNames.length > 0 && { shortNames }),
      ...(singular !== '' && { singular }),
    },
    conditions: status.conditions,
    storedVersions: status.storedVersions,
  };
}

function sourceOfTypes(crd: KubeObject): unknown {
  const definition = readDefinition(crd);
  return {
    spec: crd.spec,
    generation: crd.metadata.generation,
    names: { ...definition.status.acceptedNames },
    storedVersions: definition.status.storedVersions,
    isEstablished: isConditionTrue(definition, 'Established'),
    isTerminating: definition.isDeleting || isConditionTrue(definition, 'Terminating'),
  };
}
