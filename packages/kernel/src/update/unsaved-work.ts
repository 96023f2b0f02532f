import type { UnsavedWork } from '../contract.ts';
import { type Computed, computed } from '../core/readable.ts';
import type { MountPoint } from '../mounts/mount-point.ts';

/** What the places on the page hold that is not saved yet. To be invalidated when a mark is set or taken away. */
export function createUnsavedWork(mounts: Iterable<MountPoint>): Computed<readonly UnsavedWork[]> {
  return computed(() => [...mounts].flatMap((mount) => mount.unsaved ?? []));
}
