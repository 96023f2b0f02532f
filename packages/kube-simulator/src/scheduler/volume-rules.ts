/** Placement by the pod's volumes. Source: the VolumeBinding plugin of kube-scheduler. */
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from '@luban/kube/kinds';
import type { Cluster } from '../support/cluster.ts';
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES } from '../support/kinds.ts';
import { isDeleting, namespacedKey } from '../support/objects.ts';
import {
  claimNamesOf,
  findVolume,
  isBound,
  isWaitingForConsumer,
  NO_PROVISIONER,
  reachesVolume,
  storageClassOf,
} from '../support/volumes.ts';

export interface VolumeRules {
  /** Why the pod cannot run anywhere for now. */
  blocked?: string;
  problem(node: Node): { reason: string; resolvable: boolean } | undefined;
  /** Claims that wait for the choice of a node. */
  waiting: readonly PersistentVolumeClaim[];
}

export function volumeRules(pod: Pod, cluster: Cluster): VolumeRules {
  const volumes = cluster.cache(PERSISTENT_VOLUMES);
  const bound: PersistentVolume[] = [];
  const waiting: PersistentVolumeClaim[] = [];
  for (const name of claimNamesOf(pod)) {
    const claim = cluster.cache(PERSISTENT_VOLUME_CLAIMS).get(namespacedKey(pod.metadata.namespace, name));
    if (claim === undefined) return blockedBy(`persistentvolumeclaim "${name}" not found`);
    if (isDeleting(claim)) return blockedBy(`persistentvolumeclaim "${name}" is being deleted`);
    if (claim.status?.phase === 'Lost') {
      return blockedBy(
        `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName}"`,
      );
    }
    if (isBound(claim)) {
      const volume = volumes.get(claim.spec.volumeName ?? '');
      if (volume !== undefined) bound.push(volume);
    } else if (isWaitingForConsumer(claim, storageClassOf(cluster, claim))) waiting.push(claim);
    else return blockedBy('pod has unbound immediate PersistentVolumeClaims');
  }
  return {
    waiting,
    problem(node) {
      if (bound.some((volume) => !reachesVolume(node, volume))) {
        return { reason: 'node(s) had volume node affinity conflict', resolvable: false };
      }
      const homeless = waiting.some(
        (claim) =>
          storageClassOf(cluster, claim)?.provisioner === NO_PROVISIONER &&
          findVolume(claim, volumes.values(), node) === undefined,
      );
      return homeless
        ? { reason: "node(s) didn't find available persistent volumes to bind", resolvable: false }
        : undefined;
    },
  };
}

function blockedBy(blocked: string): VolumeRules {
  return { blocked, waiting: [], problem: () => undefined };
}
