/** Ownership between objects: who controls whom, adopting and letting go. */
import { apiVersionOf, type KubeObject, type LabelSelector, matchesLabels, type OwnerReference } from '@luban/kube';
import type { Cache } from './cache.ts';
import type { Cluster } from './cluster.ts';
import { type Enqueue, onChange } from './controller.ts';
import { byController, byNamespace } from './informers.ts';
import type { KindOf } from './kinds.ts';
import { isDeleting, keyOf, namespacedKey } from './objects.ts';
import { selectorOfOwner } from './selection.ts';

const MANY = 50;
/** In milliseconds. */
const LONGEST_DELAY = 1000;

/** The one owner that manages the object. */
export function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}

export function controllerReference<T extends KubeObject>(kind: KindOf<T>, owner: T): OwnerReference {
  return {
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** Key of the object's controller when that is of the kind. */
export function controllerKey(object: KubeObject, kind: KindOf<KubeObject>): string | undefined {
  const owner = controllerOf(object);
  if (owner?.kind !== kind.kind || !isGroup(owner.apiVersion, kind.group)) return undefined;
  return namespacedKey(object.metadata.namespace, owner.name);
}

/**
 * Enqueues the owner of every dependent that changes, the former one as well; and for one without a controller those that
 * select it, since one of them may adopt it. Owners of many are looked at less often, so that work does not grow with the
 * square of their dependents.
 */
export function enqueueOwners<T extends KubeObject, O extends KubeObject>(
  dependents: Cache<T>,
  ownerKind: KindOf<O>,
  owners: Cache<O>,
  enqueue: Enqueue,
): Disposable {
  const inNamespace = byNamespace(owners);
  const ofController = byController(dependents);
  return onChange(dependents, (object, previous) => {
    const siblings = ofController.count(controllerOf(object)?.uid ?? '');
    const delay = siblings < MANY ? undefined : Math.min(LONGEST_DELAY, siblings / 10);
    enqueue(controllerKey(object, ownerKind), delay);
    if (previous !== undefined && controllerOf(previous)?.uid !== controllerOf(object)?.uid) {
      enqueue(controllerKey(previous, ownerKind));
    }
    if (controllerOf(object) !== undefined || isDeleting(object)) return;
    for (const owner of inNamespace.get(object.metadata.namespace ?? '')) {
      const selector = selectorOfOwner(owner);
      if (selector !== undefined && matchesLabels(selector, object.metadata.labels)) enqueue(keyOf(owner));
    }
  });
}

/**
 * Dependents of the owner: those it controls and that match, together with matching ones without a controller, which are
 * adopted now. Controlled ones that match no longer are let go.
 */
export async function claim<T extends KubeObject, O extends KubeObject>(
  cluster: Cluster,
  ownerKind: KindOf<O>,
  owner: O,
  selector: LabelSelector,
  kind: KindOf<T>,
): Promise<T[]> {
  const index = byController(cluster.cache(kind));
  const claimed: T[] = [];
  for (const object of index.get(owner.metadata.uid ?? '')) {
    if (matchesLabels(selector, object.metadata.labels)) claimed.push(object);
    else if (!isDeleting(owner)) await release(cluster, owner, kind, object);
  }
  if (isDeleting(owner) || selector.length === 0) return claimed;
  for (const object of index.get(`orphan:${owner.metadata.namespace ?? ''}`)) {
    if (isDeleting(object) || !matchesLabels(selector, object.metadata.labels)) continue;
    const patch = { ownerReferences: [controllerReference(ownerKind, owner)], uid: object.metadata.uid };
    claimed.push(await cluster.patch(kind, object, 'strategic', { metadata: patch }));
  }
  return claimed;
}

async function release<T extends KubeObject>(cluster: Cluster, owner: KubeObject, kind: KindOf<T>, object: T) {
  const metadata = { ownerReferences: [{ $patch: 'delete', uid: owner.metadata.uid }], uid: object.metadata.uid };
  await cluster.patch(kind, object, 'strategic', { metadata });
}

function isGroup(apiVersion: string, group: string): boolean {
  const slash = apiVersion.indexOf('/');
  return (slash < 0 ? '' : apiVersion.slice(0, slash)) === group;
}
