import { compareQuantities, quantityOf } from '@luban/kube';
import type { PersistentVolume, PersistentVolumeClaim } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES } from '../../support/kinds.ts';
import { storageClassOf } from '../../support/volumes.ts';

/** Gives a bound claim the size that it asks for, where its class allows volumes to grow. */
export async function expand(cluster: Cluster, claim: PersistentVolumeClaim, volume: PersistentVolume): Promise<void> {
  const storage = claim.spec.resources?.requests?.storage;
  const wanted = quantityOf(storage);
  const present = quantityOf(claim.status?.capacity?.storage);
  if (storage === undefined || wanted === undefined || present === undefined) return;
  if (compareQuantities(wanted, present) <= 0 || !storageClassOf(cluster, claim)?.allowVolumeExpansion) return;
  const events = cluster.recorder(`external-resizer ${volume.spec.csi?.driver ?? 'simulated'}`);
  const size = quantityOf(volume.spec.capacity?.storage);
  if (size === undefined || compareQuantities(size, wanted) < 0) {
    events.event(claim, 'Normal', 'Resizing', `External resizer is resizing volume ${volume.metadata.name}`);
    const capacity = { ...volume.spec.capacity, storage };
    await cluster.update(PERSISTENT_VOLUMES, { ...volume, spec: { ...volume.spec, capacity } });
  }
  const capacity = { ...claim.status?.capacity, storage };
  await cluster.updateStatus(PERSISTENT_VOLUME_CLAIMS, { ...claim, status: { ...claim.status, capacity } });
  events.event(claim, 'Normal', 'VolumeResizeSuccessful', 'Resize volume succeeded');
}
