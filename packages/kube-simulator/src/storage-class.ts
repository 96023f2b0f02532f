import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';

const STORAGE_CLASSES = { group: 'storage.k8s.io', version: 'v1', resource: 'storageclasses' } as const;

/** Gives a cluster a default class of storage, as every cluster for trying things out has one. It may be there already. */
export async function registerStorageClass(client: KubeClient): Promise<void> {
  try {
    await client.create(STORAGE_CLASSES, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name: 'standard',
        annotations: {
          'storageclass.kubernetes.io/is-default-class': 'true',
          'luban.dev/simulated': 'true',
        },
      },
      provisioner: 'simulated.luban.dev',
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
    });
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
  }
}
