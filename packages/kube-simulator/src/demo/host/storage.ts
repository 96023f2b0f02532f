import { priorityClass } from '../build/configuration.ts';
import { type Theme, theme } from '../build/theme.ts';
import { storageClass, volume } from '../build/volumes.ts';

/** Storage classes beside the simulator's default one, volumes made by hand in each of their states, and priorities. */
export function storage(): Theme {
  return theme('platform', [
    storageClass('fast', 'nvme.csi.example.com', { waits: false, reclaimPolicy: 'Retain' }),
    storageClass('archive', 'kubernetes.io/no-provisioner', { reclaimPolicy: 'Retain', expands: false }),
    // Bound by the claim analytics/raw-events, which names it.
    volume('archive-raw-events', '500Gi', {
      storageClassName: 'archive',
      accessModes: ['ReadWriteMany'],
      nfs: { server: 'files.example.com', path: '/exports/raw-events' },
    }),
    volume('archive-2024', '1Ti', {
      storageClassName: 'archive',
      accessModes: ['ReadOnlyMany'],
      nfs: { server: 'files.example.com', path: '/exports/2024', readOnly: true },
    }),
    // Its claim is gone and its data is kept, until somebody decides.
    volume('legacy-orders', '100Gi', {
      storageClassName: 'archive',
      hostPath: { path: '/srv/legacy-orders' },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace: 'shop',
        name: 'legacy-orders',
        uid: '00000000-0000-4000-8000-0000000000d1',
      },
    }),
    priorityClass('customer-facing', 100_000, 'What customers notice at once.'),
    priorityClass('batch', -100, 'Work that can wait, and evicts nobody.', { preemptionPolicy: 'Never' }),
  ]);
}
