import type { IndexReference } from '@luban/manifest';
import { useEffect } from 'react';
import { sharedMount } from './shared-mount.ts';
import { useKernel } from './use-kernel.ts';

/**
 * Keeps the shared mounts of cells open as long as the component is there, whether or not there are cells now: code is
 * loaded while the rows are still on their way, and rows that come find everything ready.
 */
export function useKeptMounts(
  items: readonly { extension: string; id: string; component: IndexReference }[],
  kind: string,
): void {
  const kernel = useKernel();
  useEffect(() => {
    const releases = items.map(({ extension, id, component }) =>
      sharedMount(kernel, extension, component, `${kind} ${id}`).place.subscribe(() => undefined),
    );
    return () => {
      for (const release of releases) release();
    };
  }, [kernel, items, kind]);
}
