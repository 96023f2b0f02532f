import type { OwnerReference } from '@luban/kube';
import type { StorageKey, StoredObject } from '../store/store.ts';

/** What the garbage collector remembers of an object. */
export interface OwnedObject {
  readonly uid: string;
  readonly resource: StorageKey;
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly owners: readonly OwnerReference[];
  readonly finalizers: readonly string[];
  readonly deleting: boolean;
}

/** Who owns whom, by UID. */
export class OwnerGraph {
  readonly #objects = new Map<string, OwnedObject>();
  readonly #dependents = new Map<string, Set<string>>();

  get(uid: string): OwnedObject | undefined {
    return this.#objects.get(uid);
  }

  dependents(uid: string): OwnedObject[] {
    return [...(this.#dependents.get(uid) ?? [])].flatMap((other) => this.#objects.get(other) ?? []);
  }

  put(resource: StorageKey, { key, namespace, name, object: { metadata } }: StoredObject): OwnedObject | undefined {
    const { uid } = metadata;
    if (uid === undefined) return undefined;
    this.#unlink(uid);
    const owners = (metadata.ownerReferences ?? EMPTY) as readonly OwnerReference[];
    const entry: OwnedObject = {
      uid,
      resource,
      key,
      namespace,
      name,
      owners,
      finalizers: metadata.finalizers ?? EMPTY,
      deleting: metadata.deletionTimestamp !== undefined,
    };
    this.#objects.set(uid, entry);
    for (const owner of owners) {
      const known = this.#dependents.get(owner.uid);
      if (known === undefined) this.#dependents.set(owner.uid, new Set([uid]));
      else known.add(uid);
    }
    return entry;
  }

  remove(uid: string): void {
    this.#unlink(uid);
    this.#objects.delete(uid);
  }

  #unlink(uid: string): void {
    for (const owner of this.#objects.get(uid)?.owners ?? []) {
      const dependents = this.#dependents.get(owner.uid);
      dependents?.delete(uid);
      if (dependents?.size === 0) this.#dependents.delete(owner.uid);
    }
  }
}

const EMPTY: readonly never[] = [];
