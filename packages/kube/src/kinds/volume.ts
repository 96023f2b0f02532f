import type { KubeObject } from '../object.ts';
import type { LabelSelectorObject } from '../selectors/label-selector.ts';
import type { Condition, NodeSelector, ObjectReference, ResourceList, ResourceRequirements } from './common.ts';

export interface PersistentVolumeClaim extends KubeObject {
  spec: PersistentVolumeClaimSpec;
  status?: {
    phase?: 'Pending' | 'Bound' | 'Lost';
    accessModes?: string[];
    capacity?: ResourceList;
    allocatedResources?: ResourceList;
    allocatedResourceStatuses?: Record<string, string>;
    conditions?: Condition[];
  };
}

export interface PersistentVolumeClaimSpec {
  accessModes?: string[];
  resources?: ResourceRequirements;
  /** Absent: the default class. Empty: none, so nothing is provisioned. */
  storageClassName?: string;
  volumeName?: string;
  volumeMode?: 'Filesystem' | 'Block';
  selector?: LabelSelectorObject;
  dataSource?: ObjectReference;
  dataSourceRef?: ObjectReference;
}

export interface PersistentVolume extends KubeObject {
  spec: PersistentVolumeSpec;
  status?: {
    phase?: 'Pending' | 'Available' | 'Bound' | 'Released' | 'Failed';
    reason?: string;
    message?: string;
    lastPhaseTransitionTime?: string;
  };
}

export interface PersistentVolumeSpec {
  capacity?: ResourceList;
  accessModes?: string[];
  persistentVolumeReclaimPolicy?: 'Retain' | 'Delete' | 'Recycle';
  storageClassName?: string;
  claimRef?: ObjectReference;
  volumeMode?: 'Filesystem' | 'Block';
  mountOptions?: string[];
  nodeAffinity?: { required?: NodeSelector };
  csi?: {
    driver: string;
    volumeHandle: string;
    fsType?: string;
    volumeAttributes?: Record<string, string>;
  };
  hostPath?: { path: string; type?: string };
  local?: { path: string };
  nfs?: { server: string; path: string; readOnly?: boolean };
  [source: string]: unknown;
}

/** Source: storage.k8s.io/v1. */
export interface StorageClass extends KubeObject {
  provisioner: string;
  parameters?: Record<string, string>;
  reclaimPolicy?: 'Retain' | 'Delete';
  volumeBindingMode?: 'Immediate' | 'WaitForFirstConsumer';
  allowVolumeExpansion?: boolean;
  mountOptions?: string[];
}
