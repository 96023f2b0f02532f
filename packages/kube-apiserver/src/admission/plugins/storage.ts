/** Storage classes and the protection of volumes in use. Source: k8s.io/kubernetes, plugin/pkg/admission/storage. */
import { compareQuantities, forbidden, type KubeObject, quantityOf } from '@luban/kube';
import type { Store, StoredObject } from '../../store/store.ts';
import type { AdmissionPlugin } from '../admission.ts';

const CLASSES = 'storageclasses.storage.k8s.io';
const DEFAULT_MARKS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

interface ClaimSpec {
  storageClassName?: string;
  volumeName?: string;
  resources?: { requests?: { storage?: string } };
}

/** A claim that names no class gets the default one; of several the youngest. */
export function defaultStorageClass(store: Store): AdmissionPlugin {
  return {
    name: 'DefaultStorageClass',
    mutate({ operation, type, subresource, object }) {
      if (operation !== 'CREATE' || type.storageKey !== 'persistentvolumeclaims' || subresource !== '') return;
      const spec = object?.spec as ClaimSpec | undefined;
      if (typeof spec !== 'object' || spec === null || spec.storageClassName !== undefined) return;
      const [first] = store
        .list(CLASSES)
        .items.filter(({ object: { metadata } }) =>
          DEFAULT_MARKS.some((mark) => metadata.annotations?.[mark] === 'true'),
        )
        .sort(youngestFirst);
      if (first !== undefined) spec.storageClassName = first.name;
    },
  };
}

function youngestFirst(a: StoredObject, b: StoredObject): number {
  const [left, right] = [a, b].map(({ object }) => object.metadata.creationTimestamp ?? '') as [string, string];
  return left === right ? (a.name < b.name ? -1 : 1) : left < right ? 1 : -1;
}

const PROTECTION: Readonly<Record<string, string>> = {
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
  persistentvolumes: 'kubernetes.io/pv-protection',
};

/** Volumes and claims outlive their deletion for as long as they are in use. */
export const storageProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  mutate({ operation, type, subresource, object }) {
    if (operation !== 'CREATE' || subresource !== '' || !Object.hasOwn(PROTECTION, type.storageKey)) return;
    const finalizer = PROTECTION[type.storageKey]!;
    const { metadata } = object!;
    if (!metadata.finalizers?.includes(finalizer)) metadata.finalizers = [...(metadata.finalizers ?? []), finalizer];
  },
};

/** Only claims of a class that can grow may grow. */
export function claimResize(store: Store): AdmissionPlugin {
  return {
    name: 'PersistentVolumeClaimResize',
    validate({ operation, type, subresource, object, old, name }) {
      if (operation !== 'UPDATE' || type.storageKey !== 'persistentvolumeclaims' || subresource !== '') return;
      if (!grows(object, old)) return;
      const { storageClassName } = (object?.spec ?? {}) as ClaimSpec;
      const allowed = storageClassName ? store.newest(CLASSES, storageClassName)?.object.allowVolumeExpansion : false;
      if (allowed === true) return;
      throw forbidden(
        { group: '', resource: 'persistentvolumeclaims' },
        name,
        'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
      );
    },
  };
}

function grows(object: KubeObject | undefined, old: KubeObject | undefined): boolean {
  const [now, before] = [object, old].map((claim) => {
    const text = (claim?.spec as ClaimSpec | undefined)?.resources?.requests?.storage;
    return quantityOf(text);
  });
  return now !== undefined && before !== undefined && compareQuantities(now, before) > 0;
}
