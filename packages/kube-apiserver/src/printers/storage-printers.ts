/** Volumes and where they come from. Source: k8s.io/kubernetes/pkg/printers/internalversion. */
import type { TablePrinter } from '../table/table.ts';
import { AGE, ageCell, column, NONE, printer, UNSET, wide } from './column.ts';

const SHORT_MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function modes(list: readonly string[] | undefined): string {
  const order = Object.keys(SHORT_MODES);
  return [...new Set(list ?? [])]
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((mode) => SHORT_MODES[mode] ?? mode)
    .join(',');
}

interface VolumeShape {
  spec?: {
    capacity?: { storage?: string };
    accessModes?: string[];
    persistentVolumeReclaimPolicy?: string;
    claimRef?: { namespace?: string; name?: string };
    storageClassName?: string;
    volumeAttributesClassName?: string;
    volumeMode?: string;
  };
  status?: { phase?: string; reason?: string };
}

const persistentVolumes = printer<VolumeShape>(
  [
    column('Capacity', 'Size of the volume.'),
    column('Access Modes', 'How it can be mounted.'),
    column('Reclaim Policy', 'What becomes of it without a claim.'),
    column('Status', 'Whether a claim has it.'),
    column('Claim', 'Which claim has it.'),
    column('StorageClass', 'Class that it is of.'),
    column('VolumeAttributesClass', 'Class of its attributes.'),
    column('Reason', 'Why it is in its state.'),
    AGE,
    wide('VolumeMode', 'File system or block device.'),
  ],
  (object, now) => {
    const { spec = {}, status = {}, metadata } = object;
    const { claimRef } = spec;
    return [
      spec.capacity?.storage ?? '',
      modes(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? '',
      metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating',
      claimRef === undefined ? '' : `${claimRef.namespace}/${claimRef.name}`,
      spec.storageClassName ?? '',
      spec.volumeAttributesClassName || UNSET,
      status.reason ?? '',
      ageCell(object, now),
      spec.volumeMode ?? UNSET,
    ];
  },
);

interface ClaimShape {
  spec?: { volumeName?: string; storageClassName?: string; volumeAttributesClassName?: string; volumeMode?: string };
  status?: { phase?: string; capacity?: { storage?: string }; accessModes?: string[] };
}

const persistentVolumeClaims = printer<ClaimShape>(
  [
    column('Status', 'Whether it has a volume.'),
    column('Volume', 'Which volume it has.'),
    column('Capacity', 'Size of the volume.'),
    column('Access Modes', 'How it can be mounted.'),
    column('StorageClass', 'Class that it asks for.'),
    column('VolumeAttributesClass', 'Class of the attributes that it asks for.'),
    AGE,
    wide('VolumeMode', 'File system or block device.'),
  ],
  (object, now) => {
    const { spec = {}, status = {}, metadata } = object;
    const bound = spec.volumeName ? status : {};
    return [
      metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating',
      spec.volumeName ?? '',
      bound.capacity?.storage ?? '',
      modes(bound.accessModes),
      spec.storageClassName ?? '',
      spec.volumeAttributesClassName || UNSET,
      ageCell(object, now),
      spec.volumeMode ?? UNSET,
    ];
  },
);

interface ClassShape {
  provisioner?: string;
  reclaimPolicy?: string;
  volumeBindingMode?: string;
  allowVolumeExpansion?: boolean;
}

const storageClasses = printer<ClassShape>(
  [
    column('Provisioner', 'What makes its volumes.'),
    column('ReclaimPolicy', 'What becomes of volumes without a claim.'),
    column('VolumeBindingMode', 'When a claim gets its volume.'),
    column('AllowVolumeExpansion', 'Whether claims may grow.'),
    AGE,
  ],
  (object, now) => [
    object.provisioner ?? '',
    object.reclaimPolicy ?? 'Delete',
    object.volumeBindingMode ?? 'Immediate',
    object.allowVolumeExpansion ?? false,
    ageCell(object, now),
  ],
);

/** The name says which of the classes is the default one. */
const namedStorageClasses: TablePrinter = {
  columns: storageClasses.columns,
  cells(object, now) {
    const cells = storageClasses.cells(object, now);
    const annotations = object.metadata.annotations ?? {};
    const isDefault = [
      'storageclass.kubernetes.io/is-default-class',
      'storageclass.beta.kubernetes.io/is-default-class',
    ].some((mark) => annotations[mark] === 'true');
    return isDefault ? [`${cells[0]} (default)`, ...cells.slice(1)] : cells;
  },
};

interface DriverShape {
  spec?: {
    attachRequired?: boolean;
    podInfoOnMount?: boolean;
    storageCapacity?: boolean;
    tokenRequests?: { audience: string }[];
    requiresRepublish?: boolean;
    volumeLifecycleModes?: string[];
  };
}

const csiDrivers = printer<DriverShape>(
  [
    column('AttachRequired', 'Whether volumes are attached to nodes.', 'boolean'),
    column('PodInfoOnMount', 'Whether the driver is told of the pod.', 'boolean'),
    column('StorageCapacity', 'Whether the scheduler looks at its capacity.', 'boolean'),
    column('TokenRequests', 'Audiences of the tokens that it gets.'),
    column('RequiresRepublish', 'Whether volumes are published again.', 'boolean'),
    column('Modes', 'Kinds of volumes.'),
    AGE,
  ],
  (object, now) => {
    const { spec = {} } = object;
    return [
      spec.attachRequired ?? true,
      spec.podInfoOnMount ?? false,
      spec.storageCapacity ?? false,
      spec.tokenRequests?.length ? spec.tokenRequests.map(({ audience }) => audience).join(',') : UNSET,
      spec.requiresRepublish ?? false,
      spec.volumeLifecycleModes?.join(',') ?? NONE,
      ageCell(object, now),
    ];
  },
);

const csiNodes = printer<{ spec?: { drivers?: unknown[] } }>(
  [column('Drivers', 'How many drivers the node has.', 'integer'), AGE],
  (object, now) => [object.spec?.drivers?.length ?? 0, ageCell(object, now)],
);

const volumeAttachments = printer<{
  spec?: { attacher?: string; source?: { persistentVolumeName?: string }; nodeName?: string };
  status?: { attached?: boolean };
}>(
  [
    column('Attacher', 'What attaches the volume.'),
    column('PV', 'Which volume.'),
    column('Node', 'To which node.'),
    column('Attached', 'Whether it is attached.', 'boolean'),
    AGE,
  ],
  (object, now) => {
    const { attacher = '', source, nodeName = '' } = object.spec ?? {};
    return [
      attacher,
      source?.persistentVolumeName ?? '',
      nodeName,
      object.status?.attached ?? false,
      ageCell(object, now),
    ];
  },
);

const storageCapacities = printer<{ storageClassName?: string; capacity?: string }>(
  [column('StorageClassName', 'Class that the capacity is for.'), column('Capacity', 'How much is left.')],
  ({ storageClassName = '', capacity }) => [storageClassName, capacity ?? UNSET],
);

const attributesClasses = printer<{ driverName?: string }>(
  [column('DriverName', 'Driver that the attributes are for.'), AGE],
  (object, now) => [object.driverName ?? '', ageCell(object, now)],
);

export const storagePrinters: Readonly<Record<string, TablePrinter>> = {
  persistentvolumes: persistentVolumes,
  persistentvolumeclaims: persistentVolumeClaims,
  'storageclasses.storage.k8s.io': namedStorageClasses,
  'csidrivers.storage.k8s.io': csiDrivers,
  'csinodes.storage.k8s.io': csiNodes,
  'volumeattachments.storage.k8s.io': volumeAttachments,
  'csistoragecapacities.storage.k8s.io': storageCapacities,
  'volumeattributesclasses.storage.k8s.io': attributesClasses,
};
