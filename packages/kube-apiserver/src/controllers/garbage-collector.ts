/** Deletes what has lost its owners. Source: k8s.io/kubernetes/pkg/controller/garbagecollector. */
import { type Clock, isStatusError } from '@luban/kube';
import type { DeleteOptions, KubeClient } from '@luban/kube/client';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import { FOREGROUND, ORPHAN } from '../rest/delete.ts';
import type { StorageKey, StoredObject, StoreEvent } from '../store/store.ts';
import type { ObjectObserver } from './all-objects.ts';
import { KeyedLoop } from './keyed-loop.ts';
import { type OwnedObject, OwnerGraph } from './owner-graph.ts';

export interface GarbageCollectorOptions {
  registry: ResourceRegistry;
  client: KubeClient;
  clock: Clock;
  onError(error: unknown): void;
}

export class GarbageCollector implements ObjectObserver, Disposable {
  readonly #options: GarbageCollectorOptions;
  readonly #graph = new OwnerGraph();
  readonly #loop: KeyedLoop;
  /** Before everything is known, an owner may only seem to be missing. */
  #ready = false;

  constructor(options: GarbageCollectorOptions) {
    this.#options = options;
    this.#loop = new KeyedLoop((uid) => this.#process(uid), options);
  }

  onExisting(resource: StorageKey, object: StoredObject): void {
    const entry = this.#graph.put(resource, object);
    if (entry !== undefined && (entry.owners.length > 0 || entry.deleting)) this.#enqueue(entry.uid);
  }

