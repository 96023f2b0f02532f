/** What becomes of volumes whose claims come and go. Source: pkg/controller/volume/persistentvolume of Kubernetes. */
import { timestamp } from '@luban/kube';
import type { PersistentVolume } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES } from '../../support/kinds.ts';
import { annotationOf, isDeleting, namespacedKey } from '../../support/objects.ts';
import { PROVISIONED_BY } from './provisioner.ts';

/** Keeps the phase of volumes, and deletes released ones that are to be. */
export function volumeController(cluster: Cluster): Controller {
  const volumes = cluster.cache(PERSISTENT_VOLUMES);
  const claims = cluster.cache(PERSISTENT_VOLUME_CLAIMS);
  const byClaim = volumes.index('claim', ({ spec }) =>
    spec.claimRef === undefined ? [] : [namespacedKey(spec.claimRef.namespace, spec.claimRef.name ?? '')],
  );
  return {
    name: 'persistentvolume',
    watch: (enqueue) => [
      onChange(volumes, (volume) => enqueue(volume.metadata.name)),
      onChange(claims, ({ metadata }) => {
        const key = namespacedKey(metadata.namespace, metadata.name ?? '');
        for (const volume of byClaim.get(key)) enqueue(volume.metadata.name);
      }),
    ],
    async reconcile(name) {
      const volume = volumes.get(name);
      if (volume === undefined) return undefined;
      const { claimRef } = volume.spec;
      if (!claimRef?.uid) {
        if (!isDeleting(volume)) await setPhase(cluster, volume, 'Available');
        return undefined;
      }
      const claim = claims.get(namespacedKey(claimRef.namespace, claimRef.name ?? ''));
      if (claim?.metadata.uid === claimRef.uid) {
        if (claim?.spec.volumeName === name) await setPhase(cluster, volume, 'Bound');
        return undefined;
      }
      const released = await setPhase(cluster, volume, 'Released');
      if (!isDeleting(released)) await reclaim(cluster, released);
      return undefined;
    },
  };
}

async function reclaim(cluster: Cluster, volume: PersistentVolume): Promise<void> {
  const events = cluster.recorder('persistentvolume-controller');
  const policy = volume.spec.persistentVolumeReclaimPolicy ?? 'Retain';
  if (policy === 'Delete') {
    if (annotationOf(volume, PROVISIONED_BY) !== undefined) {
      await cluster.delete(PERSISTENT_VOLUMES, volume);
      return;
    }
    const message = 'error getting deleter volume plugin for volume: no deletable volume plugin matched';
    events.event(volume, 'Warning', 'VolumeFailedDelete', message);
    await setPhase(cluster, volume, 'Failed', message);
  }
}

async function setPhase(
  cluster: Cluster,
  volume: PersistentVolume,
  phase: NonNullable<NonNullable<PersistentVolume['status']>['phase']>,
  message?: string,
): Promise<PersistentVolume> {
  if (volume.status?.phase === phase || (phase === 'Released' && volume.status?.phase === 'Failed')) return volume;
  const lastPhaseTransitionTime = timestamp(cluster.clock.now());
  return cluster.updateStatus(PERSISTENT_VOLUMES, {
    ...volume,
    status: { phase, ...(message && { message }), lastPhaseTransitionTime },
  });
}
