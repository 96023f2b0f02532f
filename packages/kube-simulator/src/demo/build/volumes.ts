import type { KubeObject } from '@luban/kube';
import type { PersistentVolumeSpec } from '@luban/kube/kinds';

export function storageClass(
  name: string,
  provisioner: string,
  options: { waits?: boolean; reclaimPolicy?: 'Delete' | 'Retain'; expands?: boolean } = {},
): KubeObject {
  const { waits = true, reclaimPolicy = 'Delete', expands = true } = options;
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner,
    reclaimPolicy,
    volumeBindingMode: waits ? 'WaitForFirstConsumer' : 'Immediate',
    allowVolumeExpansion: expands,
  };
}

/** A volume that an administrator made. */
export function volume(name: string, size: string, spec: Partial<PersistentVolumeSpec>): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: size },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: '',
      ...spec,
    },
  };
}
