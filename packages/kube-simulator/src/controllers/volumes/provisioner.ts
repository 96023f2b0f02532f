import { isStatusError } from '@luban/kube';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { type Draft, PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES } from '../../support/kinds.ts';
import { annotationOf, keyOf, referenceTo } from '../../support/objects.ts';

const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
const OLD_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

/**
 * Makes a volume for the claim, as the class's provisioner would. It is an entry in the API and nothing else; its
 * attributes say that it is simulated.
 */
export async function provision(
  cluster: Cluster,
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
): Promise<void> {
  const { provisioner } = storageClass;
  const name = `pvc-${claim.metadata.uid}`;
  if (cluster.cache(PERSISTENT_VOLUMES).get(name) !== undefined) return;
  let announced = claim;
  if (annotationOf(claim, PROVISIONER) !== provisioner) {
    const annotations = { [PROVISIONER]: provisioner, [OLD_PROVISIONER]: provisioner };
    announced = await cluster.patch(PERSISTENT_VOLUME_CLAIMS, claim, 'merge', { metadata: { annotations } });
    const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
    cluster.recorder('persistentvolume-controller').event(announced, 'Normal', 'ExternalProvisioning', message);
  }
  const events = cluster.recorder(`${provisioner}_simulated`);
  const start = `External provisioner is provisioning volume for claim "${keyOf(claim)}"`;
  events.event(announced, 'Normal', 'Provisioning', start);
  try {
    await cluster.create(PERSISTENT_VOLUMES, newVolume(name, announced, storageClass));
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
  }
  events.event(announced, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${name}`);
}

function newVolume(name: string, claim: PersistentVolumeClaim, storageClass: StorageClass): Draft<PersistentVolume> {
  const { provisioner, reclaimPolicy, mountOptions, metadata } = storageClass;
  const { resourceVersion } = claim.metadata;
  return {
    metadata: { name, annotations: { [PROVISIONED_BY]: provisioner } },
    spec: {
      accessModes: claim.spec.accessModes ?? ['ReadWriteOnce'],
      capacity: { storage: claim.spec.resources?.requests?.storage ?? '1Gi' },
      claimRef: { ...referenceTo(PERSISTENT_VOLUME_CLAIMS, claim), resourceVersion },
      csi: { driver: provisioner, volumeHandle: name, volumeAttributes: { simulated: 'true' } },
      ...(mountOptions && { mountOptions }),
      persistentVolumeReclaimPolicy: reclaimPolicy ?? 'Delete',
      storageClassName: metadata.name ?? '',
      volumeMode: claim.spec.volumeMode ?? 'Filesystem',
    },
  };
}
