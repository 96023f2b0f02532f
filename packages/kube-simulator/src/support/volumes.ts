/** Which volume suits which claim. Source: pkg/controller/volume/persistentvolume and k8s.io/component-helpers/storage. */
import { compareQuantities, matchesLabels, quantityOf } from '@luban/kube';
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '@luban/kube/kinds';
import type { Cluster } from './cluster.ts';
import { STORAGE_CLASSES } from './kinds.ts';
import { matchesNodeSelector } from './node-affinity.ts';
import { annotationOf, compareText, isDeleting } from './objects.ts';
import { selectorOrNull } from './selection.ts';

export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner';
const OLD_CLASS = 'volume.beta.kubernetes.io/storage-class';

export function classNameOf(object: PersistentVolumeClaim | PersistentVolume): string {
  return annotationOf(object, OLD_CLASS) ?? object.spec.storageClassName ?? '';
}

export function storageClassOf(cluster: Cluster, claim: PersistentVolumeClaim): StorageClass | undefined {
  return cluster.cache(STORAGE_CLASSES).get(classNameOf(claim));
}

/** Both sides say so. */
export function isBound(claim: PersistentVolumeClaim): boolean {
  return Boolean(claim.spec.volumeName) && annotationOf(claim, BIND_COMPLETED) !== undefined;
}

export function isWaitingForConsumer(claim: PersistentVolumeClaim, storageClass: StorageClass | undefined): boolean {
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer' && !claim.spec.volumeName;
}

export function isClaimedBy(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { claimRef } = volume.spec;
  return (
    claimRef?.name === claim.metadata.name &&
    claimRef?.namespace === claim.metadata.namespace &&
    (!claimRef?.uid || claimRef.uid === claim.metadata.uid)
  );
}

/** The node can reach the volume. */
export function reachesVolume(node: Node, { spec }: PersistentVolume): boolean {
  const required = spec.nodeAffinity?.required;
  return required === undefined || matchesNodeSelector(required, node);
}

/** The volume reserved for the claim, or the smallest that suits it. */
export function findVolume(
  claim: PersistentVolumeClaim,
  volumes: Iterable<PersistentVolume>,
  node?: Node,
): PersistentVolume | undefined {
  const wanted = quantityOf(claim.spec.resources?.requests?.storage);
  const selector = claim.spec.selector ? selectorOrNull(claim.spec.selector) : undefined;
  if (selector === null) return undefined;
  const suitable: PersistentVolume[] = [];
  for (const volume of volumes) {
    const size = quantityOf(volume.spec.capacity?.storage);
    if (isDeleting(volume) || size === undefined) continue;
    if (wanted !== undefined && compareQuantities(size, wanted) < 0) continue;
    if ((volume.spec.volumeMode ?? 'Filesystem') !== (claim.spec.volumeMode ?? 'Filesystem')) continue;
    if (node !== undefined && !reachesVolume(node, volume)) continue;
    if (volume.spec.claimRef !== undefined) {
      if (isClaimedBy(volume, claim)) return volume;
      continue;
    }
    if (volume.status?.phase !== undefined && volume.status.phase !== 'Available') continue;
    if (classNameOf(volume) !== classNameOf(claim)) continue;
    if (selector !== undefined && !matchesLabels(selector, volume.metadata.labels)) continue;
    const modes = volume.spec.accessModes ?? [];
    if ((claim.spec.accessModes ?? []).every((mode) => modes.includes(mode))) suitable.push(volume);
  }
  return suitable.sort(bySize)[0];
}

/** Names of the claims that a pod's volumes are. Ephemeral ones are named after pod and volume. */
export function claimNamesOf(pod: Pod): string[] {
  return (pod.spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim !== undefined) return [persistentVolumeClaim.claimName];
    return ephemeral === undefined ? [] : [`${pod.metadata.name}-${name}`];
  });
}

function bySize(a: PersistentVolume, b: PersistentVolume): number {
  const left = quantityOf(a.spec.capacity?.storage);
  const right = quantityOf(b.spec.capacity?.storage);
  const order = left !== undefined && right !== undefined ? compareQuantities(left, right) : 0;
  return order || compareText(a.metadata.name ?? '', b.metadata.name ?? '');
}