  onEvent(resource: StorageKey, { type, current }: StoreEvent): void {
    const { uid } = current.object.metadata;
    if (uid === undefined) return;
    if (type === 'DELETED') {
      const owners = this.#graph.get(uid)?.owners ?? [];
      this.#graph.remove(uid);
      for (const dependent of this.#graph.dependents(uid)) this.#enqueue(dependent.uid);
      for (const owner of owners) if (this.#graph.get(owner.uid)?.deleting) this.#enqueue(owner.uid);
      return;
    }
    const before = this.#graph.get(uid)?.owners ?? [];
    const entry = this.#graph.put(resource, current);
    if (entry === undefined) return;
    if (entry.owners.length > 0 || entry.deleting) this.#enqueue(uid);
    // They may wait for this one, and no longer need to.
    for (const owner of [...before, ...entry.owners]) {
      if (isDeletingDependents(this.#graph.get(owner.uid))) this.#enqueue(owner.uid);
    }
  }

  onReady(): void {
    this.#ready = true;
    for (const uid of this.#early.splice(0)) this.#loop.enqueue(uid);
  }

  [Symbol.dispose](): void {
    this.#loop[Symbol.dispose]();
  }

  readonly #early: string[] = [];

  #enqueue(uid: string): void {
    if (this.#ready) this.#loop.enqueue(uid);
    else this.#early.push(uid);
  }

  async #process(uid: string): Promise<undefined> {
    const entry = this.#graph.get(uid);
    if (entry === undefined) return;
    if (entry.deleting && entry.finalizers.includes(ORPHAN)) {
      await this.#orphan(entry);
      return;
    }
    if (entry.deleting && entry.finalizers.includes(FOREGROUND)) await this.#deleteDependents(entry);
    if (entry.owners.length > 0 && !entry.deleting) await this.#judge(entry);
  }

  /** Keeps an object that still has an owner, and deletes one that has none. */
  async #judge(entry: OwnedObject): Promise<void> {
    const dangling = entry.owners.filter((owner) => this.#isMissing(owner.uid, entry));
    const waiting = entry.owners.filter(({ uid }) => isDeletingDependents(this.#graph.get(uid)));
    if (dangling.length === 0 && waiting.length === 0) return;
    const gone = new Set([...dangling, ...waiting].map(({ uid }) => uid));
    const solid = entry.owners.filter(({ uid }) => !gone.has(uid));
    if (solid.length > 0) return this.#setOwners(entry, gone);
    const dependents = this.#graph.dependents(entry.uid);
    const propagationPolicy = waiting.length > 0 && dependents.length > 0 ? 'Foreground' : policyOf(entry);
    // A circle of owners, or what may be one, would wait for itself.
    if (propagationPolicy === 'Foreground' && dependents.some(isDeletingDependents)) await this.#unblock(entry);
    await this.#delete(entry, { propagationPolicy, preconditions: { uid: entry.uid } });
  }

  /** An owner in another namespace is as good as none; Kubernetes has it so. */
  #isMissing(uid: string, dependent: OwnedObject): boolean {
    const owner = this.#graph.get(uid);
    if (owner === undefined) return true;
    return owner.namespace !== '' && owner.namespace !== dependent.namespace;
  }

  async #deleteDependents(entry: OwnedObject): Promise<void> {
    const dependents = this.#graph.dependents(entry.uid);
    for (const dependent of dependents) if (!dependent.deleting) this.#loop.enqueue(dependent.uid);
    const blocking = dependents.filter(({ owners }) =>
      owners.some(({ uid, blockOwnerDeletion }) => uid === entry.uid && blockOwnerDeletion),
    );
    if (blocking.length === 0) await this.#removeFinalizer(entry, FOREGROUND);
  }

  async #orphan(entry: OwnedObject): Promise<void> {
    for (const dependent of this.#graph.dependents(entry.uid)) await this.#setOwners(dependent, new Set([entry.uid]));
    await this.#removeFinalizer(entry, ORPHAN);
  }

  async #setOwners(entry: OwnedObject, without: ReadonlySet<string>): Promise<void> {
    const ownerReferences = entry.owners.filter(({ uid }) => !without.has(uid));
    await this.#patch(entry, { ownerReferences: ownerReferences.length > 0 ? ownerReferences : null });
  }

  async #unblock(entry: OwnedObject): Promise<void> {
    const ownerReferences = entry.owners.map((owner) => ({ ...owner, blockOwnerDeletion: false }));
    await this.#patch(entry, { ownerReferences });
  }

  async #removeFinalizer(entry: OwnedObject, finalizer: string): Promise<void> {
    const finalizers = entry.finalizers.filter((name) => name !== finalizer);
    await this.#patch(entry, { finalizers: finalizers.length > 0 ? finalizers : null });
  }

  async #patch(entry: OwnedObject, metadata: object): Promise<void> {
    const ref = this.#refOf(entry);
    if (ref === undefined) return;
    try {
      await this.#options.client.patch(ref, 'merge', { metadata: { ...metadata, uid: entry.uid } });
    } catch (error) {
      if (!isSettled(error)) throw error;
    }
  }

  async #delete(entry: OwnedObject, options: DeleteOptions): Promise<void> {
    const ref = this.#refOf(entry);
    if (ref === undefined) return;
    try {
      await this.#options.client.delete(ref, options);
    } catch (error) {
      if (!isSettled(error)) throw error;
    }
  }

  #refOf({ resource, namespace, name }: OwnedObject) {
    const type = this.#options.registry.findStored(resource);
    if (type === undefined) return undefined;
    return {
      group: type.group,
      version: type.version,
      resource: type.resource,
      namespace: namespace || undefined,
      name,
    };
  }
}

function isDeletingDependents(object: OwnedObject | undefined): boolean {
  return object?.deleting === true && object.finalizers.includes(FOREGROUND);
}

/** The object is gone, or another has its name now. */
function isSettled(error: unknown): boolean {
  return isStatusError(error, 'NotFound') || (isStatusError(error, 'Conflict') && error.message.includes('UID'));
}

function policyOf({ finalizers }: OwnedObject): DeleteOptions['propagationPolicy'] {
  if (finalizers.includes(ORPHAN)) return 'Orphan';
  return finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background';
}
